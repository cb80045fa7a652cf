import type { PlaybackId } from '../../../src/core/kernel/ids.js';
import type { Instant } from '../../../src/core/kernel/time.js';
import type { Clock, Timer } from '../../../src/core/ports/clock.js';
import type { PlaybackEnd, RingTone, Sound } from '../../../src/core/ports/telephony.js';

/** A stretch of what somebody heard: a sound by its name, `music`, `music:<sound>`, `ring-tone`, `beep`, or `conversation`. */
export interface Heard {
  readonly what: string;
  readonly from: Instant;
  /** Null while it is still to be heard. */
  to: Instant | null;
  /** Cut before its natural end. Music and conversations have none, so theirs is always false. */
  interrupted: boolean;
}

/** The sounds that exist on a fake PBX and how long they last. */
export class FakeSounds {
  /** Milliseconds by builtin name or audio id; what is not listed lasts `otherwiseMs`. */
  readonly lasting = new Map<string, number>();
  readonly missing = new Set<string>();
  otherwiseMs = 3_000;

  durationMs(name: string): number {
    return this.lasting.get(name) ?? this.otherwiseMs;
  }
}

export function soundName(sound: Sound): string {
  if (sound.kind === 'voicemail') return sound.voicemailId;
  if (sound.kind === 'speech') return sound.speechId;
  return sound.kind === 'upload' ? sound.audioId : sound.name;
}

interface Playback {
  readonly id: PlaybackId;
  readonly sounds: readonly Sound[];
}

/**
 * What sounds on one leg or in one bridge: playbacks one after another, and under them the conversation or else the music, which a
 * playback interrupts and which goes on afterwards.
 */
export class FakeAudio {
  private readonly queue: Playback[] = [];
  private playing: { readonly playback: Playback; timer: Timer | null; entries: Heard[]; incomplete: boolean } | null = null;
  private music: string | null = null;
  private conversing = false;
  /** Nothing begins to play: the leg is being recorded. */
  private hushed = false;
  private background: Heard | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly sounds: FakeSounds,
    /** Where to note what is heard: one list for a leg, the lists of all inside for a bridge. */
    private readonly ears: () => readonly Heard[][],
    private readonly ended: (playback: PlaybackId, end: PlaybackEnd) => void,
  ) {}

  get playbacks(): readonly PlaybackId[] {
    return [...(this.playing === null ? [] : [this.playing.playback.id]), ...this.queue.map((playback) => playback.id)];
  }

  play(id: PlaybackId, sounds: readonly Sound[]): void {
    this.queue.push({ id, sounds });
    if (this.playing === null && !this.hushed) this.playNext();
  }

  stop(id: PlaybackId): void {
    if (this.playing?.playback.id === id) {
      this.cut();
      this.ended(id, 'stopped');
      this.playNext();
      return;
    }
    const index = this.queue.findIndex((playback) => playback.id === id);
    if (index < 0) return;
    this.queue.splice(index, 1);
    this.ended(id, 'stopped');
  }

  startMusic(sound: Sound | RingTone | null): void {
    if (sound?.kind === 'ring-tone') this.music = 'ring-tone';
    // What cannot be played as music must not leave the caller in silence.
    else this.music = sound === null || this.sounds.missing.has(soundName(sound)) ? 'music' : `music:${soundName(sound)}`;
    this.refreshBackground();
  }

  stopMusic(): void {
    this.music = null;
    this.refreshBackground();
  }

  stopPlaybacks(): void {
    for (const id of this.playbacks) this.stop(id);
  }

  /** In a bridge, with somebody or alone: music and playbacks of before are over. */
  enterBridge(): void {
    this.music = null;
    this.stopPlaybacks();
  }

  /** Silence from now on: what plays is over, and what is asked for waits. */
  hush(): void {
    this.hushed = true;
    this.music = null;
    this.stopPlaybacks();
    this.refreshBackground();
  }

  speakUp(): void {
    this.hushed = false;
    if (this.playing === null) this.playNext();
  }

  converse(conversing: boolean): void {
    this.conversing = conversing;
    this.refreshBackground();
  }

  /** The leg or bridge ended: silence, and no `playback-ended`. */
  end(): void {
    this.queue.length = 0;
    this.cut();
    this.music = null;
    this.conversing = false;
    this.refreshBackground();
  }

  private playNext(): void {
    const playback = this.hushed ? undefined : this.queue.shift();
    if (playback === undefined) {
      this.refreshBackground();
      return;
    }
    this.playing = { playback, timer: null, entries: [], incomplete: false };
    this.refreshBackground();
    this.playSound(0);
  }

  private playSound(index: number): void {
    const { playing } = this;
    if (playing === null) return;
    const sound = playing.playback.sounds[index];
    if (sound === undefined) {
      this.playing = null;
      this.ended(playing.playback.id, playing.incomplete ? 'unplayable' : 'played');
      this.playNext();
      return;
    }
    if (this.sounds.missing.has(soundName(sound))) {
      // The others are played all the same.
      playing.incomplete = true;
      this.playSound(index + 1);
      return;
    }
    const from = this.clock.now();
    playing.entries = this.ears().map((ear) => {
      const entry: Heard = { what: soundName(sound), from, to: null, interrupted: false };
      ear.push(entry);
      return entry;
    });
    playing.timer = this.clock.at(from + this.sounds.durationMs(soundName(sound)), () => {
      for (const entry of playing.entries) entry.to ??= this.clock.now();
      this.playSound(index + 1);
    });
  }

  private cut(): void {
    if (this.playing === null) return;
    this.playing.timer?.stop();
    for (const entry of this.playing.entries) {
      if (entry.to !== null) continue;
      entry.to = this.clock.now();
      entry.interrupted = true;
    }
    this.playing = null;
  }

  private refreshBackground(): void {
    const what = this.playing !== null || this.hushed ? null : this.conversing ? 'conversation' : this.music;
    if (this.background?.what === what) return;
    if (this.background !== null) this.background.to = this.clock.now();
    this.background = what === null ? null : { what, from: this.clock.now(), to: null, interrupted: false };
    if (this.background !== null) for (const ear of this.ears()) ear.push(this.background);
  }
}
