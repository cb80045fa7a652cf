import type { Party } from '../core/ports/telephony.js';

/** A message of a caller, for an agent's ear. */
export interface MessageToHear {
  readonly voicemailId: string;
  /** What the phone's display shows. */
  readonly from: Party;
  readonly language: string;
}
