import { unreachable } from '../kernel/bug.js';
import { finishWrapUp, pause, phoneConnected, phoneDropped, phoneReachability, resume, signIn, signOut } from './agent-requests.js';
import { callerLeft, conversationEnded, handOver, neverBegan, putBack, queueCaller } from './callers.js';
import { configureAgent, configureQueue, configureSkillGroups, removeAgent, removeQueue } from './configuring.js';
import type { FloorRefusal } from './decision.js';
import type { Draft } from './draft.js';
import type { FloorEvent } from './floor-events.js';
import type { Agent } from './floor-state.js';
import { extendOffer, hearRinging, missOffer, takeCall } from './offers.js';
import { resumeAgent } from './resumption.js';
import { timerFired } from './timers.js';

/** Works an event out, up to but without the pairs that it makes possible. Every event is decided in every state. */
export function apply(draft: Draft, event: FloorEvent): FloorRefusal | null {
  const { floor } = draft;
  switch (event.type) {
    case 'queue-configured':
      configureQueue(draft, event.queue);
      return null;
    case 'queue-removed':
      return removeQueue(draft, event.queueId);
    case 'agent-configured':
      configureAgent(draft, event.agent);
      return null;
    case 'agent-removed':
      return removeAgent(draft, event.agentId);
    case 'skill-groups-configured':
      configureSkillGroups(draft, event.groups);
      return null;
    case 'sign-in-asked':
    case 'sign-out-asked':
    case 'pause-asked':
    case 'resume-asked':
    case 'wrap-up-end-asked': {
      const agent = floor.agents.get(event.agentId);
      if (agent === undefined) return { code: 'unknown-agent', message: `There is no agent ${event.agentId}.` };
      return answerRequest(draft, event, agent);
    }
    case 'phone-reachability': {
      const agent = floor.agents.get(event.agentId);
      if (agent !== undefined) phoneReachability(draft, agent, event.reachable);
      return null;
    }
    case 'phone-connected': {
      const agent = floor.agents.get(event.agentId);
      if (agent !== undefined) phoneConnected(draft, agent);
      return null;
    }
    case 'phone-dropped': {
      const agent = floor.agents.get(event.agentId);
      if (agent !== undefined) phoneDropped(draft, agent, event.reason ?? 'phone-dropped');
      return null;
    }
    case 'agent-resumed-after-restart': {
      const agent = floor.agents.get(event.agent.agentId);
      if (agent !== undefined) resumeAgent(draft, agent, event.agent);
      return null;
    }
    case 'caller-queued':
      return queueCaller(draft, event.entry);
    case 'caller-back':
      return putBack(draft, event.entry);
    case 'caller-left':
      callerLeft(draft, event.callId);
      return null;
    case 'offer-ringing':
    case 'offer-answered':
    case 'offer-extended':
    case 'offer-failed':
      applyToOffer(draft, event);
      return null;
    case 'conversation-ended':
      conversationEnded(draft, event.callId, event.agentId);
      return null;
    case 'conversation-never-began':
      neverBegan(draft, event.callId, event.agentId);
      return null;
    case 'conversation-handed-over':
      handOver(draft, event);
      return null;
    case 'timer-fired':
      timerFired(draft, event.key);
      return null;
    default:
      return unreachable(event);
  }
}

type Request = Extract<FloorEvent, { type: `${string}-asked` }>;

function answerRequest(draft: Draft, request: Request, agent: Agent): FloorRefusal | null {
  switch (request.type) {
    case 'sign-in-asked':
      return signIn(draft, agent, request.connected === true);
    case 'sign-out-asked':
      return signOut(draft, agent, request.reason);
    case 'pause-asked':
      return pause(draft, agent, request.reason);
    case 'resume-asked':
      return resume(draft, agent);
    case 'wrap-up-end-asked':
      return finishWrapUp(draft, agent);
  }
}

type OfferEvent = Extract<FloorEvent, { type: `offer-${string}` }>;

function applyToOffer(draft: Draft, event: OfferEvent): void {
  const { floor } = draft;
  const { offerId } = event;
  const offer = floor.offers.get(offerId);
  if (offer === undefined) {
    const agentId = floor.endedOffers.agentOf(offerId);
    // The phone was picked up as the offer ended: without this it would stay connected to nobody.
    if (event.type === 'offer-answered' && agentId !== undefined) draft.orders.push({ type: 'release-phone', offerId, agentId });
    return;
  }
  switch (event.type) {
    case 'offer-answered':
      return takeCall(draft, offer);
    case 'offer-extended':
      return extendOffer(draft, offer, event.until);
    case 'offer-failed':
      return missOffer(draft, offer, event.failure);
    case 'offer-ringing':
      return hearRinging(draft, offer);
  }
}
