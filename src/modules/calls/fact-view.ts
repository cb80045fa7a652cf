import { isAgentLine } from '../../core/acd/agent-line.js';
import type { CallRecord, Fact, JournalEntry } from '../../core/journal/facts.js';
import { brandId, callOf } from '../../core/kernel/ids.js';
import { optionalRfc3339, toRfc3339 } from '../../platform/http/instants.js';
import type { CallView } from './dto/call.dto.js';

/** What the floor keeps for itself, to rebuild itself. */
const INTERNAL = new Set(['memory', 'entry']);

/** An entry as clients see it: instants as text, a call as `/calls` shows it. */
export function entryView({ id, at, fact }: JournalEntry): { id: string; at: string; type: Fact['type'] } & Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fact)) {
    if (!INTERNAL.has(key)) fields[key] = key === 'call' ? callView(value as CallRecord) : shown(key, value);
  }
  return { ...fields, id, at: toRfc3339(at), type: fact.type };
}

export function callView(call: CallRecord): CallView {
  const { callId, campaignId, did, caller, arrivedAt, queuedAt, answeredAt, endedAt, queueId, agentId, phase, ending, callbackId } = call;
  return {
    id: callId,
    campaignId,
    did,
    caller,
    arrivedAt: toRfc3339(arrivedAt),
    queuedAt: optionalRfc3339(queuedAt),
    answeredAt: optionalRfc3339(answeredAt),
    endedAt: optionalRfc3339(endedAt),
    queueId,
    agentId,
    waitSeconds: secondsBetween(queuedAt, answeredAt ?? endedAt),
    talkSeconds: secondsBetween(answeredAt, endedAt),
    phase,
    callbackId: callbackId ?? null,
    ending: ending === null ? null : { how: ending.how, during: ending.during, blame: ending.blame },
  };
}

function secondsBetween(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : Math.max(0, Math.round((to - from) / 1000));
}

/** Instants are recognised by their names: the house ends them in `At` or `Until`, or calls them `since` and `until`. Answers have names of others. */
function shown(key: string, value: unknown): unknown {
  if (key !== 'answers' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(name, inner)]));
  }
  // A consultation is a part of its call, and an agent's own line is no queue of the operator's.
  if (key === 'callId' && typeof value === 'string') return callOf(brandId(value));
  if (key === 'queueId' && typeof value === 'string' && isAgentLine(brandId(value))) return null;
  return typeof value === 'number' && /(?:At|Until|Since)$|^(?:since|until)$/.test(key) ? toRfc3339(value) : value;
}
