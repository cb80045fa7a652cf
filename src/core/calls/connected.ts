import type { CallFact, CallRecord } from '../journal/facts.js';
import type { Instant } from '../kernel/time.js';
import type { PhaseOf } from './phase.js';

/** What is told of a caller and an agent who hear each other since that instant. */
export function connected(
  record: CallRecord,
  { name, agentId, queueId }: Pick<PhaseOf<'conversation'>, 'name' | 'agentId' | 'queueId'>,
  at: Instant,
): Extract<CallFact, { readonly type: 'call-connected' }> {
  const call = { ...record, phase: name, agentId, answeredAt: record.answeredAt ?? at };
  return { type: 'call-connected', callId: record.callId, agentId, queueId, call };
}
