import { agentLineOf } from '../../src/core/acd/agent-line.js';
import type { QueueEntry } from '../../src/core/acd/floor-events.js';
import type { FloorFact } from '../../src/core/acd/floor-facts.js';
import type { AfterCall, QueueSettings, RequiredSkill } from '../../src/core/acd/floor-settings.js';
import { meets, rankFor, relaxingSince, requirementOf, stillRequired } from '../../src/core/acd/requirement.js';
import type { Fact, JournalEntry } from '../../src/core/journal/facts.js';
import { isConsultation, type AgentId, type CallId, type QueueId, type SkillId } from '../../src/core/kernel/ids.js';
import { seconds, type Instant } from '../../src/core/kernel/time.js';
import type { Centre } from './centre.js';

interface Waiting {
  readonly entry: QueueEntry;
  required: readonly RequiredSkill[];
  offers: number;
}

/** When an agent may be offered the next call, worked out from what was agreed for the last one. */
interface Rest {
  readonly afterCall: AfterCall;
  readonly talkedUntil: Instant;
  wrapUpEndsAt: Instant;
}

/**
 * Reads every fact as it is made and knows, from facts and configuration alone, what may follow: nobody has two calls, no call is in two
 * places, the line is served in order, nobody is disturbed in wrap-up or rest.
 */
export class Witness {
  private readonly line = new Map<CallId, Waiting>();
  private readonly offeredTo = new Map<AgentId, CallId>();
  private readonly talkingTo = new Map<AgentId, CallId>();
  private readonly afterCalls = new Map<CallId, AfterCall>();
  private readonly rests = new Map<AgentId, Rest>();
  /** Who missed one offer too many and has not been paused yet. */
  private readonly toBePaused = new Set<AgentId>();

  constructor(private readonly centre: Centre) {
    centre.onFact((entry) => this.hear(entry));
    centre.onStart(() => {
      this.line.clear();
      this.offeredTo.clear();
      this.talkingTo.clear();
      this.toBePaused.clear();
    });
  }

  /** The agent ends wrap-up before its time. */
  wrapUpEnded(agentId: AgentId): void {
    const rest = this.rests.get(agentId);
    if (rest !== undefined) rest.wrapUpEndsAt = Math.min(rest.wrapUpEndsAt, this.centre.clock.now());
  }

  /** Who waits without an offer, and what of the skills is required of whoever serves them at this instant. */
  *unserved(): IterableIterator<{ readonly entry: QueueEntry; readonly required: readonly RequiredSkill[] }> {
    const now = this.centre.clock.now();
    for (const { entry, offers } of this.line.values()) {
      if (offers === 0) yield { entry, required: stillRequired(entry.requiredSkills, relaxingSince(entry), now - 1) };
    }
  }

  get waiting(): number {
    return this.line.size;
  }

  private hear({ at, fact }: JournalEntry): void {
    switch (fact.type) {
      case 'call-queued':
        return this.queued(fact, null, at);
      case 'call-put-back':
        return this.queued(fact, fact.agentId, at);
      case 'requirement-relaxed': {
        const waiting = this.line.get(fact.callId);
        if (waiting !== undefined) waiting.required = stillRequired(waiting.required, relaxingSince(waiting.entry), at);
        return;
      }
      case 'call-left-queue':
        this.line.delete(fact.callId);
        return;
      case 'call-offered':
        return this.offered(fact, at);
      case 'offer-withdrawn':
        return this.offerOver(fact);
      case 'ring-no-answer':
        return this.missed(fact);
      case 'call-taken':
        return this.taken(fact);
      case 'conversation-ended':
        return this.conversationEnded(fact, at);
      case 'conversation-never-began':
        this.talkingTo.delete(fact.agentId);
        return;
      case 'conversation-handed-over':
        this.talkingTo.set(fact.agentId, fact.callId);
        return;
      case 'agent-state':
        if (this.toBePaused.delete(fact.agentId) && fact.state !== 'paused')
          this.fail(`${fact.agentId} missed too often and is ${fact.state}`);
        if (fact.state === 'talking' && fact.callId !== null) this.talkingTo.set(fact.agentId, fact.callId);
        if (fact.state === 'signed-out') this.rests.delete(fact.agentId);
        return;
      case 'call-ended':
        return this.callEnded(fact.callId);
      default:
    }
  }

  private queued({ entry, callId }: { readonly entry: QueueEntry; readonly callId: CallId }, agentId: AgentId | null, at: Instant): void {
    if (this.line.has(callId)) this.fail(`${callId} is queued and waits already`);
    if (agentId != null) this.talkingTo.delete(agentId);
    // A death took the end of a conversation with its beginning: as far as anybody knows there was none to rest from.
    if (agentId != null) this.rests.delete(agentId);
    for (const [talker, talking] of this.talkingTo) if (talking === callId) this.fail(`${callId} is queued and talks to ${talker}`);
    this.line.set(callId, { entry, required: stillRequired(entry.requiredSkills, relaxingSince(entry), at), offers: 0 });
    this.afterCalls.set(callId, entry.afterCall);
  }

  private offered({ callId, agentId, queueId }: Extract<FloorFact, { type: 'call-offered' }>, at: Instant): void {
    const waiting = this.line.get(callId);
    if (waiting === undefined) return this.fail(`${callId} is offered to ${agentId} and does not wait`);
    const other = this.offeredTo.get(agentId) ?? this.talkingTo.get(agentId);
    if (other !== undefined) this.fail(`${agentId} is offered ${callId} and has ${other} already`);
    const freeAt = this.freeAt(agentId);
    if (at < freeAt) this.fail(`${agentId} is offered ${callId} ${String(freeAt - at)} ms before wrap-up and rest are over`);
    const queue = this.centre.queueOf(queueId);
    if (queue === undefined) this.fail(`${callId} is offered in ${queueId}, which does not exist`);
    else {
      if (!queue.agentIds.includes(agentId)) this.fail(`${agentId} is offered ${callId} of a queue of others`);
      if (waiting.offers > 0 && queue.distribution !== 'ring-all') this.fail(`${callId} is offered twice at once`);
      this.checkTurn(waiting, queue, at);
    }
    this.checkSkills(waiting, agentId);
    this.checkBest(waiting, agentId, queue);
    waiting.offers += 1;
    this.offeredTo.set(agentId, callId);
  }

  /** Whoever requires the same, stands before and is not being offered has been passed over. */
  private checkTurn(chosen: Waiting, queue: QueueSettings, at: Instant): void {
    if (chosen.offers > 0) return;
    const { key } = requirementOf(chosen.required);
    for (const other of this.line.values()) {
      if (other === chosen || other.offers > 0 || other.entry.queueId !== queue.queueId) continue;
      if (!standsBefore(other.entry, chosen.entry, queue.ageingSeconds) || requirementOf(other.required).key !== key) continue;
      this.fail(`${chosen.entry.callId} is offered at ${String(at)} before ${other.entry.callId}, whose turn it is`);
    }
  }

  private checkSkills({ entry, required }: Waiting, agentId: AgentId): void {
    const skills = this.centre.agents.get(agentId)?.skills;
    for (const { skillId, minimumLevel } of required) {
      if ((skills?.get(skillId) ?? -1) < minimumLevel) this.fail(`${agentId} is offered ${entry.callId} without ${skillId}`);
    }
  }

  /** Where a group does not decrement, a call is offered to the best of those at work, or to nobody. */
  private checkBest({ entry, required }: Waiting, agentId: AgentId, queue: QueueSettings | undefined): void {
    const { agents, engine, strictSkills } = this.centre;
    const strict = required.filter(({ skillId }) => strictSkills.has(skillId));
    if (strict.length === 0 || engine === null) return;
    const rank = (id: AgentId): number => rankFor(agents.get(id)?.skills ?? new Map<SkillId, number>(), strict);
    for (const better of queue?.agentIds ?? []) {
      const skills = agents.get(better)?.skills;
      if (skills === undefined || rank(better) <= rank(agentId) || !meets(skills, required)) continue;
      const { state, phoneReachable } = engine.agentStatus(better);
      if (state !== 'signed-out' && phoneReachable)
        this.fail(`${entry.callId} is offered to ${agentId}, and ${better} is better and at work`);
    }
  }

  private offerOver({ callId, agentId }: { readonly callId: CallId; readonly agentId: AgentId }): void {
    if (this.offeredTo.get(agentId) !== callId) this.fail(`an offer of ${callId} to ${agentId} ends that never was`);
    this.offeredTo.delete(agentId);
    const waiting = this.line.get(callId);
    if (waiting !== undefined) waiting.offers -= 1;
  }

  private missed(fact: Extract<FloorFact, { type: 'ring-no-answer' }>): void {
    const { callId, agentId, failure, misses } = fact;
    const entry = this.line.get(callId)?.entry;
    const limit = entry === undefined ? Infinity : this.missesAllowed(entry.queueId, agentId);
    if (failure !== 'unreachable' && failure !== 'failed' && misses >= limit) this.toBePaused.add(agentId);
    this.offerOver(fact);
  }

  /** Who is wanted by name is judged as in the queues they serve, by the strictest. */
  private missesAllowed(queueId: QueueId, agentId: AgentId): number {
    const served = [...this.centre.queues.values()].filter(({ agentIds }) => agentIds.includes(agentId));
    const queue = this.centre.queueOf(queueId);
    const judging = queueId === agentLineOf(agentId) && served.length > 0 ? served : queue === undefined ? [] : [queue];
    return Math.min(...judging.map(({ missesBeforePause }) => missesBeforePause));
  }

  private taken({ callId, agentId }: Extract<FloorFact, { type: 'call-taken' }>): void {
    if (this.offeredTo.get(agentId) !== callId) this.fail(`${agentId} takes ${callId}, which was not offered`);
    if (!this.line.delete(callId)) this.fail(`${callId} is taken and does not wait`);
    this.offeredTo.delete(agentId);
    this.talkingTo.set(agentId, callId);
  }

  private conversationEnded({ callId, agentId }: Extract<FloorFact, { type: 'conversation-ended' }>, at: Instant): void {
    this.talkingTo.delete(agentId);
    const afterCall = this.afterCalls.get(callId);
    // Who was only consulted has nothing to wrap up.
    if (afterCall === undefined || isConsultation(callId)) return;
    if (!this.line.has(callId)) this.afterCalls.delete(callId);
    const wrapUpEndsAt = afterCall.wrapUpSeconds === null ? Infinity : at + seconds(afterCall.wrapUpSeconds);
    this.rests.set(agentId, { afterCall, talkedUntil: at, wrapUpEndsAt });
  }

  private freeAt(agentId: AgentId): Instant {
    const rest = this.rests.get(agentId);
    if (rest === undefined) return 0;
    const { afterCall, talkedUntil, wrapUpEndsAt } = rest;
    const restFrom = afterCall.conventionalPauseStarts === 'with-wrap-up' ? talkedUntil : wrapUpEndsAt;
    return Math.max(wrapUpEndsAt, restFrom + seconds(afterCall.conventionalPauseSeconds));
  }

  private callEnded(callId: CallId): void {
    if (this.line.has(callId)) this.fail(`${callId} has ended and waits`);
    if (![...this.talkingTo.values()].includes(callId)) this.afterCalls.delete(callId);
  }

  private fail(what: string): void {
    this.centre.trail.fail(what);
  }
}

/** Priority with what waiting adds to it, then the longest waiting, then the earliest dial, then the id. */
function standsBefore(a: QueueEntry, b: QueueEntry, ageingSeconds: number | null): boolean {
  const lead =
    ageingSeconds === null ? a.priority - b.priority : (a.priority - b.priority) * seconds(ageingSeconds) + b.queuedAt - a.queuedAt;
  if (lead !== 0) return lead > 0;
  if (a.queuedAt !== b.queuedAt) return a.queuedAt < b.queuedAt;
  return a.arrivedAt !== b.arrivedAt ? a.arrivedAt < b.arrivedAt : a.callId < b.callId;
}

/** Facts of the floor, which rebuild it. */
export function isOfTheFloor(fact: Fact): fact is FloorFact {
  return FLOOR_FACTS.has(fact.type);
}

const FLOOR_FACTS: ReadonlySet<string> = new Set<FloorFact['type']>([
  ...(['call-queued', 'call-put-back', 'requirement-relaxed', 'call-left-queue', 'call-offered', 'offer-ringing'] as const),
  ...(['offer-withdrawn', 'offer-extended', 'ring-no-answer', 'call-taken', 'conversation-ended'] as const),
  ...(['conversation-never-began', 'conversation-handed-over', 'agent-state'] as const),
]);
