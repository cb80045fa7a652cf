import { toAlaw, toUlaw } from './g711.js';
import { monoSamples } from './mono-samples.js';
import { SincResampler } from './sinc-resampler.js';
import { LevelMeter, type SoundLevel } from './sound-level.js';
import { WavFault } from './wav-fault.js';
import { openWav, type WavEncoding } from './wav-source.js';
import { to16Bits, writeWav } from './wav.js';

/** A sound as the PBX plays it to any caller without transcoding, with what is worth knowing about the file it was made of. */
export interface TelephoneSound extends SoundLevel {
  /** Of the file, to a hundredth. */
  readonly durationSeconds: number;
  readonly source: { readonly encoding: WavEncoding; readonly sampleRate: number; readonly bits: number; readonly channels: number };
  /** By file extension: `wav`, `ulaw` and `alaw` at 8 kHz; `sln16` for wide-band callers, when the file holds more than 8 kHz can. */
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
}

export const LONGEST_SECONDS = 30 * 60;
export const NARROW_BAND = 8_000;
const WIDE_BAND = 16_000;
/** Bounds the memory beside the file and its results. */
const PIECE_FRAMES = 32_768;

/**
 * The sound in a WAV file, made ready for telephones: channels mixed, sample rate changed without aliasing, rounded to 16 bits and clipped.
 * Throws `WavFault` when it cannot be. It may take seconds: call it where nobody waits, see `Conversions`.
 */
export function telephoneSound(file: Buffer): TelephoneSound {
  const wav = openWav(file);
  const { encoding, sampleRate, bits, channels, frames } = wav;
  if (frames / sampleRate > LONGEST_SECONDS) {
    const message = `The sound lasts ${Math.ceil(frames / sampleRate / 60)} minutes: at the most ${LONGEST_SECONDS / 60} are accepted.`;
    throw new WavFault('too-long', message);
  }
  const meter = new LevelMeter(sampleRate);
  const narrow = new Track(sampleRate, NARROW_BAND, frames);
  const wide = sampleRate > NARROW_BAND ? new Track(sampleRate, WIDE_BAND, frames) : null;
  for (let first = 0; first < frames; first += PIECE_FRAMES) {
    const piece = monoSamples(wav, first, PIECE_FRAMES);
    meter.push(piece);
    narrow.push(piece);
    wide?.push(piece);
  }
  const samples = narrow.end();
  return {
    durationSeconds: Math.round((frames / sampleRate) * 100) / 100,
    source: { encoding, sampleRate, bits, channels },
    ...meter.level(),
    files: {
      wav: new Uint8Array(writeWav({ sampleRate: NARROW_BAND, samples })),
      ulaw: toUlaw(samples),
      alaw: toAlaw(samples),
      ...(wide === null ? {} : { sln16: littleEndian(wide.end()) }),
    },
  };
}

/** The whole sound at one rate, in 16 bits. */
class Track {
  private readonly resampler: SincResampler | null;
  private readonly samples: Int16Array;
  private length = 0;

  constructor(from: number, to: number, frames: number) {
    this.resampler = from === to ? null : new SincResampler(from, to);
    this.samples = new Int16Array(Math.ceil((frames * to) / from));
  }

  push(piece: Float32Array): void {
    this.keep(this.resampler?.push(piece) ?? piece);
  }

  end(): Int16Array {
    if (this.resampler !== null) this.keep(this.resampler.end());
    return this.samples.subarray(0, this.length);
  }

  private keep(samples: Float32Array): void {
    for (const sample of samples) this.samples[this.length++] = to16Bits(sample);
  }
}

function littleEndian(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  samples.forEach((sample, index) => view.setInt16(index * 2, sample, true));
  return bytes;
}
