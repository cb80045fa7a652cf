import type { BridgeId, LegId } from '../../../src/core/kernel/ids.js';
import type { Instant } from '../../../src/core/kernel/time.js';
import type { Timer } from '../../../src/core/ports/clock.js';
import type { LegCensus, LegEnd, Party, Tapping } from '../../../src/core/ports/telephony.js';
import type { FakeAudio, Heard } from './fake-audio.js';

/** One telephone line on the fake PBX, as the PBX itself knows it. */
export interface FakeLeg {
  readonly id: LegId;
  readonly direction: LegCensus['direction'];
  readonly dialled: string;
  readonly caller: Party;
  readonly arrivedAt: Instant;
  readonly heard: Heard[];
  readonly audio: FakeAudio;
  /** Of a tap: whom it overhears, and how. */
  readonly overhears: ({ readonly leg: LegId } & Tapping) | null;
  answered: boolean;
  /** The far end hears that it rings. */
  ringing: boolean;
  /** Whether somebody can be heard saying something. */
  speaks: boolean;
  saved: string | null;
  language: string;
  bridge: BridgeId | null;
  ended: LegEnd | null;
  /** What its script still has in store; stopped when it ends. */
  readonly timers: Timer[];
  /** Tells whoever is at the other end: the caller or the phone. */
  readonly onEnd: (end: LegEnd) => void;
}

export interface FakeBridge {
  readonly id: BridgeId;
  readonly legs: Set<FakeLeg>;
  readonly audio: FakeAudio;
}
