import { playTo, type Listener } from '../calls/prompts.js';
import { watchLeg, type WatchedLeg } from '../calls/watched-leg.js';
import type { Attempt, AttemptEnd, ReservedAgent } from './attempt.js';
import { dialCustomer, untilAnswered } from './dial-customer.js';

/**
 * The agent has taken the callback: hears the whisper, then the ringing while the customer is dialled. Whoever is not needed any more is let
 * go; when the customer answers both legs are up and nobody has been put together yet.
 */
export async function agentFirst(attempt: Attempt, reserved: ReservedAgent): Promise<AttemptEnd> {
  const { scope, ports } = attempt;
  const agent = watchLeg(ports.switchboard, reserved.agentLeg);
  scope.defer(agent.unwatch);
  return letAgentGo(attempt, agent, await leadAgent(attempt, reserved, agent));
}

/** The same after a restart that found the customer's telephone ringing, or answered, and the agent on the phone. */
export async function agentFirstAgain(attempt: Attempt, reserved: ReservedAgent): Promise<AttemptEnd> {
  const { scope, ports, leg } = attempt;
  const agent = watchLeg(ports.switchboard, reserved.agentLeg);
  const customer = watchLeg(ports.switchboard, leg);
  scope.defer(agent.unwatch);
  scope.defer(customer.unwatch);
  return letAgentGo(attempt, agent, await untilAnswered(attempt, customer, agent.gone));
}

async function leadAgent(attempt: Attempt, reserved: ReservedAgent, agent: WatchedLeg): Promise<AttemptEnd> {
  await whisper(attempt, agent);
  if (attempt.wasStopped) return { kind: 'not-dialled', why: 'stopped' };
  if (agent.isGone()) return { kind: 'not-dialled', why: 'agent-left' };
  const customer = await dialCustomer(attempt, reserved);
  if ('kind' in customer) return customer;
  ringToAgent(attempt, reserved);
  return untilAnswered(attempt, customer, agent.gone);
}

function letAgentGo({ ports, bridge, dialledAt }: Attempt, agent: WatchedLeg, end: AttemptEnd): AttemptEnd {
  if (end.kind === 'answered') agent.handOver();
  else if (!agent.isGone()) {
    // A phone that stays connected would ring on.
    if (dialledAt !== null) ports.telephony.stopMusic(agent.leg).catch(() => undefined);
    ports.agentLegs.letGo(agent.leg, bridge);
  }
  return end;
}

async function whisper({ plan, ports, scope, callId, stopped }: Attempt, agent: WatchedLeg): Promise<void> {
  if (plan.whisper === null) return;
  const sounds = [plan.whisper];
  const gone = new Promise<never>(() => undefined);
  const listener: Listener = { id: callId, leg: agent.leg, life: scope, ports, now: () => ports.clock.now(), callerIsGone: () => gone };
  const part = scope.child();
  const heard = part.run(() => playTo(listener, sounds, 'whisper', part));
  await scope.until(Promise.race([heard, agent.gone, stopped]));
  part.end({ kind: 'finished' });
}

/** Nobody waits for it: the customer is dialled whether or not the agent hears so. */
function ringToAgent({ ports, callId }: Attempt, { agentLeg }: ReservedAgent): void {
  ports.telephony.startMusic(agentLeg, { kind: 'ring-tone' }).catch((fault: unknown) => {
    ports.log.warn('an agent hears no ringing', { callId, fault: String(fault) });
  });
}
