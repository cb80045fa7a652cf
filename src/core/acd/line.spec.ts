import { describe, expect, it } from '@jest/globals';
import { CountingIds } from '../../../test/support/counting-ids.js';
import { callId, FloorLab, requiring } from '../../../test/support/floor-lab.js';
import { rebuildFromFacts } from './floor-history.js';
import { describeFloor, restoreFloor, snapshotFloor } from './floor-snapshot.js';

describe('A caller waits in a line', () => {
  it('and is offered at once to an agent who is free', () => {
    const lab = new FloorLab()
      .agent('ann')
      .queue({ agents: ['ann'] })
      .signIn('ann');
    const { orders, facts } = lab.call('c1');
    expect(orders.map(({ type }) => type)).toEqual(['offer-call', 'arm-timer']);
    expect(facts.map(({ type }) => type)).toEqual(['call-queued', 'call-offered', 'agent-state']);
    expect(lab.state('ann')).toBe('offered c1');
  });

  it('in the order of the larger priority, then of the longest wait, then of the earlier dial, then of the id', () => {
    const lab = new FloorLab().agent('ann').queue({ agents: ['ann'] });
    const { now } = lab;
    lab.call('late', { queuedAt: now });
    lab.call('b', { queuedAt: now - 5000, arrivedAt: now - 5000 });
    lab.call('a', { queuedAt: now - 5000, arrivedAt: now - 5000 });
    lab.call('dialled-first', { queuedAt: now - 5000, arrivedAt: now - 6000 });
    lab.call('important', { priority: 1 });
    expect(['important', 'dialled-first', 'a', 'b', 'late'].map((name) => lab.position(name))).toEqual([1, 2, 3, 4, 5]);
    lab.signIn('ann');
    expect(lab.state('ann')).toBe('offered important');
  });

  it('and moves up when somebody ahead hangs up', () => {
    const lab = new FloorLab().queue();
    lab.call('c1');
    lab.now += 10;
    lab.call('c2');
    expect(lab.position('c2')).toBe(2);
    const { facts } = lab.leave('c1');
    expect(facts).toEqual([expect.objectContaining({ type: 'call-left-queue', cause: 'caller-left', waitedSeconds: 0.01 })]);
    expect(lab.position('c2')).toBe(1);
    expect(lab.position('c1')).toBeNull();
  });

  it('at the place given by the time already waited after a transfer', () => {
    const lab = new FloorLab().queue();
    lab.call('c1');
    lab.now += 1000;
    lab.call('transferred', { queuedAt: lab.now - 60_000, arrivedAt: lab.now - 60_000 });
    expect(lab.position('transferred')).toBe(1);
  });

  it('and is served whatever the priority in time, when waiting ages', () => {
    const lab = new FloorLab().agent('ann').queue({ agents: ['ann'], ageingSeconds: 30 });
    lab.call('humble', { priority: 0 });
    lab.now += 29_000;
    lab.call('noble', { priority: 1 });
    expect(lab.position('noble')).toBe(1);
    lab.leave('noble');
    lab.now += 2000;
    lab.call('noble-2', { priority: 1 });
    expect(lab.position('humble')).toBe(1);
  });

  it('and does not move while waiting, whatever the ageing: two who wait age alike', () => {
    const lab = new FloorLab().queue({ ageingSeconds: 10 });
    lab.call('c1', { priority: 0 });
    lab.now += 5000;
    lab.call('c2', { priority: 1 });
    expect(lab.position('c2')).toBe(1);
    lab.advance(3600);
    expect(lab.position('c2')).toBe(1);
  });

  it('is not let in twice, nor while talking', () => {
    const lab = new FloorLab().agent('ann').queue({ agents: ['ann'] });
    lab.call('c1');
    expect(lab.call('c1').refusal?.code).toBe('call-already-queued');
    lab.signIn('ann').answer('ann');
    expect(lab.call('c1').refusal?.code).toBe('call-in-conversation');
    expect(lab.call('c2', { queue: 'nowhere' }).refusal?.code).toBe('unknown-queue');
    expect(lab.state('ann')).toBe('talking c1');
  });
});

describe('An agent of several queues', () => {
  const twoQueues = (): FloorLab =>
    new FloorLab()
      .agent('ann')
      .queue({ id: 'a', agents: ['ann'] })
      .queue({ id: 'b', agents: ['ann'] });

  it('takes the caller with the larger priority over all of them, then who waits longest', () => {
    const lab = twoQueues();
    lab.call('long', { queue: 'a' });
    lab.now += 10;
    lab.call('short', { queue: 'b' });
    lab.now += 10;
    lab.call('urgent', { queue: 'b', priority: 3 });
    lab.signIn('ann').answer('ann');
    expect(lab.state('ann')).toBe('talking urgent');
    lab.hangUp('ann');
    expect(lab.state('ann')).toBe('offered long');
  });

  it('compares what waiting is worth in each, when only one of them ages', () => {
    const lab = new FloorLab()
      .agent('ann')
      .queue({ id: 'a', agents: ['ann'], ageingSeconds: 10 })
      .queue({ id: 'b', agents: ['ann'] });
    lab.call('aged', { queue: 'a', priority: 0 });
    lab.call('fixed', { queue: 'b', priority: 2 });
    lab.advance(25).signIn('ann');
    expect(lab.state('ann')).toBe('offered aged');
  });

  it('is offered one call at a time, and one of a busy agent is not offered anywhere', () => {
    const lab = twoQueues().signIn('ann');
    lab.call('c1', { queue: 'a' });
    lab.call('c2', { queue: 'b' });
    expect(lab.offers()).toEqual(['c1→ann']);
    lab.answer('ann');
    expect(lab.offers()).toEqual(['c1→ann']);
  });

  it('is passed over by callers whose skills they lack, though these wait longer', () => {
    const lab = new FloorLab().agent('ann', { english: 3 }).queue({ agents: ['ann'] });
    lab.call('french', { requiredSkills: requiring({ french: 1 }) });
    lab.now += 10;
    lab.call('english', { requiredSkills: requiring({ english: 3 }) });
    lab.signIn('ann');
    expect(lab.state('ann')).toBe('offered english');
    expect(lab.position('french')).toBe(1);
  });
});

describe('A caller who has waited long enough', () => {
  const loops = (lab: FloorLab): FloorLab => {
    lab.call('c1', { overflowAt: lab.now + 60_000 });
    return lab;
  };

  it('overflows when the loops run out', () => {
    const lab = loops(new FloorLab().queue()).advance(60);
    expect(lab.orders.at(-1)).toEqual({ type: 'overflow-call', callId: 'c1', criterion: 'loops' });
    expect(lab.position('c1')).toBeNull();
    expect(lab.timersArmed()).toEqual([]);
  });

  it('is not overflowed while a phone rings, and is when that comes to nothing', () => {
    const lab = loops(new FloorLab().agent('ann').queue({ agents: ['ann'] }))
      .advance(55)
      .signIn('ann')
      .advance(6);
    expect(lab.state('ann')).toBe('offered c1');
    expect(lab.orders.some(({ type }) => type === 'overflow-call')).toBe(false);
    lab.fail('ann', 'refused');
    expect(lab.orders.at(-1)).toEqual({ type: 'overflow-call', callId: 'c1', criterion: 'loops' });
    expect(lab.state('ann')).toBe('available');
  });

  it('is not overflowed once somebody answered', () => {
    const lab = loops(new FloorLab().agent('ann').queue({ agents: ['ann'] })).signIn('ann');
    lab.answer('ann');
    lab.advance(120);
    expect(lab.state('ann')).toBe('talking c1');
    expect(lab.orders.some(({ type }) => type === 'overflow-call')).toBe(false);
  });

  it('no longer needs the skill that relaxes', () => {
    const lab = new FloorLab()
      .agent('ann', { sales: 1 })
      .queue({ agents: ['ann'] })
      .signIn('ann');
    lab.call('c1', { requiredSkills: [...requiring({ french: 5 }, 20), ...requiring({ sales: 1 })] });
    lab.advance(19);
    expect(lab.state('ann')).toBe('available');
    lab.advance(1);
    expect(lab.state('ann')).toBe('offered c1');
    expect(lab.facts).toContainEqual({ type: 'requirement-relaxed', callId: 'c1', queueId: 'q', skillIds: ['french'] });
  });

  it('has the skill relaxed on entry already, when the wait goes back far enough', () => {
    const lab = new FloorLab()
      .agent('ann')
      .queue({ agents: ['ann'] })
      .signIn('ann');
    lab.call('c1', { queuedAt: lab.now - 30_000, requiredSkills: requiring({ french: 5 }, 20) });
    expect(lab.state('ann')).toBe('offered c1');
  });

  it('has it relaxed only after so long in this line, however old the place is: a callback, or who was sent here', () => {
    const lab = new FloorLab()
      .agent('ann')
      .queue({ agents: ['ann'] })
      .signIn('ann');
    lab.call('c1', {
      kind: 'callback',
      queuedAt: lab.now - 30_000,
      hereSince: lab.now - 5_000,
      requiredSkills: requiring({ french: 5 }, 20),
    });
    const restored = restoreFloor(snapshotFloor(lab.floor), new CountingIds(1));
    expect(restored.callers.get(callId('c1'))?.relaxAt).toBe(lab.now + 15_000);
    expect(describeFloor(rebuildFromFacts(lab.history, new CountingIds(1)))).toBe(describeFloor(lab.floor));
    expect(lab.advance(14).state('ann')).toBe('available');
    expect(lab.advance(1).state('ann')).toBe('offered c1');
    expect(describeFloor(rebuildFromFacts(lab.history, new CountingIds(1)))).toBe(describeFloor(lab.floor));
  });
});

describe('When the last agent signs out', () => {
  const withCallers = (lastAgentLeaves: 'stay' | 'overflow'): FloorLab => {
    const lab = new FloorLab()
      .agent('ann')
      .agent('bob')
      .queue({ agents: ['ann', 'bob'], lastAgentLeaves })
      .signIn('ann', 'bob');
    lab.pause('bob');
    for (const name of ['c1', 'c2']) lab.call(name);
    return lab;
  };

  it('callers stay, where the queue says so', () => {
    const lab = withCallers('stay');
    lab.signOut('bob');
    lab.signOut('ann');
    expect([lab.position('c1'), lab.position('c2')]).toEqual([1, 2]);
  });

  it('all overflow, where the queue says so, the one who was ringing too', () => {
    const lab = withCallers('overflow');
    lab.signOut('ann');
    expect([lab.position('c1'), lab.position('c2')]).toEqual([1, 2]);
    lab.signOut('bob');
    expect(lab.orders.filter(({ type }) => type === 'overflow-call')).toEqual([
      { type: 'overflow-call', callId: 'c1', criterion: 'nobody-signed-in' },
      { type: 'overflow-call', callId: 'c2', criterion: 'nobody-signed-in' },
    ]);
  });
});
