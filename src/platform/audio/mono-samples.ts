import { fromAlaw, fromUlaw } from './g711.js';
import { WavFault } from './wav-fault.js';
import type { WavSource } from './wav-source.js';

type ReadSample = (data: Buffer, at: number) => number;

const ALAW = Float32Array.from({ length: 256 }, (_, byte) => fromAlaw(byte) / 32_768);
const ULAW = Float32Array.from({ length: 256 }, (_, byte) => fromUlaw(byte) / 32_768);

/** By encoding and bits; full scale is 1. Eight bits are stored from 0 to 255, more of them with a sign. */
const READERS: Readonly<Record<string, ReadSample>> = {
  'pcm 8': (data, at) => ((data[at] ?? 128) - 128) / 128,
  'pcm 16': (data, at) => data.readInt16LE(at) / 32_768,
  'pcm 24': (data, at) => data.readIntLE(at, 3) / 8_388_608,
  'pcm 32': (data, at) => data.readInt32LE(at) / 2_147_483_648,
  'float 32': (data, at) => data.readFloatLE(at),
  'float 64': (data, at) => data.readDoubleLE(at),
  'a-law 8': (data, at) => ALAW[data[at] ?? 0] ?? 0,
  'u-law 8': (data, at) => ULAW[data[at] ?? 0] ?? 0,
};

/** Beyond this a floating-point file is not loud but broken: one more sum of such samples and nothing is a number any more. */
const ABSURD = 1e6;

/** The frames from `first` on, at the most `count`, every channel an equal part of each. Throws `WavFault` on what is not a number. */
export function monoSamples(source: WavSource, first: number, count: number): Float32Array {
  const { encoding, bits, channels, frames, data } = source;
  const read = READERS[`${encoding} ${bits}`];
  if (read === undefined) throw new Error(`no reader for ${encoding} of ${bits} bits`);
  const bytes = bits / 8;
  const samples = new Float32Array(Math.min(count, frames - first));
  for (let index = 0; index < samples.length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += read(data, ((first + index) * channels + channel) * bytes);
    // The comparison is false for what is not a number.
    if (!(Math.abs(sum) < ABSURD)) throw new WavFault('bad-samples', 'The WAV file holds samples that are not numbers.');
    samples[index] = sum / channels;
  }
  return samples;
}
