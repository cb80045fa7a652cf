import type { LegEnd } from '../ports/telephony.js';

/**
 * Why the phases of a call stopped running: the caller is gone, the call is through, it was lost with the PBX, or it is `suspended`:
 * the PBX cannot be reached, the call lives on there and is taken up again later.
 */
export type CallCause =
  | { readonly kind: 'caller-gone'; readonly end: LegEnd }
  | { readonly kind: 'finished' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'suspended' };
