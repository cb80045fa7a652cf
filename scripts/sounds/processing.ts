import type { Sound } from '../../src/platform/audio/wav.js';

const TELEPHONE_RATE = 8000;
/** Active speech at -20 dBFS leaves 17 dB for its peaks and is as loud as a person on the line. */
const SPEECH_RMS = 32_768 * 10 ** (-20 / 20);
const PEAK = 32_768 * 10 ** (-2 / 20);
// A whispered consonant, as the s of "six", is 40 dB below the vowel: cutting higher than this would cut it off.
const SILENCE_RMS = 32_768 * 10 ** (-66 / 20);
const ACTIVE_RMS = 32_768 * 10 ** (-45 / 20);
const FRAME_SECONDS = 0.01;
const PAD_SECONDS = 0.08;

/** The same words for a telephone line: 8 kHz, silence trimmed to a breath, all prompts equally loud. */
export function forTelephone(sound: Sound): Sound {
  return levelled(trimmed(halvedRate(sound)));
}

/** A pure tone with soft edges, which do not click. */
export function tone(frequency: number, seconds: number): Sound {
  const samples = new Int16Array(Math.round(seconds * TELEPHONE_RATE));
  const edge = 0.01 * TELEPHONE_RATE;
  for (let n = 0; n < samples.length; n += 1) {
    const envelope = Math.min(1, n / edge, (samples.length - 1 - n) / edge);
    samples[n] = Math.round(SPEECH_RMS * Math.SQRT2 * envelope * Math.sin((2 * Math.PI * frequency * n) / TELEPHONE_RATE));
  }
  return { sampleRate: TELEPHONE_RATE, samples };
}

/** Every second sample of 16 kHz sound after a low-pass at 3.6 kHz: what lies above 4 kHz would fold back as a hiss. */
function halvedRate({ sampleRate, samples }: Sound): Sound {
  if (sampleRate !== 2 * TELEPHONE_RATE) throw new Error(`Need sound at 16 kHz, got ${String(sampleRate)} Hz.`);
  const taps = lowPass(3600 / sampleRate, 161);
  const middle = (taps.length - 1) / 2;
  const halved = Int16Array.from({ length: Math.floor(samples.length / 2) }, (_, n) => {
    let sum = 0;
    taps.forEach((tap, k) => (sum += tap * (samples[2 * n + k - middle] ?? 0)));
    return clipped(sum);
  });
  return { sampleRate: TELEPHONE_RATE, samples: halved };
}

/** A windowed-sinc low-pass (Blackman, 74 dB down in the stop band); `cutoff` is a fraction of the sample rate. */
function lowPass(cutoff: number, length: number): Float64Array {
  const middle = (length - 1) / 2;
  const taps = Float64Array.from({ length }, (_, n) => {
    const x = n - middle;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    const phase = (2 * Math.PI * n) / (length - 1);
    return sinc * (0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase));
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}

function trimmed({ sampleRate, samples }: Sound): Sound {
  const frame = sampleRate * FRAME_SECONDS;
  const levels = frameLevels(samples, frame);
  const first = levels.findIndex((level) => level > SILENCE_RMS);
  const last = levels.findLastIndex((level) => level > SILENCE_RMS);
  if (first < 0) throw new Error('The voice said nothing.');
  const pad = sampleRate * PAD_SECONDS;
  return { sampleRate, samples: samples.slice(Math.max(0, first * frame - pad), (last + 1) * frame + pad) };
}

function levelled({ sampleRate, samples }: Sound): Sound {
  const active = frameLevels(samples, sampleRate * FRAME_SECONDS).filter((level) => level > ACTIVE_RMS);
  const rms = Math.sqrt(active.reduce((sum, level) => sum + level * level, 0) / active.length);
  const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 1);
  const gain = Math.min(SPEECH_RMS / rms, PEAK / peak);
  return { sampleRate, samples: samples.map((sample) => clipped(sample * gain)) };
}

function frameLevels(samples: Int16Array, frame: number): number[] {
  return Array.from({ length: Math.floor(samples.length / frame) }, (_, index) => {
    const part = samples.subarray(index * frame, (index + 1) * frame);
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
  });
}

function clipped(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value)));
}
