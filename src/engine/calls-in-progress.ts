import { Call, type CallPorts } from '../core/calls/call.js';
import type { Phase } from '../core/calls/phase.js';
import { runCall } from '../core/calls/run-call.js';
import type { CallRecord } from '../core/journal/facts.js';
import type { CallId, LegId } from '../core/kernel/ids.js';
import type { CampaignPlan } from '../core/plan/campaign-plan.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { LegCensus } from '../core/ports/telephony.js';

/** News of an arrival comes at most seconds late; at a hundred calls a second this remembers forty of them. */
const ENDED_REMEMBERED = 4096;

/** A caller's leg as it was found; `caller` where somebody called us. */
export type FoundLeg = Pick<LegCensus, 'leg' | 'answered' | 'language'> & Partial<Pick<LegCensus, 'caller'>>;

/** Every call that runs here, by id and by the caller's leg. */
export class CallsInProgress {
  private readonly running = new Map<CallId, Call>();
  private readonly endings = new Map<CallId, Promise<void>>();
  private readonly suspended = new Map<CallId, CallRecord>();
  /** The latest calls that ended, oldest first. */
  private readonly ended = new Set<CallId>();

  constructor(private readonly ports: CallPorts) {}

  begin(found: FoundLeg, plan: CampaignPlan, record: CallRecord, phase: Phase): Call {
    const { leg } = found;
    const call = new Call(leg, plan, record, found, this.ports);
    const unwatch = this.ports.switchboard.watch(leg, (event) => {
      if (event.type === 'leg-gone') call.life.end({ kind: 'caller-gone', end: event.end });
      else if (event.type === 'digit') call.keypad.press(event.digit);
    });
    // Known before its first step: that step may already bring an offer for it.
    this.running.set(call.id, call);
    const ended = this.lead(call, phase).finally(unwatch);
    this.endings.set(call.id, ended);
    ended.catch((fault: unknown) => {
      this.ports.log.error('a call could not be ended properly', { callId: call.id, fault: String(fault) });
    });
    return call;
  }

  private async lead(call: Call, phase: Phase): Promise<void> {
    try {
      if ((await runCall(call, phase)) === 'suspended') this.suspended.set(call.id, call.record);
      else this.noteEnded(call.id);
    } finally {
      this.running.delete(call.id);
      this.endings.delete(call.id);
    }
  }

  find(callId: CallId): Call | null {
    return this.running.get(callId) ?? null;
  }

  runs(callId: CallId): boolean {
    return this.running.has(callId);
  }

  noteEnded(callId: CallId): void {
    this.ended.add(callId);
    const [oldest] = this.ended;
    if (this.ended.size > ENDED_REMEMBERED && oldest !== undefined) this.ended.delete(oldest);
  }

  /** The call has its ending: what is still heard of its arrival is late news. */
  hasEnded(callId: CallId): boolean {
    return this.ended.has(callId);
  }

  all(): Call[] {
    return [...this.running.values()];
  }

  /** Calls that an earlier run, or this one before the PBX was lost, did not see the end of. */
  get unaccounted(): ReadonlyMap<CallId, CallRecord> {
    return this.suspended;
  }

  /** Led from here, or living on at a PBX that is out of reach. */
  livesOn(callId: CallId): boolean {
    return this.running.has(callId) || this.suspended.has(callId);
  }

  remember(record: CallRecord): void {
    this.suspended.set(record.callId, record);
  }

  accountFor(callId: CallId): void {
    this.suspended.delete(callId);
  }

  /** Stops all phases without touching the PBX: the calls live on there, and are taken up again from what it kept. */
  async suspendAll(): Promise<void> {
    const endings = [...this.endings.values()];
    for (const call of this.running.values()) call.life.end({ kind: 'suspended' });
    // A call whose end was under way when the PBX was lost may get its ending all the same.
    await Promise.allSettled(endings);
  }
}

/** The id of the call on this leg: the same before and after a restart, so that one caller is never two calls. */
export function callIdOf(leg: LegId): CallId {
  return leg.replace(':', '-') as CallId;
}

/** Null when the campaign, or what it was then, is not known any more. */
export function planBegunWith(directory: CampaignDirectory, { campaignId, planVersion }: CallRecord): CampaignPlan | null {
  return campaignId === null ? null : directory.planOf(campaignId, planVersion ?? 0);
}

/** What is known of a caller on arrival. */
export function recordOf(
  leg: LegId,
  caller: string | null,
  did: string,
  plan: CampaignPlan | null,
  arrivedAt: LegCensus['arrivedAt'],
): CallRecord {
  return {
    callId: callIdOf(leg),
    campaignId: plan?.campaignId ?? null,
    planVersion: plan?.version ?? null,
    did,
    caller,
    arrivedAt,
    queuedAt: null,
    queueId: null,
    answeredAt: null,
    agentId: null,
    phase: 'arrival',
    endedAt: null,
    ending: null,
  };
}
