import type { CallRecord } from '../core/journal/facts.js';
import type { CallId, LegId } from '../core/kernel/ids.js';
import type { Phase } from '../core/calls/phase.js';
import { letGo } from '../core/calls/let-go.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { Clock } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import type { LegCensus, Telephony } from '../core/ports/telephony.js';
import { callIdOf, planBegunWith, recordOf, type CallsInProgress, type FoundLeg } from './calls-in-progress.js';
import type { Journal } from './journal.js';

/** The door: who a caller is, which campaign the number leads to, and the first fact of the call. */
export class Arrivals {
  private readonly refusing = new Set<CallId>();

  constructor(
    private readonly directory: CampaignDirectory,
    readonly telephony: Telephony,
    private readonly calls: CallsInProgress,
    private readonly journal: Journal,
    readonly clock: Clock,
    readonly log: Log,
  ) {}

  welcome(arrival: FoundLeg & Pick<LegCensus, 'dialled' | 'caller' | 'arrivedAt'>): void {
    const callId = callIdOf(arrival.leg);
    if (this.calls.runs(callId) || this.calls.hasEnded(callId) || this.refusing.has(callId)) return;
    const found = this.directory.lookUp(arrival.dialled);
    const caller = found === null ? arrival.caller.number : this.directory.callerNumber(arrival.caller.number, found.did);
    const known = this.calls.unaccounted.get(callId);
    // A campaign that was changed meanwhile is another one for those who arrive from now on.
    const plan = (known === undefined ? null : planBegunWith(this.directory, known)) ?? found?.plan ?? null;
    const record = known ?? recordOf(arrival.leg, caller, found?.did ?? arrival.dialled, plan, arrival.arrivedAt);
    // Whoever was in the greeting when we died begins it again, and is the same call.
    if (known === undefined) this.journal.record({ type: 'call-arrived', callId, call: record });
    else this.journal.record({ type: 'call-resumed', callId, phase: whereItWas(record).name, call: record });
    this.calls.accountFor(callId);
    if (plan === null)
      void this.refuse(arrival.leg, record, found === null ? 'the number is none of ours' : 'the number leads to no campaign');
    else this.calls.begin(arrival, plan, record, whereItWas(record));
  }

  /** Phones may call nothing but our own services; until there are some, none. */
  turnAway(leg: LegId): void {
    this.hangUp(leg);
  }

  private async refuse(leg: LegId, record: CallRecord, why: string): Promise<void> {
    const { callId } = record;
    this.log.warn('a caller was turned away', { callId, did: record.did, why });
    this.refusing.add(callId);
    const released = await letGo(this, leg, 'unallocated');
    this.refusing.delete(callId);
    // Should the caller still be there when the PBX is back, they arrive once more.
    if (released === 'unreachable') {
      this.calls.remember(record);
      return;
    }
    const ending = { how: 'closed', during: 'arrival', blame: 'campaign' } as const;
    this.calls.noteEnded(callId);
    this.journal.record({ type: 'call-ended', callId, ending, call: { ...record, endedAt: this.clock.now(), ending } });
  }

  private hangUp(leg: LegId): void {
    this.telephony.hangUp(leg, 'unallocated').catch((fault: unknown) => {
      this.log.warn('a leg could not be hung up', { leg, fault: String(fault) });
    });
  }
}

/** A call in line whose place could not be kept on its leg is known from the journal; any other begins with the greeting. */
function whereItWas({ queueId, queuedAt, answeredAt }: CallRecord): Phase {
  if (queueId === null || queuedAt === null || answeredAt !== null) return { name: 'greeting' };
  return { name: 'waiting', queueId, queuedAt };
}
