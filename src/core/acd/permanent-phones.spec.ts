import { describe, expect, it } from '@jest/globals';
import { agentId, callId, FloorLab } from '../../../test/support/floor-lab.js';

const AFTER = { wrapUpSeconds: 20, conventionalPauseSeconds: 5, conventionalPauseStarts: 'after-wrap-up' } as const;

/** Ann's phone stays connected, and she is signed in. */
function annIsThere(): FloorLab {
  const lab = new FloorLab().agent('ann').queue({ id: 'q', agents: ['ann'] });
  lab.signIn('ann');
  return lab;
}
const registered = (lab: FloorLab, reachable: boolean): ReturnType<FloorLab['decide']> =>
  lab.decide({ type: 'phone-reachability', agentId: agentId('ann'), reachable });
const dropped = (lab: FloorLab): ReturnType<FloorLab['decide']> => lab.decide({ type: 'phone-dropped', agentId: agentId('ann') });

describe('An agent whose phone stays connected and is gone', () => {
  it('is signed out with the reason, whatever she was at', () => {
    const idle = annIsThere();
    const paused = annIsThere();
    paused.pause('ann');
    const wrapUp = annIsThere();
    wrapUp.call('c1', { afterCall: AFTER });
    wrapUp.answer('ann');
    wrapUp.hangUp('ann');
    for (const lab of [idle, paused, wrapUp]) {
      const { facts } = dropped(lab);
      expect(facts).toEqual([expect.objectContaining({ type: 'agent-state', state: 'signed-out', reason: 'phone-dropped', callId: null })]);
    }
  });

  it('has neither wrap-up nor rest after the conversation that ended with it', () => {
    const lab = annIsThere();
    lab.call('c1', { afterCall: AFTER });
    lab.answer('ann');
    lab.advance(30);
    const { facts } = dropped(lab);
    expect(facts).toMatchObject([
      { type: 'conversation-ended', callId: 'c1', talkedSeconds: 30 },
      { type: 'agent-state', state: 'signed-out', reason: 'phone-dropped', until: null, memory: { restSeconds: 0, restUntil: null } },
    ]);
    expect(lab.decide({ type: 'conversation-ended', callId: callId('c1'), agentId: agentId('ann') }).facts).toEqual([]);
    lab.signIn('ann');
    expect(lab.state('ann')).toBe('available');
  });

  it('leaves the caller who was just offered where they stood', () => {
    const lab = annIsThere();
    lab.call('c1');
    expect(lab.state('ann')).toBe('offered c1');
    expect(dropped(lab).facts.map(({ type }) => type)).toEqual(['offer-withdrawn', 'agent-state']);
    lab.signIn('ann');
    expect(lab.state('ann')).toBe('offered c1');
  });

  it('is signed out once', () => {
    const lab = annIsThere();
    dropped(lab);
    expect(dropped(lab)).toEqual({ orders: [], facts: [], refusal: null });
  });
});

describe('An agent whose phone is connected and no longer registered', () => {
  it('is offered calls, and keeps the one that is offered', () => {
    const lab = new FloorLab().agent('ann').queue({ id: 'q', agents: ['ann'] });
    lab.decide({ type: 'sign-in-asked', agentId: agentId('ann'), connected: true });
    registered(lab, false);
    lab.call('c1');
    expect(lab.state('ann')).toBe('offered c1');
    registered(lab, true);
    registered(lab, false);
    expect(lab.state('ann')).toBe('offered c1');
  });

  it('is offered nothing after the next sign-in, without a call to the phone', () => {
    const lab = new FloorLab().agent('ann').queue({ id: 'q', agents: ['ann'] });
    lab.decide({ type: 'sign-in-asked', agentId: agentId('ann'), connected: true });
    registered(lab, false);
    dropped(lab);
    lab.signIn('ann');
    lab.call('c1');
    expect(lab.state('ann')).toBe('available');
  });

  it('is offered the caller who waits when the call to the phone is found up after a restart', () => {
    const lab = annIsThere();
    registered(lab, false);
    lab.call('c1');
    expect(lab.state('ann')).toBe('available');
    const { facts } = lab.decide({ type: 'phone-connected', agentId: agentId('ann') });
    expect(facts).toContainEqual(expect.objectContaining({ type: 'agent-state', state: 'offered', phoneReachable: true }));
    expect(lab.decide({ type: 'phone-connected', agentId: agentId('ann') }).facts).toEqual([]);
  });
});
