import { describe, expect, it } from '@jest/globals';
import { agentId, FloorLab, queueId, requiring } from '../../../test/support/floor-lab.js';
import { admissionRefusal, queueIds, queueStatus } from './floor.js';
import type { AdmissionLimits } from './floor-settings.js';

describe('An administrator changes the floor while it works', () => {
  it('an agent taken out of a queue loses the offer of that queue, not the conversation', () => {
    const lab = new FloorLab()
      .agent('ann')
      .agent('bob')
      .queue({ agents: ['ann', 'bob'] })
      .signIn('ann', 'bob');
    lab.call('c1');
    lab.answer('ann');
    lab.call('c2');
    lab.queue({ agents: [] });
    expect([lab.state('ann'), lab.state('bob')]).toEqual(['talking c1', 'available']);
    expect(lab.position('c2')).toBe(1);
    lab.queue({ agents: ['bob'] });
    expect(lab.state('bob')).toBe('offered c2');
  });

  it('an agent who loses the skill loses the offer; one who gains it gets the caller', () => {
    const lab = new FloorLab()
      .agent('ann', { french: 5 })
      .agent('bob')
      .queue({ agents: ['ann', 'bob'] })
      .signIn('ann', 'bob');
    lab.call('c1', { requiredSkills: requiring({ french: 5 }) });
    lab.agent('ann', { french: 4 });
    expect([lab.state('ann'), lab.position('c1')]).toEqual(['available', 1]);
    lab.agent('bob', { french: 9 });
    expect(lab.state('bob')).toBe('offered c1');
  });

  it('an agent named by a queue before being known joins it when configured', () => {
    const lab = new FloorLab()
      .queue({ agents: ['ann'] })
      .agent('ann')
      .signIn('ann');
    lab.call('c1');
    expect(lab.state('ann')).toBe('offered c1');
  });

  it('ageing switched on gives callers the place it is worth', () => {
    const lab = new FloorLab().queue();
    lab.call('old');
    lab.now += 60_000;
    lab.call('noble', { priority: 1 });
    expect(lab.position('noble')).toBe(1);
    lab.queue({ ageingSeconds: 30 });
    expect(lab.position('old')).toBe(1);
  });

  it('a distribution changed while a call rings everywhere leaves it ringing', () => {
    const lab = new FloorLab()
      .agent('ann')
      .agent('bob')
      .queue({ agents: ['ann', 'bob'], distribution: 'ring-all' })
      .signIn('ann', 'bob');
    lab.call('c1');
    lab.queue({ agents: ['ann', 'bob'], distribution: 'random' });
    lab.answer('bob');
    expect([lab.state('ann'), lab.state('bob')]).toEqual(['available', 'talking c1']);
  });

  it('a queue is removed when nobody waits in it, an agent when signed out', () => {
    const lab = new FloorLab()
      .agent('ann')
      .queue({ agents: ['ann'] })
      .signIn('ann');
    lab.pause('ann');
    lab.call('c1');
    const removeQueue = (): string | null => lab.decide({ type: 'queue-removed', queueId: queueId('q') }).refusal?.code ?? null;
    const removeAgent = (): string | null => lab.decide({ type: 'agent-removed', agentId: agentId('ann') }).refusal?.code ?? null;
    expect([removeQueue(), removeAgent()]).toEqual(['queue-in-use', 'agent-signed-in']);
    lab.leave('c1');
    lab.signOut('ann');
    expect([removeQueue(), removeAgent(), removeQueue(), removeAgent()]).toEqual([null, null, null, null]);
    expect(queueIds(lab.floor)).toEqual([]);
  });

  it('the last agent taken out of a queue that overflows then takes nobody’s hope with them', () => {
    const lab = new FloorLab()
      .agent('ann')
      .queue({ agents: ['ann'], lastAgentLeaves: 'overflow' })
      .signIn('ann');
    lab.pause('ann');
    lab.call('c1');
    lab.queue({ agents: [], lastAgentLeaves: 'overflow' });
    expect(lab.orders.at(-1)).toEqual({ type: 'overflow-call', callId: 'c1', criterion: 'nobody-signed-in' });
  });
});

describe('A caller who arrives is let into the line', () => {
  const limits = (waitSeconds: number | null, queueLength: number | null): AdmissionLimits => ({
    campaignId: 'c' as never,
    waitSeconds,
    queueLength,
  });
  const staffed = (): FloorLab => {
    const lab = new FloorLab()
      .agent('ann')
      .queue({ agents: ['ann'] })
      .signIn('ann');
    lab.pause('ann');
    for (const name of ['c1', 'c2', 'c3']) lab.call(name);
    return lab;
  };
  const asked = (lab: FloorLab, ewt: number | null | 'infinite', wait: number | null, length: number | null): string | null =>
    admissionRefusal(lab.floor, queueId('q'), limits(wait, length), ewt);

  it.each([
    [60, 60, null, null],
    [60.5, 60, null, 'wait'],
    [null, 60, null, null],
    ['infinite', 60, null, 'wait'],
    ['infinite', null, null, null],
    [0, null, 3, null],
    [0, null, 2, 'queue-length'],
    [99, 60, 2, 'wait'],
  ] as const)('estimated %s with limits of %s seconds and %s callers, three waiting: %s', (ewt, wait, length, expected) => {
    expect(asked(staffed(), ewt, wait, length)).toBe(expected);
  });

  it('nobody signed in counts as an infinite wait', () => {
    const lab = staffed();
    lab.signOut('ann');
    expect(asked(lab, null, 3600, null)).toBe('wait');
    expect(asked(lab, null, null, 3)).toBeNull();
  });
});

describe('The board shows', () => {
  it('who waits, since when, and what the agents do', () => {
    const lab = new FloorLab()
      .agent('ann')
      .agent('bob')
      .agent('cid')
      .queue({ agents: ['ann', 'bob', 'cid'] })
      .signIn('ann', 'bob');
    lab.pause('bob');
    lab.call('c1', { queuedAt: lab.now - 9000, requiredSkills: requiring({ french: 1 }) });
    lab.call('c2', { priority: 2 });
    expect(queueStatus(lab.floor, queueId('q'), lab.now)).toEqual({
      waiting: 2,
      longestWaitSeconds: 9,
      agents: { available: 0, offered: 1, talking: 0, wrapUp: 0, paused: 1, conventionalPause: 0 },
    });
  });
});
