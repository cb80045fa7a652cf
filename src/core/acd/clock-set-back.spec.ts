import { describe, expect, it } from '@jest/globals';
import { agentId, FloorLab } from '../../../test/support/floor-lab.js';
import type { AfterCall } from './floor-settings.js';

const HOUR = 3_600_000;

/** The clock is set back an hour; the timer rings all the same, as long after as it was to last. */
function setBackAnd(lab: FloorLab, key: string): void {
  lab.now -= HOUR;
  lab.decide({ type: 'timer-fired', key });
}

function atWork(): FloorLab {
  return new FloorLab()
    .agent('ann')
    .queue({ agents: ['ann'] })
    .signIn('ann');
}

function afterCall(lab: FloorLab, wants: Partial<AfterCall>): FloorLab {
  lab.call('c1', { afterCall: { wrapUpSeconds: 30, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up', ...wants } });
  lab.answer('ann');
  lab.hangUp('ann');
  return lab;
}

describe('When the clock is set back an hour', () => {
  it('a phone does not ring an hour longer', () => {
    const lab = atWork();
    lab.call('c1');
    const offerId = lab.offerAt('ann');
    setBackAnd(lab, `offer:${offerId}`);
    expect(lab.facts).toContainEqual(expect.objectContaining({ type: 'ring-no-answer', offerId, failure: 'no-answer' }));
  });

  it('an agent does not wrap up, nor rest, an hour longer', () => {
    const lab = afterCall(atWork(), { conventionalPauseSeconds: 20 });
    setBackAnd(lab, 'wrap-up:ann');
    expect(lab.status('ann')).toMatchObject({ state: 'conventional-pause', until: lab.now + 20_000 });
    setBackAnd(lab, 'conventional-pause:ann');
    expect(lab.state('ann')).toBe('available');
  });

  it('a rest that began with wrap-up lasts as much longer than it as before', () => {
    const lab = afterCall(atWork(), { conventionalPauseSeconds: 50, conventionalPauseStarts: 'with-wrap-up' });
    setBackAnd(lab, 'wrap-up:ann');
    expect(lab.status('ann')).toMatchObject({ state: 'conventional-pause', until: lab.now + 20_000 });
  });

  it('an agent whose phone could not be called is not left alone for an hour', () => {
    const lab = atWork();
    lab.call('c1');
    lab.fail('ann', 'unreachable');
    expect(lab.status('ann').phoneReachable).toBe(false);
    setBackAnd(lab, 'hold-off:ann');
    expect(lab.state('ann')).toBe('offered c1');
  });

  it('a caller whose loops ran out while a phone rang overflows all the same when they run out again', () => {
    const lab = atWork();
    lab.call('c1', { overflowAt: lab.now + 10_000 });
    lab.advance(11);
    expect(lab.timersArmed()).not.toContain('loops:c1');
    lab.now -= 5_000;
    lab.fail('ann', 'unreachable');
    expect(lab.position('c1')).toBe(1);
    lab.advance(4);
    expect(lab.orders).toContainEqual({ type: 'overflow-call', callId: 'c1', criterion: 'loops' });
    expect(lab.floor.agents.get(agentId('ann'))?.offer).toBeNull();
  });
});
