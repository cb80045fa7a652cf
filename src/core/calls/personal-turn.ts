import { agentLineOf, AGENT_LINE_PRIORITY } from '../acd/agent-line.js';
import type { CallId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { CallCause } from './call-cause.js';
import type { CallScope } from './call-scope.js';
import type { Call } from './call.js';
import type { TransferTarget } from './handset.js';
import type { TurnOutcome } from './line.js';

/** So long a single agent is asked, and so long a queue. */
const AGENT_SECONDS = 30;
const QUEUE_SECONDS = 60;

export type Taken = Extract<TurnOutcome, { readonly kind: 'agent' }>;

/** For how long whoever is wanted is asked. */
function patienceOf(to: TransferTarget): number {
  return to.kind === 'queue' ? QUEUE_SECONDS : AGENT_SECONDS;
}

/**
 * Stands in the line of one agent, or of a queue, for the transfer of this call, and waits until somebody has answered. Null when nobody did
 * in time, or nobody is there who could.
 */
export async function takeTurn(
  call: Call,
  scope: CallScope<CallCause>,
  callId: CallId,
  to: Exclude<TransferTarget, { readonly kind: 'number' }>,
  until: Instant,
): Promise<Taken | null> {
  const { plan, record, ports } = call;
  if (to.kind === 'agent' && !ports.line.isAtWork(to.agentId)) return null;
  const queueId = to.kind === 'agent' ? agentLineOf(to.agentId) : to.queueId;
  const turn = ports.line.enter(
    {
      callId,
      queueId,
      campaignId: plan.campaignId,
      priority: to.kind === 'agent' ? AGENT_LINE_PRIORITY : plan.priority,
      arrivedAt: record.arrivedAt,
      queuedAt: record.queuedAt ?? record.arrivedAt,
      hereSince: until - seconds(patienceOf(to)),
      // Whoever sends a caller somewhere knows why: the campaign's skills count in the campaign's queue.
      requiredSkills: queueId === plan.queueId ? plan.requiredSkills : [],
      afterCall: plan.afterCall,
      overflowAt: Math.max(until, call.now() + seconds(1)),
      kind: 'transfer',
    },
    call.asOffered(),
  );
  let isClaimed = false;
  scope.defer(() => {
    // Somebody answered in the very moment: nobody stays on the phone with nobody.
    if (!turn.leave() && !isClaimed && scope.cause?.kind !== 'suspended') ports.line.over(callId);
  });
  const outcome = await scope.until(turn.outcome);
  if (outcome.kind !== 'agent') return null;
  ports.line.claim(callId);
  isClaimed = true;
  return outcome;
}

/** Until when an agent is asked from now on. */
export function untilOf(call: Call, to: TransferTarget, since: Instant = call.now()): Instant {
  return since + seconds(patienceOf(to));
}
