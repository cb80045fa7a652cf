/** How loud a sound is, told so that somebody can record it better. Levels are in dB below full scale, -120 for silence. */
export interface SoundLevel {
  readonly peakDbfs: number;
  /** Of the parts in which something is heard: pauses do not make a voice quieter. */
  readonly loudnessDbfs: number;
  readonly warnings: readonly SoundWarning[];
}

export interface SoundWarning {
  readonly code: 'silent' | 'too-quiet' | 'clipped' | 'begins-late';
  readonly message: string;
}

const SILENCE_DBFS = -120;
const FRAME_SECONDS = 0.02;
/** Quieter is a pause. */
const HEARD_DBFS = -50;
/** Our own prompts speak at -20; beyond this a caller in the street hears nothing. */
const TOO_QUIET_DBFS = -35;
const FULL_SCALE = 0.9995;
/** So many samples in a row at full scale are no accident: the wave has been cut off. */
const CUT_OFF_SAMPLES = 3;
const CUT_OFF_TIMES = 3;
const LATE_SECONDS = 2;

/** Measures a sound that comes in pieces, full scale being 1. */
export class LevelMeter {
  private peak = 0;
  private atFullScale = 0;
  private cutOff = 0;
  private frameEnergy = 0;
  private frameSamples = 0;
  private frames = 0;
  private firstHeard: number | null = null;
  private heardFrames = 0;
  private heardEnergy = 0;
  private readonly frameLength: number;

  constructor(private readonly sampleRate: number) {
    this.frameLength = Math.max(1, Math.round(sampleRate * FRAME_SECONDS));
  }

  push(samples: Float32Array): void {
    for (const sample of samples) {
      const size = Math.abs(sample);
      if (size > this.peak) this.peak = size;
      this.atFullScale = size >= FULL_SCALE ? this.atFullScale + 1 : 0;
      if (this.atFullScale === CUT_OFF_SAMPLES) this.cutOff += 1;
      this.frameEnergy += sample * sample;
      this.frameSamples += 1;
      if (this.frameSamples === this.frameLength) this.endFrame();
    }
  }

  level(): SoundLevel {
    if (this.frameSamples > 0) this.endFrame();
    const loudnessDbfs = decibels(Math.sqrt(this.heardEnergy / Math.max(1, this.heardFrames)));
    return { peakDbfs: decibels(this.peak), loudnessDbfs, warnings: this.warnings(loudnessDbfs) };
  }

  private endFrame(): void {
    const energy = this.frameEnergy / this.frameSamples;
    if (decibels(Math.sqrt(energy)) > HEARD_DBFS) {
      this.firstHeard ??= this.frames;
      this.heardFrames += 1;
      this.heardEnergy += energy;
    }
    this.frames += 1;
    this.frameEnergy = 0;
    this.frameSamples = 0;
  }

  private warnings(loudnessDbfs: number): SoundWarning[] {
    if (this.firstHeard === null) return [{ code: 'silent', message: 'Callers will hear nothing: the file is silent.' }];
    const found: SoundWarning[] = [];
    if (loudnessDbfs < TOO_QUIET_DBFS) {
      const message = `Callers will hardly hear it: it is at ${loudnessDbfs} dB below full scale, a voice is best near -20.`;
      found.push({ code: 'too-quiet', message: message.replace('at -', 'at ') });
    }
    if (this.peak > 1 || this.cutOff >= CUT_OFF_TIMES) {
      found.push({ code: 'clipped', message: 'Its loudest parts are cut off, which crackles: record it again, more softly.' });
    }
    const silentSeconds = (this.firstHeard * this.frameLength) / this.sampleRate;
    if (silentSeconds > LATE_SECONDS) {
      found.push({ code: 'begins-late', message: `It begins with ${silentSeconds.toFixed(1)} s of silence: a caller may hang up.` });
    }
    return found;
  }
}

/** To a tenth. */
function decibels(amplitude: number): number {
  return amplitude <= 1e-6 ? SILENCE_DBFS : Math.round(200 * Math.log10(amplitude)) / 10;
}
