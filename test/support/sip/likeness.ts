import { SAMPLE_RATE } from './tone-analysis.js';

/** Of the sound that is looked for: its loudest part, so that silence around it says nothing. */
const JUDGED = 0.3 * SAMPLE_RATE;
const HOP = JUDGED / 4;

export interface Likeness {
  /** 1: the very samples, however loud; speech of other words stays below a half. */
  readonly likeness: number;
  /** Where in what was heard, in ms. */
  readonly fromMs: number;
}

/** Where `heard` is most like the loudest third of a second of `sound`: tells one recording of speech from every other. */
export function mostLike(heard: Int16Array, sound: Int16Array): Likeness {
  const wanted = loudestPart(sound);
  const wantedEnergy = energyOf(wanted, 0, wanted.length);
  let best: Likeness = { likeness: 0, fromMs: 0 };
  let energy = energyOf(heard, 0, Math.min(wanted.length, heard.length));
  for (let from = 0; from + wanted.length <= heard.length; from += 1) {
    let product = 0;
    for (let index = 0; index < wanted.length; index += 1) product += (heard[from + index] ?? 0) * (wanted[index] ?? 0);
    const likeness = energy === 0 ? 0 : product / Math.sqrt(energy * wantedEnergy);
    if (likeness > best.likeness) best = { likeness, fromMs: (from * 1_000) / SAMPLE_RATE };
    energy += (heard[from + wanted.length] ?? 0) ** 2 - (heard[from] ?? 0) ** 2;
  }
  return best;
}

function loudestPart(sound: Int16Array): Int16Array {
  let best = 0;
  let most = -1;
  for (let from = 0; from + JUDGED <= sound.length || from === 0; from += HOP) {
    const energy = energyOf(sound, from, from + JUDGED);
    if (energy > most) [best, most] = [from, energy];
  }
  return sound.subarray(best, best + JUDGED);
}

function energyOf(pcm: Int16Array, from: number, to: number): number {
  let energy = 0;
  for (const sample of pcm.subarray(from, to)) energy += sample * sample;
  return energy;
}
