import type { FloorOrder } from '../core/acd/floor-orders.js';
import { unreachable } from '../core/kernel/bug.js';
import { callOf, type LegId } from '../core/kernel/ids.js';
import type { Callbacks } from './callbacks.js';
import type { CallsInProgress } from './calls-in-progress.js';
import type { FloorWriter } from './floor-writer.js';
import type { FloorTimers } from './floor-timers.js';
import type { Offers } from './offers.js';
import type { Turns } from './turns.js';

export interface ClerkParts {
  readonly timers: FloorTimers;
  readonly offers: Offers;
  readonly turns: Turns;
  readonly calls: CallsInProgress;
  readonly callbacks: Callbacks;
  readonly writer: FloorWriter;
  /** Hangs up an agent's leg that nobody owns any more. */
  readonly letGo: (leg: LegId) => void;
}

/** Carries out the floor's orders. What an order meets that is gone by now is told to the floor as an event, never as a fault. */
export class OrderClerk {
  constructor(private readonly parts: ClerkParts) {}

  carryOut(order: FloorOrder): void {
    switch (order.type) {
      case 'offer-call':
        this.offer(order);
        return;
      case 'withdraw-offer':
      case 'release-phone':
        this.parts.offers.withdraw(order.offerId);
        return;
      case 'connect-call':
        this.connect(order);
        return;
      case 'overflow-call':
        this.parts.turns.settle(order.callId, { kind: 'overflow', criterion: order.criterion });
        return;
      case 'arm-timer':
        this.parts.timers.arm(order.key, order.at);
        return;
      case 'disarm-timer':
        this.parts.timers.disarm(order.key);
        return;
      default:
        unreachable(order);
    }
  }

  private offer(order: Extract<FloorOrder, { readonly type: 'offer-call' }>): void {
    if (this.parts.callbacks.offered(order)) return;
    const offered = this.parts.turns.offeredFor(order.callId);
    if (offered === null) {
      // A call that lives on at a PBX out of reach keeps its place; the agent is left alone for a moment.
      if (this.parts.calls.livesOn(callOf(order.callId))) {
        this.parts.writer.post({ type: 'offer-failed', offerId: order.offerId, failure: 'failed' });
      } else this.parts.writer.post({ type: 'caller-left', callId: order.callId });
      return;
    }
    this.parts.offers.offer(order, offered);
  }

  /** A phone that is gone by now is a conversation without an agent: the call finds out when it joins them, and goes back to its place. */
  private connect({ offerId, callId, agentId }: Extract<FloorOrder, { readonly type: 'connect-call' }>): void {
    const { offers, turns, writer, letGo } = this.parts;
    const agentLeg = offers.handOver(offerId);
    if (agentLeg !== null && turns.settle(callId, { kind: 'agent', offerId, agentId, agentLeg })) return;
    writer.post({ type: 'conversation-ended', callId, agentId });
    if (agentLeg !== null) letGo(agentLeg);
  }
}
