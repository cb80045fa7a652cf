import { letGo } from '../calls/let-go.js';
import { writeSavedLeg, type SavedLeg } from '../calls/saved-call.js';
import { waitUntil } from '../calls/wait-until.js';
import { watchLeg, type WatchedLeg } from '../calls/watched-leg.js';
import { seconds } from '../kernel/time.js';
import { numberShownTo } from '../plan/displayed-number.js';
import { PbxUnreachable, type LegEnd } from '../ports/telephony.js';
import type { Attempt, AttemptEnd, ReservedAgent } from './attempt.js';
import type { AttemptFailure } from './callback-record.js';

/** So long the customer's telephone may ring. */
export const RING_SECONDS = 30;
/** The PBX gives up by itself so much later, should we not live to do it. */
const SPARE_SECONDS = 5;

const FAILURES: Readonly<Record<LegEnd, AttemptFailure>> = {
  'hung-up': 'failed',
  busy: 'busy',
  refused: 'refused',
  'no-answer': 'no-answer',
  unreachable: 'unreachable',
  cancelled: 'failed',
  failed: 'failed',
};

/** The customer is dialled: the dial policy is asked and the dial written down first. Null: the PBX did not take it. */
export async function dialCustomer(attempt: Attempt, reserved: ReservedAgent | null): Promise<WatchedLeg | AttemptEnd> {
  const { ports, scope, callback, leg, plan } = attempt;
  if (!ports.mayDial()) return { kind: 'not-dialled', why: 'not-due' };
  const line = ports.outbound.lineTo(callback.number);
  if ('refused' in line) return { kind: 'not-dialled', why: line.refused };
  const { displayedNumber, language } = plan;
  const shown = numberShownTo(callback.number, displayedNumber);
  const customer = watchLeg(ports.switchboard, leg);
  scope.defer(customer.unwatch);
  attempt.dialledAt = ports.clock.now();
  attempt.dials(shown);
  ports.outbound.dialled(leg);
  try {
    const dialled = ports.telephony.dial({
      leg,
      endpoint: line.endpoint,
      from: { number: shown, name: null },
      assertedIdentity: displayedNumber.forced ? shown : null,
      giveUpAfterSeconds: RING_SECONDS + SPARE_SECONDS,
      saved: writeSavedLeg(savedOf(attempt, reserved)),
      language,
    });
    await scope.until(dialled);
    return customer;
  } catch (fault) {
    if (!(fault instanceof PbxUnreachable)) throw fault;
    // Perhaps it rings all the same: nobody would be there to answer to.
    void letGo(ports, leg, 'normal');
    return { kind: 'not-reached', outcome: 'failed' };
  }
}

function savedOf({ callId, callback, dialledAt }: Attempt, reserved: ReservedAgent | null): SavedLeg {
  return { kind: 'callback', callId, callbackId: callback.callbackId, dialledAt: dialledAt ?? 0, agent: reserved };
}

/** Waits until the customer answers or is given up. `agentGone` ends it too; who answered in that very instant is served all the same. */
export async function untilAnswered(attempt: Attempt, customer: WatchedLeg, agentGone: Promise<unknown>): Promise<AttemptEnd> {
  const { ports, scope, stopped, leg } = attempt;
  const left = agentGone.then(() => 'agent-left' as const);
  const end = await scope.until(Promise.race([customer.answered, customer.gone, left, stopped, ringTime(attempt)]));
  if (end === 'answered') {
    customer.handOver();
    return { kind: 'answered' };
  }
  if (!customer.isGone()) void letGo(ports, leg, 'normal');
  return { kind: 'not-reached', outcome: end === 'agent-left' || end === 'stopped' ? 'agent-left' : FAILURES[end] };
}

async function ringTime({ ports, scope, dialledAt }: Attempt): Promise<'no-answer'> {
  await waitUntil(ports.clock, (dialledAt ?? ports.clock.now()) + seconds(RING_SECONDS), scope);
  return 'no-answer';
}
