import { describe, expect, it } from '@jest/globals';
import { FloorLab } from '../../../test/support/floor-lab.js';
import type { AfterCall } from './floor-settings.js';

const WRAP_UP: AfterCall = { wrapUpSeconds: 30, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' };

/** Ann, alone on two queues, in a conversation of the first while a caller waits in the second. */
function talking(afterCall: Partial<AfterCall> = {}): FloorLab {
  const lab = new FloorLab()
    .agent('ann')
    .queue({ id: 'q', agents: ['ann'] })
    .queue({ id: 'other', agents: ['ann'] })
    .signIn('ann');
  lab.call('c1', { afterCall: { ...WRAP_UP, ...afterCall } });
  lab.answer('ann');
  lab.call('c2', { queue: 'other' });
  return lab.advance(60);
}

describe('After a conversation', () => {
  it('the agent wraps up, and no queue of theirs rings until the limit', () => {
    const lab = talking();
    const { facts } = lab.hangUp('ann');
    expect(facts[0]).toEqual({ type: 'conversation-ended', callId: 'c1', agentId: 'ann', talkedSeconds: 60 });
    expect(lab.status('ann')).toMatchObject({ state: 'wrap-up', callId: 'c1', queueId: 'q', until: lab.now + 30_000 });
    lab.advance(29.999);
    expect(lab.state('ann')).toBe('wrap-up c1');
    lab.advance(0.001);
    expect(lab.state('ann')).toBe('offered c2');
  });

  it('wrap-up ends early when the agent says so, and the next call rings at once', () => {
    const lab = talking();
    lab.hangUp('ann');
    expect(lab.ask('ann', 'wrap-up-end-asked')).toBeNull();
    expect(lab.state('ann')).toBe('offered c2');
    expect(lab.timersArmed()).toEqual([`offer:${lab.offerAt('ann')}`]);
    expect(lab.ask('ann', 'wrap-up-end-asked')).toBe('not-in-wrap-up');
  });

  it('wrap-up without a limit lasts until the agent ends it', () => {
    const lab = talking({ wrapUpSeconds: null });
    lab.hangUp('ann');
    lab.advance(86_400);
    expect(lab.state('ann')).toBe('wrap-up c1');
    lab.ask('ann', 'wrap-up-end-asked');
    expect(lab.state('ann')).toBe('offered c2');
  });

  it('without wrap-up the next call rings at once', () => {
    const lab = talking({ wrapUpSeconds: 0 });
    lab.hangUp('ann');
    expect(lab.state('ann')).toBe('offered c2');
  });
});

describe('The conventional pause', () => {
  it('that follows wrap-up begins at its end', () => {
    const lab = talking({ conventionalPauseSeconds: 10 });
    lab.hangUp('ann');
    lab.advance(30);
    expect(lab.status('ann')).toMatchObject({ state: 'conventional-pause', until: lab.now + 10_000, callId: null });
    lab.advance(9.999);
    expect(lab.state('ann')).toBe('conventional-pause');
    lab.advance(0.001);
    expect(lab.state('ann')).toBe('offered c2');
  });

  it('that follows wrap-up begins when the agent ends wrap-up early', () => {
    const lab = talking({ conventionalPauseSeconds: 10 });
    lab.hangUp('ann');
    lab.advance(5).ask('ann', 'wrap-up-end-asked');
    expect(lab.status('ann')).toMatchObject({ state: 'conventional-pause', until: lab.now + 10_000 });
  });

  it('that starts with wrap-up and is longer goes on after it', () => {
    const lab = talking({ conventionalPauseSeconds: 45, conventionalPauseStarts: 'with-wrap-up' });
    lab.hangUp('ann');
    const ended = lab.now;
    lab.advance(30);
    expect(lab.status('ann')).toMatchObject({ state: 'conventional-pause', until: ended + 45_000 });
    lab.advance(15);
    expect(lab.state('ann')).toBe('offered c2');
  });

  it('that starts with wrap-up and is shorter is over when wrap-up is', () => {
    const lab = talking({ conventionalPauseSeconds: 20, conventionalPauseStarts: 'with-wrap-up' });
    lab.hangUp('ann');
    lab.advance(29);
    expect(lab.state('ann')).toBe('wrap-up c1');
    lab.advance(1);
    expect(lab.state('ann')).toBe('offered c2');
  });

  it('that starts with an endless wrap-up is what is left of it when the agent ends wrap-up', () => {
    const lab = talking({ wrapUpSeconds: null, conventionalPauseSeconds: 20, conventionalPauseStarts: 'with-wrap-up' });
    lab.hangUp('ann');
    const ended = lab.now;
    lab.advance(15).ask('ann', 'wrap-up-end-asked');
    expect(lab.status('ann')).toMatchObject({ state: 'conventional-pause', until: ended + 20_000 });
  });

  it('cannot be cut short by pausing and resuming', () => {
    const lab = talking({ wrapUpSeconds: 0, conventionalPauseSeconds: 60 });
    lab.hangUp('ann');
    expect(lab.ask('ann', 'resume-asked')).toBe('not-paused');
    lab.advance(10).pause('ann', 'coffee');
    expect(lab.state('ann')).toBe('paused coffee');
    lab.advance(10).ask('ann', 'resume-asked');
    expect(lab.state('ann')).toBe('conventional-pause');
    lab.advance(40);
    expect(lab.state('ann')).toBe('offered c2');
  });
});

describe('A pause', () => {
  it('asked for during a call takes effect after wrap-up', () => {
    const lab = talking();
    expect(lab.pause('ann', 'lunch')).toBeNull();
    expect(lab.status('ann')).toMatchObject({ state: 'talking', pendingPause: 'lunch' });
    lab.hangUp('ann');
    expect(lab.status('ann')).toMatchObject({ state: 'wrap-up', pendingPause: 'lunch' });
    lab.advance(30);
    expect(lab.status('ann')).toMatchObject({ state: 'paused', reason: 'lunch', pendingPause: null });
  });

  it('asked for during wrap-up takes effect after it, with or without a reason', () => {
    const lab = talking();
    lab.hangUp('ann');
    lab.pause('ann');
    expect(lab.status('ann').pendingPause).toBe('');
    lab.advance(30);
    expect(lab.status('ann')).toMatchObject({ state: 'paused', reason: null });
  });

  it('that is pending can be taken back', () => {
    const lab = talking();
    lab.pause('ann', 'lunch');
    expect(lab.ask('ann', 'resume-asked')).toBeNull();
    lab.hangUp('ann');
    lab.advance(30);
    expect(lab.state('ann')).toBe('offered c2');
  });

  it('during an offer withdraws it without a miss, and the caller goes to another', () => {
    const lab = new FloorLab()
      .agent('ann')
      .agent('bob')
      .queue({ agents: ['ann', 'bob'], missesBeforePause: 1 })
      .signIn('ann', 'bob');
    lab.call('c1');
    lab.pause('ann', 'coffee');
    expect(lab.offers()).toEqual(['c1→ann', 'c1→bob']);
    expect(lab.state('ann')).toBe('paused coffee');
    expect(lab.facts.some(({ type }) => type === 'ring-no-answer')).toBe(false);
  });

  it('may change its reason, but is not asked for twice', () => {
    const lab = new FloorLab().agent('ann').signIn('ann');
    lab.pause('ann', 'coffee');
    expect(lab.pause('ann', 'coffee')).toBe('already-paused');
    expect(lab.pause('ann', 'training')).toBeNull();
    expect(lab.state('ann')).toBe('paused training');
  });
});

describe('Requests that the state does not allow are refused', () => {
  it.each([
    ['already-signed-in', (lab: FloorLab) => lab.ask('ann', 'sign-in-asked')],
    ['not-paused', (lab: FloorLab) => lab.ask('ann', 'resume-asked')],
    ['not-in-wrap-up', (lab: FloorLab) => lab.ask('ann', 'wrap-up-end-asked')],
    ['agent-in-call', (lab: FloorLab) => lab.signOut('ann')],
    ['agent-signed-out', (lab: FloorLab) => lab.pause('bob')],
    ['agent-signed-out', (lab: FloorLab) => lab.ask('bob', 'resume-asked')],
    ['agent-signed-out', (lab: FloorLab) => lab.signOut('bob')],
    ['unknown-agent', (lab: FloorLab) => lab.signOut('stranger')],
  ])('%s', (code, request) => {
    const lab = talking().agent('bob');
    expect(request(lab)).toBe(code);
  });
});

describe('Signing out', () => {
  it('during an offer withdraws it without a miss', () => {
    const lab = new FloorLab()
      .agent('ann')
      .queue({ agents: ['ann'] })
      .signIn('ann');
    lab.call('c1');
    lab.signOut('ann');
    expect(lab.state('ann')).toBe('signed-out');
    expect(lab.position('c1')).toBe(1);
    lab.signIn('ann');
    expect(lab.state('ann')).toBe('offered c1');
  });

  it('ends wrap-up, rest and pause', () => {
    const lab = talking({ conventionalPauseSeconds: 100 });
    lab.hangUp('ann');
    lab.pause('ann', 'lunch');
    expect(lab.signOut('ann')).toBeNull();
    expect(lab.timersArmed()).toEqual([]);
    lab.signIn('ann');
    expect(lab.state('ann')).toBe('offered c2');
  });
});
