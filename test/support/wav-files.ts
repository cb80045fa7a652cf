/** How the samples of a WAV file are stored. */
export interface WavKind {
  readonly encoding?: 'pcm' | 'float' | 'a-law' | 'u-law';
  readonly bits: number;
  readonly channels?: number;
  readonly sampleRate: number;
  readonly extensible?: boolean;
  /** Chunks before the format, after it, and after the samples. */
  readonly chunks?: boolean;
}

const TAGS = { pcm: 1, float: 3, 'a-law': 6, 'u-law': 7 } as const;
const SUBTYPE_TAIL = Buffer.from('000000001000800000aa00389b71', 'hex');

/** A WAV file of any kind; `sampleAt` gives each sample, full scale being 1, or for the G.711 laws the byte as it is stored. */
export function wavFile(kind: WavKind, frames: number, sampleAt: (frame: number, channel: number) => number): Buffer {
  const { encoding = 'pcm', bits, channels = 1, sampleRate, extensible = false, chunks = false } = kind;
  const bytes = Math.ceil(bits / 8);
  const data = Buffer.alloc(frames * channels * bytes);
  for (let frame = 0; frame < frames; frame += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      write(data, (frame * channels + channel) * bytes, encoding, bytes, sampleAt(frame, channel));
    }
  }
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : TAGS[encoding], 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE(sampleRate * channels * bytes, 8);
  format.writeUInt16LE(channels * bytes, 12);
  format.writeUInt16LE(extensible ? bytes * 8 : bits, 14);
  if (extensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(bits, 18);
    format.writeUInt16LE(TAGS[encoding], 24);
    SUBTYPE_TAIL.copy(format, 26);
  }
  const other = chunks ? [chunk('LIST', Buffer.from('odd'))] : [];
  const body = Buffer.concat([Buffer.from('WAVE'), ...other, chunk('fmt ', format), ...other, chunk('data', data), ...other]);
  return chunk('RIFF', body);
}

/** A tone at half of full scale in every channel. */
export function wavTone(kind: WavKind, hz = 1_000, seconds = 0.5): Buffer {
  return wavFile(kind, Math.round(kind.sampleRate * seconds), (n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / kind.sampleRate));
}

function write(data: Buffer, at: number, encoding: NonNullable<WavKind['encoding']>, bytes: number, sample: number): void {
  if (encoding === 'a-law' || encoding === 'u-law') data.writeUInt8(sample, at);
  else if (encoding === 'float' && bytes === 4) data.writeFloatLE(sample, at);
  else if (encoding === 'float') data.writeDoubleLE(sample, at);
  else if (bytes === 1) data.writeUInt8(Math.round(sample * 127) + 128, at);
  else data.writeIntLE(Math.round(sample * (2 ** (bytes * 8 - 1) - 1)), at, bytes);
}

function chunk(id: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 0, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}
