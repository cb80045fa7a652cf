/** Sound as numbers: 16-bit linear samples of one channel. */
export interface Sound {
  sampleRate: number;
  samples: Int16Array;
}

const PCM = 1;
const HEADER_BYTES = 44;

/** The sound in a RIFF/WAVE file of 16-bit PCM, mono. Throws on anything else, and says what was found. */
export function readWav(file: Buffer): Sound {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') throw new Error('Not a WAV file.');
  let sampleRate = 0;
  // Chunks may come in any number and order before "data"; each is padded to an even length.
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.toString('latin1', at, at + 4);
    const size = Math.min(file.readUInt32LE(at + 4), file.length - at - 8);
    if (id === 'fmt ') {
      const [format, channels, bits] = [file.readUInt16LE(at + 8), file.readUInt16LE(at + 10), file.readUInt16LE(at + 22)];
      if (format !== PCM || channels !== 1 || bits !== 16)
        throw new Error(`Need 16-bit PCM, mono; found format ${String(format)}, ${String(channels)} channels, ${String(bits)} bits.`);
      sampleRate = file.readUInt32LE(at + 12);
    }
    if (id === 'data') {
      if (sampleRate === 0) throw new Error('The WAV file has no format before its data.');
      const samples = new Int16Array(Math.floor(size / 2));
      for (let index = 0; index < samples.length; index += 1) samples[index] = file.readInt16LE(at + 8 + index * 2);
      return { sampleRate, samples };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error('The WAV file has no data.');
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
