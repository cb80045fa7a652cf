import { describe, expect, it } from '@jest/globals';
import { agentId, FloorLab } from '../../../test/support/floor-lab.js';
import { HOLD_OFF_SECONDS } from './agent-moves.js';

function ringing(...agents: readonly string[]): FloorLab {
  const lab = new FloorLab();
  for (const name of agents) lab.agent(name);
  lab.queue({ agents }).signIn(...agents);
  lab.call('c1');
  return lab;
}

describe('An agent who is offered a call', () => {
  it('answers and is put together with the caller', () => {
    const lab = ringing('ann');
    lab.now += 4000;
    const offerId = lab.offerAt('ann');
    const { orders, facts } = lab.answer('ann');
    expect(orders).toEqual([
      { type: 'disarm-timer', key: `offer:${offerId}` },
      { type: 'connect-call', offerId, callId: 'c1', agentId: 'ann' },
    ]);
    expect(facts[0]).toEqual(expect.objectContaining({ type: 'call-taken', waitedSeconds: 4 }));
    expect(lab.state('ann')).toBe('talking c1');
    expect(lab.position('c1')).toBeNull();
  });

  it('hears the phone ring, once however often that is said', () => {
    const lab = ringing('ann');
    const offerId = lab.offerAt('ann');
    expect(lab.decide({ type: 'offer-ringing', offerId }).facts).toHaveLength(1);
    expect(lab.decide({ type: 'offer-ringing', offerId }).facts).toHaveLength(0);
  });

  it('misses it when the ringing has lasted, and the caller keeps the place and goes to another', () => {
    const lab = ringing('ann', 'bob');
    lab.call('c2');
    lab.answer('bob');
    lab.now += 1;
    lab.call('c3');
    lab.advance(14);
    lab.hangUp('bob');
    expect(lab.state('bob')).toBe('offered c3');
    lab.leave('c3');
    lab.advance(1);
    expect(lab.offers()).toEqual(['c1→ann', 'c2→bob', 'c3→bob', 'c1→bob']);
    expect(lab.facts).toContainEqual(expect.objectContaining({ type: 'ring-no-answer', agentId: 'ann', failure: 'no-answer', misses: 1 }));
    expect(lab.state('ann')).toBe('available');
  });

  it.each(['busy', 'refused', 'no-answer'] as const)('is paused, visibly, after missing two in a row: %s', (failure) => {
    const lab = ringing('ann');
    lab.fail('ann', failure);
    expect(lab.state('ann')).toBe('offered c1');
    lab.fail('ann', failure);
    expect(lab.state('ann')).toBe('paused missed-offers');
    expect(lab.position('c1')).toBe(1);
    expect(lab.ask('ann', 'resume-asked')).toBeNull();
    lab.fail('ann', failure);
    expect(lab.state('ann')).toBe('offered c1');
  });

  it('starts counting anew with an answer', () => {
    const lab = ringing('ann');
    lab.fail('ann', 'refused');
    lab.answer('ann');
    lab.hangUp('ann');
    lab.call('c2');
    lab.fail('ann', 'refused');
    expect(lab.state('ann')).toBe('offered c2');
  });

  it.each(['unreachable', 'failed'] as const)('is left alone for a moment, without a miss, when the phone is %s', (failure) => {
    const lab = ringing('ann');
    lab.fail('ann', failure);
    expect(lab.status('ann')).toMatchObject({ state: 'available', phoneReachable: false });
    expect(lab.offers()).toEqual(['c1→ann']);
    lab.advance(HOLD_OFF_SECONDS);
    expect(lab.offers()).toEqual(['c1→ann', 'c1→ann']);
    lab.fail('ann', failure);
    lab.decide({ type: 'phone-reachability', agentId: agentId('ann'), reachable: true });
    expect(lab.offers()).toHaveLength(3);
    expect(lab.facts.filter(({ type }) => type === 'ring-no-answer')).toEqual([
      expect.objectContaining({ misses: 0 }),
      expect.objectContaining({ misses: 0 }),
    ]);
  });

  it('loses it without a miss when the phone is lost, and gets the next when it is back', () => {
    const lab = ringing('ann');
    const offerId = lab.offerAt('ann');
    lab.decide({ type: 'phone-reachability', agentId: agentId('ann'), reachable: false });
    expect(lab.orders.at(-1)).toEqual({ type: 'withdraw-offer', offerId, callId: 'c1', agentId: 'ann', reason: 'phone-lost' });
    expect(lab.status('ann')).toMatchObject({ state: 'available', phoneReachable: false });
    lab.decide({ type: 'phone-reachability', agentId: agentId('ann'), reachable: true });
    expect(lab.state('ann')).toBe('offered c1');
  });

  it('is not called again for the caller just missed while somebody else is free', () => {
    const lab = ringing('ann');
    lab
      .agent('bob')
      .queue({ agents: ['ann', 'bob'] })
      .signIn('bob');
    lab.fail('ann', 'refused');
    expect(lab.offers()).toEqual(['c1→ann', 'c1→bob']);
  });

  it('is not called again for a caller missed while somebody is free who was never called for them', () => {
    const lab = ringing('ann');
    lab
      .agent('bob')
      .agent('cyd')
      .queue({ agents: ['ann', 'bob', 'cyd'], distribution: 'fewest-calls', missesBeforePause: 9 })
      .signIn('bob')
      .signIn('cyd');
    for (const name of ['ann', 'bob', 'cyd', 'ann']) lab.fail(name, 'refused');
    expect(lab.offers()).toEqual(['c1→ann', 'c1→bob', 'c1→cyd', 'c1→ann', 'c1→bob']);
  });
});

describe('When the caller hangs up', () => {
  it('the phone stops ringing and the agent, idle all along, takes the next', () => {
    const lab = ringing('ann');
    lab.now += 5;
    lab.call('c2');
    const offerId = lab.offerAt('ann');
    const { orders } = lab.leave('c1');
    expect(orders).toContainEqual({ type: 'withdraw-offer', offerId, callId: 'c1', agentId: 'ann', reason: 'caller-left' });
    expect(lab.state('ann')).toBe('offered c2');
  });

  it('at the instant of the answer, whichever comes in first wins: the hang-up', () => {
    const lab = ringing('ann');
    const offerId = lab.offerAt('ann');
    lab.leave('c1');
    expect(lab.decide({ type: 'offer-answered', offerId }).orders).toEqual([{ type: 'release-phone', offerId, agentId: 'ann' }]);
    expect(lab.state('ann')).toBe('available');
  });

  it('at the instant of the answer, whichever comes in first wins: the answer', () => {
    const lab = ringing('ann');
    lab.answer('ann');
    expect(lab.leave('c1')).toEqual({ orders: [], facts: [], refusal: null });
    expect(lab.state('ann')).toBe('talking c1');
  });

  it('nothing is said of those who never came', () => {
    const lab = ringing('ann');
    expect(lab.leave('stranger')).toEqual({ orders: [], facts: [], refusal: null });
  });
});

describe('News that comes late or twice', () => {
  it('a phone answered after the ringing timed out is let go', () => {
    const lab = ringing('ann', 'bob');
    const offerId = lab.offerAt('ann');
    lab.advance(15);
    expect(lab.decide({ type: 'offer-answered', offerId }).orders).toEqual([{ type: 'release-phone', offerId, agentId: 'ann' }]);
  });

  it('a second answer, a failure after the answer and unknown offers change nothing', () => {
    const lab = ringing('ann');
    const offerId = lab.offerAt('ann');
    lab.answer('ann');
    const nothing = { orders: [], facts: [], refusal: null };
    expect(lab.decide({ type: 'offer-answered', offerId })).toEqual(nothing);
    expect(lab.decide({ type: 'offer-failed', offerId, failure: 'busy' })).toEqual(nothing);
    expect(lab.decide({ type: 'offer-answered', offerId: 'stranger' as typeof offerId })).toEqual(nothing);
    lab.hangUp('ann');
    expect(lab.decide({ type: 'conversation-ended', callId: 'c1' as never, agentId: agentId('ann') })).toEqual(nothing);
  });

  it('a timer that is not expected rings in vain, one that rings too early is armed again', () => {
    const lab = ringing('ann');
    const key = `offer:${lab.offerAt('ann')}`;
    expect(lab.decide({ type: 'timer-fired', key }).orders).toEqual([{ type: 'arm-timer', key, at: lab.now + 15_000 }]);
    for (const stray of ['wrap-up:ann', 'offer:stranger', 'loops:c1', 'relax:c1', 'hold-off:ann', 'nonsense', '']) {
      expect(lab.decide({ type: 'timer-fired', key: stray })).toEqual({ orders: [], facts: [], refusal: null });
    }
  });
});

describe('A conversation that never began', () => {
  it('puts the caller back where they stood, and leaves the agent whose phone vanished alone for a moment', () => {
    const lab = new FloorLab()
      .agent('ann')
      .agent('bob')
      .queue({ agents: ['ann', 'bob'] })
      .signIn('ann');
    const entry = lab.entry('c1');
    lab.decide({ type: 'caller-queued', entry });
    lab.now += 1000;
    lab.call('c2');
    lab.answer('ann');
    lab.decide({ type: 'caller-back', callId: entry.callId, entry });
    expect(lab.position('c1')).toBe(1);
    expect(lab.status('ann')).toMatchObject({ state: 'available', phoneReachable: false });
    lab.signIn('bob');
    expect(lab.state('bob')).toBe('offered c1');
    expect(lab.facts.findLast((fact) => fact.type === 'agent-state' && fact.agentId === 'ann')).toMatchObject({
      memory: { callsTaken: 0 },
    });
    expect(lab.facts).toContainEqual(expect.objectContaining({ type: 'call-put-back', callId: 'c1', agentId: 'ann', position: 1 }));
  });
});
