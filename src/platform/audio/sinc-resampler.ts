/** Half the transition band on each side of it, as a part of the lower sample rate: 3.5 kHz pass and 4 kHz are gone at 8 kHz. */
const CUTOFF = 15 / 32;
const TRANSITION = 1 / 16;
const STOP_BAND_DB = 80;
/** Rates in a ratio of small numbers have so few positions between two samples that each has a filter of its own. */
const MOST_EXACT_PHASES = 640;
/** Else the filter is interpolated between this many positions: the error stays below that of 16 bits. */
const INTERPOLATED_PHASES = 512;

/**
 * Changes the sample rate of a sound that comes in pieces: band-limited interpolation with a Kaiser-windowed sinc, so that nothing above
 * half the new rate folds back as a whistle. Output n is the sound at n / `to` seconds, as many as the input has time for.
 * Sources: J. O. Smith, "Digital Audio Resampling" (ccrma.stanford.edu/~jos/resample); the window's shape and length after J. F. Kaiser, in
 * Oppenheim and Schafer, "Discrete-Time Signal Processing", 7.6.
 */
export class SincResampler {
  private readonly half: number;
  /** Made when they are first needed: a short sound at an odd rate needs few of them. */
  private readonly phases: (Float32Array | undefined)[] = [];
  private readonly phaseCount: number;
  private readonly cutoff: number;
  private readonly exact: boolean;
  private readonly from: number;
  private readonly to: number;
  /** Input still needed; the first of it is the sample number `first`. Before the beginning there is silence. */
  private kept: Float32Array;
  private first: number;
  private received = 0;
  private made = 0;

  constructor(from: number, to: number) {
    const divisor = greatestCommonDivisor(from, to);
    this.from = from / divisor;
    this.to = to / divisor;
    const lower = Math.min(1, to / from);
    const lobes = (STOP_BAND_DB - 8) / (2.285 * 2 * Math.PI * TRANSITION * lower);
    this.half = Math.ceil(lobes / 2) + 1;
    this.exact = this.to <= MOST_EXACT_PHASES;
    this.phaseCount = this.exact ? this.to : INTERPOLATED_PHASES;
    this.cutoff = CUTOFF * lower;
    this.kept = new Float32Array(this.half);
    this.first = -this.half;
  }

  /** What can be told of the output with these further samples. */
  push(samples: Float32Array): Float32Array {
    const kept = new Float32Array(this.kept.length + samples.length);
    kept.set(this.kept);
    kept.set(samples, this.kept.length);
    this.kept = kept;
    this.received += samples.length;
    return this.produce(this.received - this.half);
  }

  /** The rest of the output: the sound is over. */
  end(): Float32Array {
    const { received } = this;
    const rest = this.push(new Float32Array(this.half + 1));
    this.received = received;
    const wanted = Math.ceil((received * this.to) / this.from) - this.made + rest.length;
    return rest.subarray(0, Math.max(0, wanted));
  }

  /** Every output whose place lies before the input sample `until`. */
  private produce(until: number): Float32Array {
    const count = Math.max(0, Math.ceil((until * this.to) / this.from) - this.made);
    const output = new Float32Array(count);
    for (let index = 0; index < count; index += 1) output[index] = this.sampleAt((this.made + index) * this.from);
    this.made += count;
    const needed = Math.floor((this.made * this.from) / this.to) - this.half + 1;
    const dropped = Math.min(Math.max(0, needed - this.first), this.kept.length);
    this.kept = this.kept.slice(dropped);
    this.first += dropped;
    return output;
  }

  /** `place` is in steps of which an input sample has `to`. */
  private sampleAt(place: number): number {
    const before = Math.floor(place / this.to);
    const fraction = (place - before * this.to) / this.to;
    const start = before - this.half + 1 - this.first;
    if (this.exact) return convolved(this.kept, start, this.filter(place - before * this.to));
    const position = fraction * INTERPOLATED_PHASES;
    const phase = Math.floor(position);
    const [left, right] = [convolved(this.kept, start, this.filter(phase)), convolved(this.kept, start, this.filter(phase + 1))];
    return left + (right - left) * (position - phase);
  }

  private filter(phase: number): Float32Array {
    return (this.phases[phase] ??= filterAt(phase / this.phaseCount, this.half, this.cutoff));
  }
}

/** Two sums side by side: one alone would wait for itself at every sample. `filter` has an even number of weights. */
function convolved(samples: Float32Array, start: number, filter: Float32Array): number {
  let [even, odd] = [0, 0];
  for (let tap = 0; tap < filter.length; tap += 2) {
    even += (filter[tap] ?? 0) * (samples[start + tap] ?? 0);
    odd += (filter[tap + 1] ?? 0) * (samples[start + tap + 1] ?? 0);
  }
  return even + odd;
}

/** Weights of the `2 * half` samples around a place that lies `fraction` of a sample after the middle one; together they weigh one. */
function filterAt(fraction: number, half: number, cutoff: number): Float32Array {
  const shape = 0.1102 * (STOP_BAND_DB - 8.7);
  const middle = bessel(shape);
  const taps = Float64Array.from({ length: 2 * half }, (_, tap) => {
    const x = tap - half + 1 - fraction;
    const within = 1 - (x / half) ** 2;
    if (within <= 0) return 0;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    return (sinc * bessel(shape * Math.sqrt(within))) / middle;
  });
  const weight = taps.reduce((sum, tap) => sum + tap, 0);
  return Float32Array.from(taps, (tap) => tap / weight);
}

/** The modified Bessel function of the first kind and order zero, by its power series. */
function bessel(x: number): number {
  let sum = 1;
  for (let term = 1, n = 1; term > sum * 1e-9; n += 1) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
