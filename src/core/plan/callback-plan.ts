import type { Sound } from '../ports/telephony.js';
import type { WeeklyHours } from '../schedule/weekly-hours.js';

/** How callers ask to be called back, and how that is done. */
export interface CallbackPlan {
  /** Offers the calling number (1) or another (2). */
  readonly prompt: Sound;
  /** What customers hear on answering who are dialled first, before the music. */
  readonly greeting: Sound;
  readonly maxAttempts: number;
  readonly retryAfterSeconds: number;
  readonly expiresAfterHours: number;
  /** The customer is dialled when an agent has taken the callback, or the agent's phone rings when the customer has answered. */
  readonly dialFirst: 'agent' | 'customer';
  /** What becomes of callers whom a crash of the PBX took. */
  readonly recoverLost: 'off' | 'propose' | 'automatic';
  /** How late an agent may plan a callback. */
  readonly deadline: {
    /** After the call. */
    readonly relativeHours: number | null;
    /** The last day, `YYYY-MM-DD`, where the campaign is. */
    readonly date: string | null;
  };
  /** When customers may be called; null: whenever the campaign is open. */
  readonly hours: WeeklyHours | null;
}
