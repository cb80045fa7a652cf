import { WavFault } from './wav-fault.js';

export type WavEncoding = 'pcm' | 'float' | 'a-law' | 'u-law';

/** What a WAV file says it holds, checked, and the bytes of its samples, whole frames only. */
export interface WavSource {
  readonly encoding: WavEncoding;
  readonly sampleRate: number;
  readonly channels: number;
  /** Of one sample as it is stored, padding included: 8, 16, 24, 32 or 64. */
  readonly bits: number;
  readonly frames: number;
  readonly data: Buffer;
}

interface Chunk {
  readonly id: string;
  /** Within the file. */
  readonly start: number;
  readonly announced: number;
  readonly present: number;
}

const LOWEST_RATE = 4_000;
const HIGHEST_RATE = 192_000;
const MOST_CHANNELS = 8;
/** Format tags of Microsoft's mmreg.h. */
const ENCODINGS: Readonly<Record<number, WavEncoding>> = { 1: 'pcm', 3: 'float', 6: 'a-law', 7: 'u-law' };
const WIDTHS: Readonly<Record<WavEncoding, readonly number[]>> = { pcm: [8, 16, 24, 32], float: [32, 64], 'a-law': [8], 'u-law': [8] };
const EXTENSIBLE = 0xfffe;
/** What follows the format tag in the identifier of a sub-format (KSDATAFORMAT_SUBTYPE_…). */
const SUBTYPE_TAIL = '000000001000800000aa00389b71';

/** The sound of a RIFF/WAVE file. Throws `WavFault` when it is none, is incomplete, or is of a kind that is not played here. */
export function openWav(file: Buffer): WavSource {
  if (file.length === 0) throw new WavFault('empty-file', 'The file is empty.');
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new WavFault('not-wav', 'The file is not a WAV file.');
  }
  let format: Omit<WavSource, 'frames' | 'data'> | null = null;
  for (const chunk of chunksOf(file)) {
    if (chunk.id === 'fmt ') format ??= formatOf(file.subarray(chunk.start, chunk.start + chunk.present));
    if (chunk.id !== 'data') continue;
    if (format === null) throw new WavFault('bad-header', 'The WAV file does not say how its samples are stored.');
    if (chunk.announced > chunk.present) {
      const message = `The WAV file is incomplete: it announces ${chunk.announced} bytes of sound and holds ${chunk.present}.`;
      throw new WavFault('truncated', message);
    }
    const frameBytes = (format.channels * format.bits) / 8;
    const frames = Math.floor(chunk.present / frameBytes);
    if (frames === 0) throw new WavFault('no-sound', 'The WAV file holds no sound.');
    return { ...format, frames, data: file.subarray(chunk.start, chunk.start + frames * frameBytes) };
  }
  throw new WavFault('no-sound', 'The WAV file holds no sound.');
}

/** Chunks may come in any number and order before "data"; each is padded to an even length. */
function* chunksOf(file: Buffer): Generator<Chunk> {
  for (let at = 12; at + 8 <= file.length;) {
    const announced = file.readUInt32LE(at + 4);
    const present = Math.min(announced, file.length - at - 8);
    yield { id: file.toString('latin1', at, at + 4), start: at + 8, announced, present };
    at += 8 + announced + (announced % 2);
  }
}

function formatOf(chunk: Buffer): Omit<WavSource, 'frames' | 'data'> {
  if (chunk.length < 16) throw new WavFault('bad-header', 'The format of the WAV file is cut short.');
  const tag = chunk.readUInt16LE(0) === EXTENSIBLE ? extensibleTag(chunk) : chunk.readUInt16LE(0);
  const encoding = ENCODINGS[tag];
  if (encoding === undefined) {
    const message = `The WAV file is compressed (format 0x${tag.toString(16)}): save it as PCM, the usual kind.`;
    throw new WavFault('unsupported-format', message);
  }
  const [channels, sampleRate] = [chunk.readUInt16LE(2), chunk.readUInt32LE(4)];
  const [frameBytes, significantBits] = [chunk.readUInt16LE(12), chunk.readUInt16LE(14)];
  if (channels < 1 || channels > MOST_CHANNELS) {
    throw new WavFault('unsupported-channels', `The WAV file has ${channels} channels: 1 to ${MOST_CHANNELS} are accepted.`);
  }
  if (sampleRate < LOWEST_RATE || sampleRate > HIGHEST_RATE) {
    const message = `The WAV file has ${sampleRate} samples a second: ${LOWEST_RATE} to ${HIGHEST_RATE} are accepted.`;
    throw new WavFault('unsupported-rate', message);
  }
  // Samples of 12 or 20 bits are stored in the upper bits of the next whole number of bytes.
  const bits = Math.ceil(significantBits / 8) * 8;
  if (!WIDTHS[encoding].includes(bits)) {
    const accepted = WIDTHS[encoding].join(', ');
    throw new WavFault('unsupported-width', `The WAV file has samples of ${significantBits} bits: ${accepted} are accepted.`);
  }
  if (frameBytes * 8 !== channels * bits) {
    throw new WavFault('bad-header', 'The WAV file contradicts itself: its block size does not fit its channels and bits.');
  }
  return { encoding, sampleRate, channels, bits };
}

function extensibleTag(chunk: Buffer): number {
  if (chunk.length < 40) throw new WavFault('bad-header', 'The format of the WAV file is cut short.');
  if (chunk.toString('hex', 26, 40) !== SUBTYPE_TAIL) {
    throw new WavFault('unsupported-format', 'The WAV file is of a kind that only its own program knows: save it as PCM, the usual kind.');
  }
  return chunk.readUInt16LE(24);
}
