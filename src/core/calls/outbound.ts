import type { DialRefusal } from '../dialling/dial-policy.js';
import type { LegId } from '../kernel/ids.js';

/** Why a number is not dialled: the policy's reasons, no trunk, or as many calls up as the policy allows. */
export type NotDialled = DialRefusal | 'no-trunk' | 'too-many-calls';

/** Calls that the owner of the trunk pays for. The dial policy stands before every one of them. */
export interface Outbound {
  /** What to dial for this number, E.164, or why it is not dialled. */
  lineTo(number: string): { readonly endpoint: string } | { readonly refused: NotDialled };
  /** Counts a leg among the calls that are up, until it is gone. */
  dialled(leg: LegId): void;
}
