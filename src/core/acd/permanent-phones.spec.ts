import { describe, expect, it } from '@jest/globals';
import { agentId, callId, FloorLab } from '../../../test/support/floor-lab.js';

const AFTER = { wrapUpSeconds: 20, conventionalPauseSeconds: 5, conventionalPauseStarts: 'after-wrap-up' } as const;

/** Ann's phone stays connected, and she is signed in. */
function annIsThere(): FloorLab {
  const lab = new FloorLab().agent('ann').queue({ id: 'q', agents: ['ann'] });
  lab.signIn('ann');
  return lab;
}
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
