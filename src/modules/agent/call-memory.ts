import type { CallRecord, JournalEntry } from '../../core/journal/facts.js';
import { callOf, type AgentId, type CallId, type CampaignId } from '../../core/kernel/ids.js';
import type { Instant } from '../../core/kernel/time.js';
import type { Disposition } from '../../core/plan/briefing.js';
import type { CampaignPlan } from '../../core/plan/campaign-plan.js';
import { CallSenders } from './call-senders.js';
import { NO_TALK, talkAfter, type TalkNow } from './talk-memory.js';

/** So many calls are remembered after their end; the journal knows the others. */
const ENDED_REMEMBERED = 5_000;

/** What a caller was told of the wait: most likely so long, and between these two. */
export interface AnnouncedWait {
  readonly at: Instant;
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/** A call as agents have to do with it. */
export interface RememberedCall {
  record: CallRecord;
  /** Its beginning is known too; of a call found again after a restart only the journal knows it. */
  whole: boolean;
  /** That the call began with; null for a number that leads to no campaign. */
  readonly plan: CampaignPlan | null;
  /** The wait that the caller was last told; null: none. */
  announcedWait: AnnouncedWait | null;
  /** Since when each agent had it, of those who talked in it. */
  readonly heldSince: Map<AgentId, Instant>;
  readonly senders: CallSenders;
  /** How things stand between the caller and the agent who has them. */
  talk: TalkNow;
  /** What each agent last said of it. */
  readonly disposed: Map<AgentId, Disposition>;
}

/** The calls that agents are offered, have, or had a moment ago, as the journal's entries tell of them. */
export class CallMemory {
  private readonly calls = new Map<CallId, RememberedCall>();
  private readonly ended = new Set<CallId>();
  private readonly last = new Map<AgentId, { readonly callId: CallId | null; readonly since: Instant }>();

  constructor(private readonly planOf: (campaignId: CampaignId, version: number) => CampaignPlan | null) {}

  follow(entry: JournalEntry): void {
    const { at, fact } = entry;
    if ('call' in fact) this.update(fact.call, fact.type === 'call-arrived');
    if ('callId' in fact && fact.callId !== null) {
      this.find(fact.callId)?.senders.follow(fact);
      const talking = this.calls.get(fact.callId);
      if (talking !== undefined) talking.talk = talkAfter(talking.talk, entry);
    }
    if (fact.type === 'ewt-announced' && fact.expected !== null) {
      const call = this.calls.get(fact.callId);
      if (call !== undefined) call.announcedWait = { at, ...fact.expected };
    }
    if (fact.type === 'call-connected' || fact.type === 'conversation-handed-over') {
      this.calls.get(fact.callId)?.heldSince.set(fact.agentId, at);
      if ((this.last.get(fact.agentId)?.since ?? 0) <= at) this.last.set(fact.agentId, { callId: fact.callId, since: at });
    }
    if (fact.type === 'call-disposed') {
      const { code, label, detailCode, detailLabel, category, profit, currency, countsForQuota, note, answers } = fact;
      const disposition = { code, label, detailCode, detailLabel, category, profit, currency, countsForQuota, note, answers };
      this.calls.get(fact.callId)?.disposed.set(fact.agentId, disposition);
    }
    if (fact.type === 'call-ended') this.noteEnded(fact.callId);
  }

  /** Takes in all that the journal has of one call; what is known already of how it goes now is newer. */
  recall(callId: CallId, entries: readonly JournalEntry[]): void {
    const now = this.calls.get(callId)?.record;
    for (const entry of entries) this.follow(entry);
    const call = this.calls.get(callId);
    if (call === undefined) return;
    call.whole = true;
    if (now !== undefined) call.record = now;
  }

  /** Of a consultation: the call that it is about. */
  find(callId: CallId): RememberedCall | null {
    return this.calls.get(callOf(callId)) ?? null;
  }

  /** The call that the agent last talked in; null when it is not known, or when all that is known is that there was a later one. */
  lastOf(agentId: AgentId): CallId | null {
    return this.last.get(agentId)?.callId ?? null;
  }

  /** After the call that began at `since` the agent talked in another, which may be remembered or not. */
  hadLater(agentId: AgentId, since: Instant): void {
    if ((this.last.get(agentId)?.since ?? 0) <= since) this.last.set(agentId, { callId: null, since });
  }

  private update(record: CallRecord, whole: boolean): void {
    const known = this.calls.get(record.callId);
    if (known !== undefined) known.record = record;
    else {
      const { campaignId, planVersion } = record;
      const plan = campaignId === null || planVersion === null ? null : this.planOf(campaignId, planVersion);
      const nothingYet = { announcedWait: null, heldSince: new Map(), senders: new CallSenders(), talk: NO_TALK, disposed: new Map() };
      this.calls.set(record.callId, { record, whole, plan, ...nothingYet });
    }
  }

  private noteEnded(callId: CallId): void {
    this.ended.add(callId);
    const [oldest] = this.ended;
    if (this.ended.size <= ENDED_REMEMBERED || oldest === undefined) return;
    this.ended.delete(oldest);
    this.calls.delete(oldest);
  }
}
