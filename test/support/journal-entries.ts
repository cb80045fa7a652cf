import type { AgentStateName, AgentMemory } from '../../src/core/acd/agent-state.js';
import type { CallEnding } from '../../src/core/calls/call-ending.js';
import type { CallRecord, Fact, JournalEntry } from '../../src/core/journal/facts.js';
import { brandId, type AgentId, type CallId } from '../../src/core/kernel/ids.js';

/** 31 January 2026, nine o'clock in UTC. */
export const NINE = Date.parse('2026-01-31T09:00:00Z');

let last = 0;

/** An entry with an id that is larger than that of the entry made before. */
export function entryOf(fact: Fact, at = NINE): JournalEntry {
  return { id: `01KG${String(++last).padStart(22, '0')}`, at, fact };
}

export function callOf(callId: string, more: Partial<CallRecord> = {}): CallRecord {
  return {
    callId: brandId<CallId>(callId),
    campaignId: null,
    planVersion: null,
    did: '+33170000001',
    caller: '+33612345678',
    arrivedAt: NINE,
    queuedAt: null,
    queueId: null,
    answeredAt: null,
    agentId: null,
    phase: 'greeting',
    endedAt: null,
    ending: null,
    ...more,
  };
}

export function arrived(call: CallRecord): JournalEntry {
  return entryOf({ type: 'call-arrived', callId: call.callId, call }, call.arrivedAt);
}

export function ended(call: CallRecord, how: CallEnding['how'], endedAt: number): JournalEntry {
  const ending: CallEnding = { how, during: call.phase, blame: 'caller' };
  return entryOf({ type: 'call-ended', callId: call.callId, ending, call: { ...call, endedAt, ending } }, endedAt);
}

export function agentState(agentId: string, state: AgentStateName, more: { callId?: string; misses?: number } = {}): JournalEntry {
  const memory: AgentMemory = {
    idleSince: NINE,
    phoneRegistered: true,
    misses: more.misses ?? 0,
    callsTaken: 0,
    talkedMs: 0,
    heldOffUntil: null,
    restUntil: null,
    restSeconds: 0,
    talkingSince: null,
    afterCall: state === 'talking' ? { wrapUpSeconds: 30, conventionalPauseSeconds: 0, conventionalPauseStarts: 'with-wrap-up' } : null,
  };
  return entryOf({
    type: 'agent-state',
    agentId: brandId<AgentId>(agentId),
    state,
    since: NINE,
    until: null,
    reason: null,
    callId: more.callId === undefined ? null : brandId<CallId>(more.callId),
    offerId: null,
    queueId: null,
    pendingPause: null,
    phoneReachable: true,
    memory,
  });
}
