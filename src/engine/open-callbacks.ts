import type { CallbackDesk, CallbackWish } from '../core/calls/callback-desk.js';
import { dialRefusal, type DialPolicy } from '../core/dialling/dial-policy.js';
import type { CallbackRecord } from '../core/journal/facts.js';
import type { CallId, CampaignId } from '../core/kernel/ids.js';
import { Refusal } from '../core/kernel/refusal.js';
import { seconds } from '../core/kernel/time.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { Clock } from '../core/ports/clock.js';
import type { IdSource } from '../core/ports/id-source.js';
import type { Journal } from './journal.js';

export interface CallbackParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly journal: Journal;
  readonly directory: CampaignDirectory;
  readonly dialPolicy: () => DialPolicy;
}

const HOUR = seconds(3600);

/** The callbacks that are open, one a number and campaign. */
export class OpenCallbacks implements CallbackDesk {
  private readonly open = new Map<string, CallbackRecord>();

  constructor(private readonly parts: CallbackParts) {}

  numberFor(typed: string, did: string): { readonly number: string } | { readonly refused: 'invalid' | 'not-allowed' } {
    const number = this.parts.directory.callerNumber(typed, did);
    const refusal = number === null ? 'not-a-number' : dialRefusal(this.parts.dialPolicy(), number);
    if (number !== null && refusal === null) return { number };
    return { refused: refusal === 'not-a-number' ? 'invalid' : 'not-allowed' };
  }

  leave({ callId, campaignId, queueId, number, arrivedAt, queuedAt, expiresAfterHours }: CallbackWish): 'kept' | 'known' {
    const { clock, ids, journal } = this.parts;
    const now = clock.now();
    const known = this.open.get(keyOf(campaignId, number));
    if (known !== undefined && known.expiresAt > now) return 'known';
    const expiresAt = now + expiresAfterHours * HOUR;
    const callback: CallbackRecord = {
      callbackId: ids.next(),
      callId,
      campaignId,
      queueId,
      number,
      requestedAt: now,
      arrivedAt,
      queuedAt,
      expiresAt,
    };
    this.open.set(keyOf(campaignId, number), callback);
    journal.record({ type: 'callback-requested', callId, callback });
    return 'kept';
  }

  has(callId: CallId): boolean {
    return [...this.open.values()].some((callback) => callback.callId === callId);
  }

  /** What was open when the backend last ran. */
  resume(callbacks: readonly CallbackRecord[]): void {
    for (const callback of callbacks) this.open.set(keyOf(callback.campaignId, callback.number), callback);
  }

  cancel(callbackId: string): void {
    for (const [key, callback] of this.open) {
      if (callback.callbackId !== callbackId || callback.expiresAt <= this.parts.clock.now()) continue;
      this.open.delete(key);
      this.parts.journal.record({ type: 'callback-cancelled', callId: callback.callId, callback });
      return;
    }
    throw new Refusal('wrong-state', 'callback-not-waiting', `The callback ${callbackId} does not wait.`);
  }
}

function keyOf(campaignId: CampaignId, number: string): string {
  return `${campaignId} ${number}`;
}
