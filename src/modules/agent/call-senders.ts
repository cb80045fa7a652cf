import type { Fact } from '../../core/journal/facts.js';
import { isConsultation, type AgentId } from '../../core/kernel/ids.js';

export const CALL_KINDS = ['call', 'transfer', 'returned', 'consultation'] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/** How an agent comes by a call; `from`: the colleague who sends the caller or asks about them. */
export interface WayToAgent {
  readonly kind: CallKind;
  readonly from: AgentId | null;
}

const FROM_THE_LINE: WayToAgent = { kind: 'call', from: null };

/** Who sent a caller to whom, or asks whom about them, as the facts of the call tell it in order. */
export class CallSenders {
  private sender: AgentId | null = null;
  private isBack = false;
  private asks: AgentId | null = null;
  private readonly ways = new Map<AgentId, WayToAgent>();

  follow(fact: Fact): void {
    if (fact.type === 'call-transferred') {
      this.sender = fact.agentId;
      this.isBack = false;
    }
    if (fact.type === 'transfer-failed') this.isBack = true;
    if (fact.type === 'consultation-begun') this.asks = fact.agentId;
    if (fact.type === 'call-offered')
      this.ways.set(fact.agentId, isConsultation(fact.callId) ? { kind: 'consultation', from: this.asks } : this.sentTo(fact.agentId));
    if (fact.type === 'conversation-handed-over') this.ways.set(fact.agentId, this.sentTo(fact.agentId));
  }

  wayTo(agentId: AgentId): WayToAgent {
    return this.ways.get(agentId) ?? FROM_THE_LINE;
  }

  private sentTo(agentId: AgentId): WayToAgent {
    if (this.sender === null) return FROM_THE_LINE;
    return this.isBack && this.sender === agentId ? { kind: 'returned', from: null } : { kind: 'transfer', from: this.sender };
  }
}
