import type { CallRecord } from '../core/journal/facts.js';
import type { LegId } from '../core/kernel/ids.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { Log } from '../core/ports/log.js';
import type { LegCensus, Telephony } from '../core/ports/telephony.js';
import { callIdOf, recordOf, type CallsInProgress } from './calls-in-progress.js';
import type { Journal } from './journal.js';

/** The door: who a caller is, which campaign the number leads to, and the first fact of the call. */
export class Arrivals {
  constructor(
    private readonly directory: CampaignDirectory,
    private readonly telephony: Telephony,
    private readonly calls: CallsInProgress,
    private readonly journal: Journal,
    private readonly log: Log,
  ) {}

  welcome(arrival: Pick<LegCensus, 'leg' | 'dialled' | 'caller' | 'arrivedAt' | 'answered'>): void {
    if (this.calls.runs(callIdOf(arrival.leg))) return;
    const found = this.directory.lookUp(arrival.dialled);
    const caller = found === null ? arrival.caller.number : this.directory.callerNumber(arrival.caller.number, found.did);
    const plan = found?.plan ?? null;
    const record = recordOf(arrival.leg, caller, found?.did ?? arrival.dialled, plan, arrival.arrivedAt);
    this.journal.record({ type: 'call-arrived', callId: record.callId, call: record });
    this.calls.accountFor(record.callId);
    if (plan === null) this.refuse(arrival.leg, record, found === null ? 'the number is none of ours' : 'the number leads to no campaign');
    else this.calls.begin(arrival.leg, plan, record, arrival.answered, { name: 'greeting' });
  }

  /** Phones may call nothing but our own services; until there are some, none. */
  turnAway(leg: LegId): void {
    this.hangUp(leg);
  }

  private refuse(leg: LegId, record: CallRecord, why: string): void {
    this.log.warn('a caller was turned away', { callId: record.callId, did: record.did, why });
    const ending = { how: 'closed', during: 'arrival', blame: 'campaign' } as const;
    this.journal.record({
      type: 'call-ended',
      callId: record.callId,
      ending,
      call: { ...record, endedAt: record.arrivedAt, ending },
    });
    this.hangUp(leg);
  }

  private hangUp(leg: LegId): void {
    this.telephony.hangUp(leg, 'unallocated').catch((fault: unknown) => {
      this.log.warn('a leg could not be hung up', { leg, fault: String(fault) });
    });
  }
}
