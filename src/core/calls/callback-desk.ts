import type { CallId, CampaignId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';

/** Somebody who asks to be called back, with the place in the line that the callback keeps. */
export interface CallbackWish {
  readonly callId: CallId;
  readonly campaignId: CampaignId;
  readonly queueId: QueueId;
  /** That was called. */
  readonly did: string;
  /** E.164. */
  readonly number: string;
  readonly arrivedAt: Instant;
  /** Since when the caller had waited; the instant of the wish for one who never was in the line. */
  readonly queuedAt: Instant;
  readonly expiresAfterHours: number;
}

/** Where callers leave the wish to be called back. */
export interface CallbackDesk {
  /** The number as it would be dialled, E.164, or why nobody may make us dial it. `did` tells in which country it was typed. */
  numberFor(typed: string, did: string): { readonly number: string } | { readonly refused: 'invalid' | 'not-allowed' };
  /** The wish is safe when this returns. One open callback per number and campaign: `known` when there is one already. */
  leave(wish: CallbackWish): 'kept' | 'known';
  /** Whether the wish of this call is safe, from an earlier `leave` which may not have lived to tell. */
  has(callId: CallId): boolean;
}
