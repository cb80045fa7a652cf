import { backToWork, closeConversation, endHoldOff, endWrapUp, move, touch } from './agent-moves.js';
import { canBeCalled } from './agent-status.js';
import type { FloorRefusal } from './decision.js';
import type { Draft } from './draft.js';
import type { Agent, Queue } from './floor-state.js';
import { overflow } from './line.js';
import { withdrawFromAgent } from './offers.js';

const SIGNED_OUT: FloorRefusal = { code: 'agent-signed-out', message: 'The agent is signed out.' };
const ALREADY_SIGNED_IN: FloorRefusal = { code: 'already-signed-in', message: 'The agent is signed in already.' };
const IN_CALL: FloorRefusal = { code: 'agent-in-call', message: 'The agent is in a conversation: end it first.' };
const ALREADY_PAUSED: FloorRefusal = { code: 'already-paused', message: 'The agent is paused for that reason already.' };
const NOT_PAUSED: FloorRefusal = { code: 'not-paused', message: 'The agent is not paused and no pause is pending.' };
const NOT_IN_WRAP_UP: FloorRefusal = { code: 'not-in-wrap-up', message: 'The agent is not in wrap-up.' };

/** `connected`: by a call to the phone, which stays up. */
export function signIn(draft: Draft, agent: Agent, connected: boolean): FloorRefusal | null {
  if (agent.state !== 'signed-out') return ALREADY_SIGNED_IN;
  agent.connected = connected;
  agent.misses = 0;
  agent.callsTaken = 0;
  agent.talkedMs = 0;
  backToWork(draft, agent, draft.now);
  return null;
}

/** Refused during a conversation. Whatever else was under way ends: an offer, wrap-up, rest, a pause. */
export function signOut(draft: Draft, agent: Agent, reason: string | null): FloorRefusal | null {
  if (agent.state === 'signed-out') return SIGNED_OUT;
  if (agent.state === 'talking') return IN_CALL;
  leave(draft, agent, reason);
  return null;
}

function leave(draft: Draft, agent: Agent, reason: string | null): void {
  if (agent.offer !== null) withdrawFromAgent(draft, agent.offer, 'agent-left');
  agent.connected = false;
  agent.work = null;
  agent.pendingPause = null;
  agent.restUntil = null;
  agent.restSeconds = 0;
  move(draft, agent, 'signed-out', { reason });
  const queues = [...agent.queues].sort((a, b) => (a.settings.queueId < b.settings.queueId ? -1 : 1));
  for (const queue of queues) overflowIfDeserted(draft, queue);
}

/** Found up after a restart. */
export function phoneConnected(draft: Draft, agent: Agent): void {
  if (agent.connected) return;
  agent.connected = true;
  touch(draft, agent);
}

/**
 * The phone that was to stay connected is gone: its agent is signed out. A conversation ends with it and nothing follows, for the agent has
 * left.
 */
export function phoneDropped(draft: Draft, agent: Agent, reason: 'phone-dropped' | 'phone-transferred'): void {
  if (agent.state === 'signed-out') return;
  if (agent.state === 'talking') closeConversation(draft, agent);
  leave(draft, agent, reason);
}

/** When the last agent has left and the queue wants it, nobody is left waiting for nobody. */
export function overflowIfDeserted(draft: Draft, queue: Queue): void {
  if (queue.signedIn > 0 || queue.settings.lastAgentLeaves === 'stay') return;
  // A callback waits at home, and loses nothing by waiting on.
  for (const caller of [...queue.line]) if (caller.entry.kind !== 'callback') overflow(draft, caller, 'nobody-signed-in');
}

/** At once when idle, resting or being offered a call; after wrap-up when in a conversation or in wrap-up. */
export function pause(draft: Draft, agent: Agent, reason: string | null): FloorRefusal | null {
  switch (agent.state) {
    case 'signed-out':
      return SIGNED_OUT;
    case 'talking':
    case 'wrap-up':
      agent.pendingPause = reason ?? '';
      touch(draft, agent);
      return null;
    case 'paused':
      return changeReason(draft, agent, reason);
    case 'offered':
    case 'available':
    case 'conventional-pause':
      if (agent.offer !== null) withdrawFromAgent(draft, agent.offer, 'agent-left');
      move(draft, agent, 'paused', { reason });
      return null;
  }
}

function changeReason(draft: Draft, agent: Agent, reason: string | null): FloorRefusal | null {
  if (agent.reason === reason) return ALREADY_PAUSED;
  agent.reason = reason;
  agent.since = draft.now;
  touch(draft, agent);
  return null;
}

/** Ends a pause or cancels the one that is pending. A conventional pause that was interrupted by the pause is finished first. */
export function resume(draft: Draft, agent: Agent): FloorRefusal | null {
  if (agent.pendingPause !== null) {
    agent.pendingPause = null;
    touch(draft, agent);
    return null;
  }
  if (agent.state === 'signed-out') return SIGNED_OUT;
  if (agent.state !== 'paused') return NOT_PAUSED;
  agent.misses = 0;
  backToWork(draft, agent, draft.now);
  return null;
}

export function finishWrapUp(draft: Draft, agent: Agent): FloorRefusal | null {
  if (agent.state !== 'wrap-up') return NOT_IN_WRAP_UP;
  endWrapUp(draft, agent, draft.now);
  return null;
}

/**
 * An unreachable phone is offered nothing; its agent stays signed in. A phone that registers again is trusted at once. One that is connected
 * needs no registration to take a call.
 */
export function phoneReachability(draft: Draft, agent: Agent, reachable: boolean): void {
  if (reachable) endHoldOff(draft, agent);
  if (agent.phoneRegistered === reachable) return;
  agent.phoneRegistered = reachable;
  if (!canBeCalled(agent) && agent.offer !== null) {
    withdrawFromAgent(draft, agent.offer, 'phone-lost');
    move(draft, agent, 'available');
  } else touch(draft, agent);
}
