import { expect, it } from '@jest/globals';

import { wavTone } from '../../../test/support/wav-files.js';
import { LONGEST_SECONDS, telephoneSound } from './telephone-sound.js';
import { WavFault } from './wav-fault.js';

const FILES = 10_000;
const SEED = 20_260_214;
/** Far more than the largest result of these small files. */
const MOST_MEMORY_BYTES = 300 * 1024 * 1024;

/** Numbers from 0 to 1, the same every time (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ORIGINALS = [
  wavTone({ bits: 16, sampleRate: 8_000 }, 700, 0.02),
  wavTone({ bits: 8, sampleRate: 12_000 }, 700, 0.02),
  wavTone({ bits: 24, channels: 2, sampleRate: 48_000, extensible: true, chunks: true }, 700, 0.01),
  wavTone({ encoding: 'float', bits: 32, channels: 3, sampleRate: 16_000, chunks: true }, 700, 0.01),
  wavTone({ encoding: 'float', bits: 64, sampleRate: 8_000 }, 700, 0.01),
];
const TELLING_WORDS = [0, 1, 2, 3, 6, 7, 8, 9, 16, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xfffe, 0xffff];
const HEADER_BYTES = 80;

/** What happens to files on bad disks, in broken programs and in the hands of those who mean harm. */
function mutated(original: Buffer, next: () => number): Buffer {
  const below = (limit: number): number => Math.floor(next() * limit);
  let file = Buffer.from(original);
  for (let times = 1 + below(4); times > 0 && file.length > 4; times -= 1) {
    const at = below(next() < 0.8 ? Math.min(HEADER_BYTES, file.length - 3) : file.length - 3);
    switch (below(6)) {
      case 0:
        file[at] = below(256);
        break;
      case 1:
        file.writeUInt16LE(TELLING_WORDS[below(TELLING_WORDS.length)] ?? 0, at);
        break;
      case 2:
        file.writeUInt32LE(below(2 ** 32), at);
        break;
      case 3:
        file = file.subarray(0, at);
        break;
      case 4:
        file = Buffer.concat([file.subarray(0, at), file.subarray(at + below(20))]);
        break;
      default:
        file = Buffer.concat([file.subarray(0, at), file.subarray(below(at + 1), below(file.length)), file.subarray(at)]);
    }
  }
  return file;
}

it(`each of ${FILES} mutated files is converted or refused with a reason, and none takes more than its share`, () => {
  const next = chance(SEED);
  const outcomes = new Map<string, number>();
  const before = process.memoryUsage().rss;
  for (let index = 0; index < FILES; index += 1) {
    const file = mutated(ORIGINALS[index % ORIGINALS.length] ?? Buffer.alloc(0), next);
    const outcome = outcomeOf(file);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(MOST_MEMORY_BYTES);
  // The files must reach every part of the reader, or they prove nothing.
  for (const outcome of [
    'converted',
    'not-wav',
    'truncated',
    'bad-header',
    'no-sound',
    'unsupported-format',
    'unsupported-rate',
    'bad-samples',
  ]) {
    expect([outcome, outcomes.get(outcome)]).toEqual([outcome, expect.any(Number)]);
  }
});

function outcomeOf(file: Buffer): string {
  try {
    const { durationSeconds, files, peakDbfs, loudnessDbfs } = telephoneSound(file);
    const bytes = Object.values(files).reduce((sum, { length }) => sum + length, 0);
    if (!(durationSeconds <= LONGEST_SECONDS && Number.isFinite(peakDbfs + loudnessDbfs))) throw new Error('an absurd sound');
    // Four kilohertz become 16 at 16 bits, and three more tracks.
    if (bytes > 44 + 32 * file.length) throw new Error(`${file.length} bytes became ${bytes}`);
    return 'converted';
  } catch (error) {
    if (error instanceof WavFault) return error.code;
    throw error;
  }
}
