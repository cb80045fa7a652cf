import { brandId, localIdOf, type LegId } from '../../core/kernel/ids.js';
import type { Census, LegCensus, RingTone, Sound } from '../../core/ports/telephony.js';

/** Music that a leg is to hear whenever nothing else plays on it. */
export interface LegMusic {
  /** Null: the PBX's default music. */
  readonly sound: Sound | RingTone | null;
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
  /** Whom the phone wants called instead, as it answered with a redirection (SIP 302). */
  forwardsTo: string | null;
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
      forwardsTo: null,
      dialling: false,
      playbacks: new Set(),
      music: null,
      ...state,
    };
    this.byChannel.set(channel, leg);
    return leg;
  }

  /** Takes over the legs of a census; those of `before` that are not in it are forgotten, and returned. */
  adopt(census: Census, before: ReadonlySet<AriLeg>): readonly AriLeg[] {
    const listed = new Set(census.legs.map(({ leg }) => localIdOf(leg)));
    const missing = [...before].filter((leg) => !listed.has(leg.channel));
    for (const leg of missing) this.remove(leg);
    for (const { leg, direction, answered } of census.legs) {
      const known = this.get(localIdOf(leg)) ?? this.add(localIdOf(leg), direction, { music: 'unknown' });
      known.answered ||= answered;
    }
    return missing;
  }

  remove(leg: AriLeg): void {
    if (this.byChannel.get(leg.channel) === leg) this.byChannel.delete(leg.channel);
  }
}
