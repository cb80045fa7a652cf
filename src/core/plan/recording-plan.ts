import type { Sound } from '../ports/telephony.js';

/** Which conversations are recorded, and for how long they are kept. */
export interface RecordingPlan {
  readonly mode: 'none' | 'all' | 'dispositions';
  /** Of `dispositions`: recorded is every conversation, kept are those that were given one of these. */
  readonly dispositionCodes: readonly string[];
  /** From the end of the recording; null: for ever. */
  readonly retentionDays: number | null;
  /** Heard by the caller before the line; null: none. */
  readonly consent: Sound | null;
}

/** The plan of a campaign that records nothing. */
export const NOT_RECORDED: RecordingPlan = { mode: 'none', dispositionCodes: [], retentionDays: null, consent: null };
