/** All audio of the harness: telephone narrow band, 16-bit linear samples. */
export const SAMPLE_RATE = 8_000;

/** Below this a stretch counts as silent: G.711's quantisation noise and comfort noise stay under it, any prompt is far above. */
const SILENCE_RMS = 100;
/** Part of the energy that one sine must hold for a stretch to be called a tone. */
const PURITY = 0.7;

/** Root mean square of the samples, 0 to 32767. */
export function loudness(pcm: Int16Array): number {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  return pcm.length === 0 ? 0 : Math.sqrt(sum / pcm.length);
}

export function isSilent(pcm: Int16Array): boolean {
  return loudness(pcm) < SILENCE_RMS;
}

/**
 * Part (0 to 1) of the energy of `pcm` that lies at `hz`, by the Goertzel algorithm. A pure tone gives about 1, one of two equal
 * voices 0.5. The band is as wide as 8000 / samples: 100 ms tell 20 Hz apart.
 */
export function shareOfTone(pcm: Int16Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE);
  let previous = 0;
  let beforeThat = 0;
  let energy = 0;
  for (const sample of pcm) {
    const current = sample + coefficient * previous - beforeThat;
    beforeThat = previous;
    previous = current;
    energy += sample * sample;
  }
  if (energy === 0) return 0;
  const power = previous * previous + beforeThat * beforeThat - coefficient * previous * beforeThat;
  return Math.min(1, (2 * power) / (energy * pcm.length));
}

/** Frequency of the one tone that `pcm` is made of, to about 2 Hz over 50 ms; `undefined` for silence, speech, music or a mixture. */
export function soleTone(pcm: Int16Array): number | undefined {
  if (pcm.length < 160 || isSilent(pcm)) return undefined;
  const coarse = strongest(pcm, 100, 3_800, 20);
  const fine = strongest(pcm, coarse - 20, coarse + 20, 4);
  const hz = strongest(pcm, fine - 4, fine + 4, 1);
  return shareOfTone(pcm, hz) >= PURITY ? hz : undefined;
}

function strongest(pcm: Int16Array, from: number, to: number, step: number): number {
  let best = from;
  let most = -1;
  for (let hz = from; hz <= to; hz += step) {
    const share = shareOfTone(pcm, hz);
    if (share > most) [best, most] = [hz, share];
  }
  return best;
}

/** A stretch of audio in which one tone sounded. `from` and `to` in ms, on the clock of whoever recorded it. */
export interface ToneStretch {
  readonly hz: number;
  readonly from: number;
  readonly to: number;
}

const WINDOW = 400;
const HOP = 160;
/** Two windows this close in frequency belong to the same tone. */
const SAME_TONE_HZ = 12;

/**
 * The tones of a recording in order, each at least `minMs` long. `at` gives the time of a sample, so that a recording with gaps keeps its
 * true times; without it the first sample is 0.
 */
export function toneSequence(
  pcm: Int16Array,
  { minMs = 60, at = (sample) => (sample * 1000) / SAMPLE_RATE }: { minMs?: number; at?: (sample: number) => number } = {},
): ToneStretch[] {
  const stretches: { hz: number; first: number; last: number }[] = [];
  for (let start = 0; start + WINDOW <= pcm.length; start += HOP) {
    const hz = soleTone(pcm.subarray(start, start + WINDOW));
    if (hz === undefined) continue;
    const open = stretches.at(-1);
    // A window that straddles two tones is none; a hole of three windows in the same tone is a jump in phase, not a pause.
    if (open && Math.abs(open.hz - hz) <= SAME_TONE_HZ && start - open.last <= 3 * HOP) open.last = start;
    else stretches.push({ hz, first: start, last: start });
  }
  return stretches
    .map(({ hz, first, last }) => ({ hz, from: at(first), to: at(last + WINDOW - 1) }))
    .filter(({ from, to }) => to - from >= minMs);
}

/**
 * The name of the known sequence that was heard, in full and in order, first to last; `undefined` when none was. When several fit, the one
 * with the most tones: "1, 2, 3" is not taken for "1, 2".
 */
export function recogniseSequence<Name extends string>(
  heard: readonly { readonly hz: number }[],
  known: Readonly<Record<Name, readonly { readonly hz: number }[]>>,
  toleranceHz = 15,
): Name | undefined {
  const names = (Object.keys(known) as Name[]).sort((a, b) => known[b].length - known[a].length);
  return names.find((name) => {
    const wanted = known[name];
    return heard.some((_, start) => wanted.every(({ hz }, index) => Math.abs((heard[start + index]?.hz ?? Infinity) - hz) <= toleranceHz));
  });
}
