import { writeFile } from 'node:fs/promises';

import { encodeG711 } from './g711.js';
import { SAMPLE_RATE } from './tone-analysis.js';
import { tonePcm, type Tone } from './tone-source.js';

/** A WAV file (8 kHz, 16-bit, mono) of a sequence of tones: a prompt that a test can tell from every other by ear of a machine. */
export function toneWav(tones: readonly Tone[]): Buffer {
  const pcm = tonePcm(tones);
  const data = Buffer.alloc(pcm.length * 2);
  pcm.forEach((sample, index) => data.writeInt16LE(sample, index * 2));
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** Writes `<base>.wav` and `<base>.ulaw`, so that the PBX never transcodes what a test plays. */
export async function makeTonePrompt(base: string, tones: readonly Tone[]): Promise<void> {
  await Promise.all([writeFile(`${base}.wav`, toneWav(tones)), writeFile(`${base}.ulaw`, encodeG711('PCMU', tonePcm(tones)))]);
}

/** Samples of a WAV file such as `toneWav` or the PBX's recordings (16-bit mono, 8 kHz); rejects others rather than misread them. */
export function readWav(file: Buffer): Int16Array {
  let pcm: Int16Array | undefined;
  for (let offset = 12; offset + 8 <= file.length;) {
    const id = file.toString('latin1', offset, offset + 4);
    const length = Math.min(file.readUInt32LE(offset + 4), file.length - offset - 8);
    const chunk = file.subarray(offset + 8, offset + 8 + length);
    if (id === 'fmt ' && (chunk.readUInt16LE(0) !== 1 || chunk.readUInt16LE(2) !== 1 || chunk.readUInt32LE(4) !== SAMPLE_RATE)) {
      throw new Error('only 8 kHz 16-bit mono WAV can be read here');
    }
    if (id === 'data') pcm = Int16Array.from({ length: length >> 1 }, (_, index) => chunk.readInt16LE(index * 2));
    offset += 8 + length + (length & 1);
  }
  if (!pcm) throw new Error('not a WAV file: no data chunk');
  return pcm;
}
