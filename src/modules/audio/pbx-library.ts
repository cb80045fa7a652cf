import { seconds } from '../../core/kernel/time.js';
import type { Clock, Timer } from '../../core/ports/clock.js';
import type { PbxSound, PbxSounds } from '../../core/ports/pbx-sounds.js';

const PBX = 'pbx:';
const RETRY_AFTER = seconds(10);
const FRESH_FOR = seconds(60);
/** What can stand in a media address without meaning something there, and leads nowhere else. Ids are kept up to 100 characters. */
const PLAYABLE_NAME = /^(?!\.)(?!.*(?:\/\.|\/\/))[\w. +/-]{1,96}$/;
/** Ours, which are known by their own ids. */
const OURS = /^guichet(-audio)?\//;

/**
 * The sounds that are on the PBX already, as campaigns may refer to them: `pbx:<name>`. What the PBX said last is kept, so that nobody waits
 * for it; it is asked at the start until it answers, and again when somebody looks a minute later.
 */
export class PbxLibrary {
  private known: ReadonlySet<string> | null = null;
  private askedAt = 0;
  private timer: Timer | null = null;
  private closed = false;

  constructor(
    private readonly sounds: PbxSounds,
    private readonly clock: Clock,
  ) {}

  /** Asks until the PBX has answered once. */
  start(): void {
    this.list().catch(() => {
      // It is away, or starts: readiness tells of it, and later it will answer.
      if (!this.closed) this.timer = this.clock.at(this.clock.now() + RETRY_AFTER, () => this.start());
    });
  }

  close(): void {
    this.closed = true;
    this.timer?.stop();
  }

  /** By name. Rejects with `PbxUnreachable`. */
  async list(): Promise<PbxSound[]> {
    this.askedAt = this.clock.now();
    const sounds = (await this.sounds.list()).filter(({ name }) => PLAYABLE_NAME.test(name) && !OURS.test(name));
    this.known = new Set(sounds.map(({ name }) => name));
    return sounds.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Null when the id is not one of a PBX's sound. As long as the PBX has never answered, every name that can be one is. */
  has(audioId: string): boolean | null {
    if (!audioId.startsWith(PBX)) return null;
    const name = audioId.slice(PBX.length);
    if (this.clock.now() - this.askedAt > FRESH_FOR) this.list().catch(() => undefined);
    return PLAYABLE_NAME.test(name) && !OURS.test(name) && (this.known?.has(name) ?? true);
  }
}
