import { describe, expect, it } from '@jest/globals';
import { agentId, callId, FloorLab, NO_AFTER_CALL } from '../../../test/support/floor-lab.js';
import { agentLine, AGENT_LINE_PRIORITY } from './agent-line.js';

/** Ann talks to a caller and Bob is free; both serve one queue, and each has a line of their own. */
function annTalks(): FloorLab {
  const lab = new FloorLab()
    .agent('ann')
    .agent('bob')
    .queue({ id: 'q', agents: ['ann', 'bob'] });
  for (const name of ['ann', 'bob']) lab.decide({ type: 'queue-configured', queue: agentLine(agentId(name)) });
  lab.signIn('ann', 'bob');
  lab.call('c1');
  lab.answer('ann');
  return lab;
}

/** Ann asks Bob about her caller, and Bob answers. */
function bobConsulted(afterCall = NO_AFTER_CALL): FloorLab {
  const lab = annTalks();
  lab.call('c1~1', { queue: 'agent-line:bob', priority: AGENT_LINE_PRIORITY, kind: 'transfer', afterCall });
  lab.answer('bob');
  return lab.advance(20);
}

describe('An agent who was consulted about a caller', () => {
  it('talks to the caller from the handing over on, and who had the caller wraps up', () => {
    const lab = bobConsulted();
    const { facts } = lab.decide({
      type: 'conversation-handed-over',
      callId: callId('c1'),
      consultation: callId('c1~1'),
      agentId: agentId('bob'),
    });
    expect(facts.map(({ type }) => type)).toEqual(['conversation-ended', 'conversation-handed-over', 'agent-state', 'agent-state']);
    expect([lab.state('ann'), lab.state('bob')]).toEqual(['available', 'talking c1']);
    lab.hangUp('bob');
    expect(lab.state('bob')).toBe('available');
  });

  it('has nothing to wrap up, whatever the campaign wants; after the handing over as much as anybody', () => {
    const afterCall = { wrapUpSeconds: null, conventionalPauseSeconds: 60, conventionalPauseStarts: 'with-wrap-up' } as const;
    const only = bobConsulted(afterCall);
    only.hangUp('bob');
    expect(only.state('bob')).toBe('available');
    const handed = bobConsulted(afterCall);
    const handing = { type: 'conversation-handed-over', callId: callId('c1'), consultation: callId('c1~1') } as const;
    handed.decide({ ...handing, agentId: agentId('bob') });
    handed.hangUp('bob');
    expect(handed.state('bob')).toBe('wrap-up c1');
  });

  it('is handed nobody when the consultation is over, or is somebody else’s', () => {
    const lab = bobConsulted();
    const handing = { type: 'conversation-handed-over' as const, callId: callId('c1'), consultation: callId('c1~1') };
    lab.decide({ ...handing, agentId: agentId('ann') });
    expect([lab.state('ann'), lab.state('bob')]).toEqual(['talking c1', 'talking c1~1']);
    lab.hangUp('bob');
    lab.decide({ ...handing, agentId: agentId('bob') });
    expect([lab.state('ann'), lab.state('bob')]).toEqual(['talking c1', 'available']);
  });
});

describe('An agent who misses callers sent to them', () => {
  const miss = (lab: FloorLab, times: number): string => {
    for (let n = 0; n < times; n += 1) {
      lab.call(`for-bob-${String(n)}`, { queue: 'agent-line:bob', priority: AGENT_LINE_PRIORITY, kind: 'transfer' });
      lab.advance(31);
    }
    return lab.state('bob');
  };
  const bobServes = (...limits: number[]): FloorLab => {
    const lab = annTalks();
    lab.queue({ id: 'q', agents: ['ann'] });
    limits.forEach((missesBeforePause, n) => lab.queue({ id: `q${String(n)}`, agents: ['bob'], missesBeforePause }));
    return lab;
  };

  it('is paused as the queues that they serve want it, the strictest of those that pause', () => {
    expect(miss(bobServes(3), 2)).toBe('available');
    expect(miss(bobServes(3), 3)).toBe('paused missed-offers');
    expect(miss(bobServes(0, 5, 3), 3)).toBe('paused missed-offers');
  });

  it('is never paused where the queues never pause, and after two misses where they serve none', () => {
    expect(miss(bobServes(0), 6)).toBe('available');
    expect(miss(bobServes(), 1)).toBe('available');
    expect(miss(bobServes(), 2)).toBe('paused missed-offers');
  });
});

describe('A caller sent to one agent', () => {
  it('comes before everybody who takes any agent, and rings at nobody else', () => {
    const lab = annTalks();
    lab.pause('bob');
    lab.call('waits-long', { priority: 9 });
    lab.call('for-bob', { queue: 'agent-line:bob', priority: AGENT_LINE_PRIORITY, kind: 'transfer' });
    lab.hangUp('ann');
    expect(lab.state('ann')).toBe('offered waits-long');
    lab.ask('bob', 'resume-asked');
    expect(lab.state('bob')).toBe('offered for-bob');
  });

  it('does not ring twice at an agent who refuses', () => {
    const lab = annTalks();
    lab.call('for-bob', { queue: 'agent-line:bob', priority: AGENT_LINE_PRIORITY, kind: 'transfer' });
    lab.fail('bob', 'refused');
    expect(lab.orders.at(-1)).toEqual({ type: 'overflow-call', callId: 'for-bob', criterion: 'loops' });
    expect(lab.state('bob')).toBe('available');
  });

  it('does not wait for an agent who goes home', () => {
    const lab = annTalks();
    lab.pause('bob');
    lab.call('for-bob', { queue: 'agent-line:bob', priority: AGENT_LINE_PRIORITY, kind: 'transfer' });
    lab.signOut('bob');
    expect(lab.orders.at(-1)).toEqual({ type: 'overflow-call', callId: 'for-bob', criterion: 'nobody-signed-in' });
  });
});
