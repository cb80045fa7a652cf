import { monoSamples } from './mono-samples.js';
import { openWav } from './wav-source.js';

/** Sound as numbers: 16-bit linear samples of one channel. */
export interface Sound {
  readonly sampleRate: number;
  readonly samples: Int16Array;
}

const PCM = 1;
const HEADER_BYTES = 44;

/** A sample of full scale 1 as one of 16 bits; what is louder than full scale is clipped. */
export function to16Bits(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
}

/** The sound in a RIFF/WAVE file at the rate it has, channels mixed. Throws `WavFault` on what is no such file, and says what was found. */
export function readWav(file: Buffer): Sound {
  const source = openWav(file);
  return { sampleRate: source.sampleRate, samples: Int16Array.from(monoSamples(source, 0, source.frames), to16Bits) };
}

/** A RIFF/WAVE file of 16-bit PCM, mono. */
export function writeWav({ sampleRate, samples }: Sound): Buffer {
  const file = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(PCM, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => file.writeInt16LE(sample, HEADER_BYTES + index * 2));
  return file;
}
