import { encodeG711 } from './g711.js';
import type { Codec } from './sdp.js';
import { SAMPLE_RATE } from './tone-analysis.js';

/** A stretch of a sound made of tones; `hz` 0 is silence. Frequencies are whole numbers. */
export interface Tone {
  readonly hz: number;
  readonly ms: number;
}

/** What a call sends: nothing to be heard, one tone without end, or a sequence played once (then silence) or over and over. */
export type Sound = 'silence' | { readonly hz: number } | { readonly tones: readonly Tone[]; readonly repeat?: boolean };

/** A quarter of full scale, -12 dBFS: loud, with room for two of them to be mixed. */
const AMPLITUDE = 8_000;

/** Linear samples of a sequence of tones, each starting at phase 0. */
export function tonePcm(tones: readonly Tone[]): Int16Array {
  const parts = tones.map(({ hz, ms }) =>
    Int16Array.from({ length: Math.round((ms * SAMPLE_RATE) / 1000) }, (_, n) =>
      Math.round(AMPLITUDE * Math.sin((2 * Math.PI * hz * n) / SAMPLE_RATE)),
    ),
  );
  const pcm = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    pcm.set(part, offset);
    offset += part.length;
  }
  return pcm;
}

/** One second of a whole number of hertz repeats exactly, so an endless tone is a loop over it; shared by all calls. */
const encodedSounds = new Map<string, Uint8Array>();

function encoded(codec: Codec, tones: readonly Tone[]): Uint8Array {
  const key = `${codec} ${JSON.stringify(tones)}`;
  const known = encodedSounds.get(key) ?? encodeG711(codec, tonePcm(tones));
  encodedSounds.set(key, known);
  return known;
}

/** A sound as a stream of encoded samples, taken as many at a time as a packet needs. */
export class SoundStream {
  private readonly samples: Uint8Array;
  private readonly loops: boolean;
  private readonly silent: number;
  private position = 0;

  constructor(sound: Sound, codec: Codec) {
    this.silent = codec === 'PCMU' ? 0xff : 0xd5;
    if (sound === 'silence') [this.samples, this.loops] = [new Uint8Array(0), false];
    else if ('tones' in sound) [this.samples, this.loops] = [encoded(codec, sound.tones), sound.repeat ?? false];
    else [this.samples, this.loops] = [encoded(codec, [{ hz: sound.hz, ms: 1000 }]), true];
  }

  /** Whether the sequence was played to its end. Never, for silence and for what repeats. */
  get finished(): boolean {
    return !this.loops && this.samples.length > 0 && this.position >= this.samples.length;
  }

  take(count: number): Uint8Array {
    const packet = new Uint8Array(count).fill(this.silent);
    for (let filled = 0; filled < count;) {
      if (this.position >= this.samples.length) {
        if (!this.loops || this.samples.length === 0) break;
        this.position = 0;
      }
      const piece = this.samples.subarray(this.position, this.position + count - filled);
      packet.set(piece, filled);
      filled += piece.length;
      this.position += piece.length;
    }
    return packet;
  }
}
