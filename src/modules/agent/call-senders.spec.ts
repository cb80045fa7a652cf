import { describe, expect, it } from '@jest/globals';

import type { Fact } from '../../core/journal/facts.js';
import { brandId, consultationId, type AgentId, type CallId, type OfferId, type QueueId } from '../../core/kernel/ids.js';
import { CallSenders } from './call-senders.js';

const callId = brandId<CallId>('c');
const agent = (name: string): AgentId => brandId<AgentId>(name);
const [anne, bruno] = [agent('anne'), agent('bruno')];
const offered = (agentId: AgentId, of = callId): Fact => {
  return { type: 'call-offered', callId: of, agentId, offerId: brandId<OfferId>('o'), queueId: brandId<QueueId>('q'), ringsUntil: 0 };
};
const toBruno = { kind: 'agent', agentId: bruno } as const;
const sent = (mode: 'blind' | 'attended'): Fact => ({ type: 'call-transferred', callId, agentId: anne, to: toBruno, mode });

function after(...facts: Fact[]): CallSenders {
  const senders = new CallSenders();
  for (const fact of facts) senders.follow(fact);
  return senders;
}

describe('An agent is told how a caller comes to them', () => {
  it('from the line', () => {
    expect(after(offered(anne)).wayTo(anne)).toEqual({ kind: 'call', from: null });
  });

  it('sent by a colleague, which changes nothing of how the colleague had come by them', () => {
    const senders = after(offered(anne), sent('blind'), offered(bruno));
    expect([senders.wayTo(bruno), senders.wayTo(anne)]).toEqual([
      { kind: 'transfer', from: anne },
      { kind: 'call', from: null },
    ]);
  });

  it('back, since nobody took them where they were sent', () => {
    const failed: Fact = { type: 'transfer-failed', callId, agentId: anne, why: 'agent-not-available' };
    expect(after(offered(anne), sent('blind'), offered(bruno), failed, offered(anne)).wayTo(anne)).toEqual({
      kind: 'returned',
      from: null,
    });
  });

  it('by a colleague who asks about them, and then hands them over', () => {
    const begun: Fact = { type: 'consultation-begun', callId, agentId: anne, to: toBruno };
    const consulted = [offered(anne), begun, offered(bruno, consultationId(callId, 1))];
    expect(after(...consulted).wayTo(bruno)).toEqual({ kind: 'consultation', from: anne });
    const handedOver: Fact = { type: 'conversation-handed-over', callId, consultation: consultationId(callId, 1), agentId: bruno };
    expect(after(...consulted, sent('attended'), handedOver).wayTo(bruno)).toEqual({ kind: 'transfer', from: anne });
  });
});
