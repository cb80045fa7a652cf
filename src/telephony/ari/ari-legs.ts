import { brandId, type LegId } from '../../core/kernel/ids.js';
import type { LegCensus, Sound } from '../../core/ports/telephony.js';

/** Music that a leg is to hear whenever nothing else plays on it. */
export interface LegMusic {
  /** Null: the PBX's default music. */
  readonly sound: Sound | null;
  /** When the sound last began, by the PBX's clock. */
  startedAt: number;
}

/** What the adapter remembers of a leg between its first event and its last. */
export interface AriLeg {
  readonly id: LegId;
  readonly channel: string;
  readonly direction: LegCensus['direction'];
  answered: boolean;
  ringingTold: boolean;
  /** We hung up before it was answered. */
  cancelled: boolean;
  /** Our request to dial has no answer yet, so the PBX need not know it. */
  dialling: boolean;
  /** Ids of playbacks asked for and not ended. */
  readonly playbacks: Set<string>;
  /** `unknown`: it was on the PBX before we were. */
  music: LegMusic | 'unknown' | null;
}

/**
 * The legs that are alive as far as was told, by channel. A leg that is not here has been told gone, or was never ours: whatever arrives
 * for it is late, so each end is told once.
 */
export class AriLegs {
  private readonly byChannel = new Map<string, AriLeg>();

  constructor(private readonly node: string) {}

  idOf(channel: string): LegId {
    return brandId<LegId>(`${this.node}:${channel}`);
  }

  get(channel: string): AriLeg | undefined {
    return this.byChannel.get(channel);
  }

  all(): readonly AriLeg[] {
    return [...this.byChannel.values()];
  }

  add(channel: string, direction: AriLeg['direction'], state: Partial<Pick<AriLeg, 'answered' | 'dialling' | 'music'>> = {}): AriLeg {
    const leg: AriLeg = {
      id: this.idOf(channel),
      channel,
      direction,
      answered: false,
      ringingTold: false,
      cancelled: false,
      dialling: false,
      playbacks: new Set(),
      music: null,
      ...state,
    };
    this.byChannel.set(channel, leg);
    return leg;
  }

  remove(leg: AriLeg): void {
    if (this.byChannel.get(leg.channel) === leg) this.byChannel.delete(leg.channel);
  }
}
