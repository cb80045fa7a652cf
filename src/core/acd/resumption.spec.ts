import { describe, expect, it } from '@jest/globals';
import { agentId, callId, FloorLab, queueId } from '../../../test/support/floor-lab.js';
import { signedIn } from '../../../test/support/last-known.js';
import type { AgentResumption } from './floor-events.js';
import type { AfterCall, Distribution } from './floor-settings.js';

const WRAP_UP: AfterCall = { wrapUpSeconds: 30, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' };

describe('After a restart an agent goes on', () => {
  const resumed = (saved: Partial<AgentResumption>, secondsAgo = 100): FloorLab => {
    const lab = new FloorLab().agent('ann').queue({ agents: ['ann'] });
    lab.call('waiting');
    const agent: AgentResumption = {
      agentId: agentId('ann'),
      state: 'available',
      since: lab.now - secondsAgo * 1000,
      until: null,
      reason: null,
      callId: null,
      misses: 0,
      afterCall: null,
      queueId: null,
      pendingPause: null,
      restUntil: null,
      ...saved,
    };
    lab.decide({ type: 'agent-resumed-after-restart', agent });
    return lab;
  };
  const inCall = { callId: callId('c1'), queueId: queueId('q'), afterCall: { ...WRAP_UP, conventionalPauseSeconds: 50 } };

  it('in the conversation, to its wrap-up', () => {
    const lab = resumed({ state: 'talking', ...inCall });
    expect(lab.state('ann')).toBe('talking c1');
    const { facts } = lab.hangUp('ann');
    expect(facts[0]).toMatchObject({ talkedSeconds: 100 });
    expect(lab.state('ann')).toBe('wrap-up c1');
  });

  it('in the conversation that was found on the PBX, whatever was saved', () => {
    const lab = resumed({ state: 'paused', reason: 'lunch' });
    const saved = {
      agentId: agentId('ann'),
      since: lab.now - 5000,
      until: null,
      reason: null,
      misses: 0,
      pendingPause: null,
      restUntil: null,
    };
    lab.decide({ type: 'agent-resumed-after-restart', agent: { ...saved, ...inCall, state: 'talking' } });
    expect(lab.status('ann')).toMatchObject({ state: 'talking', callId: 'c1', pendingPause: 'lunch', since: lab.now - 5000 });
  });

  it('in wrap-up that is not over', () => {
    const lab = resumed({ state: 'wrap-up', ...inCall }, 10);
    expect(lab.state('ann')).toBe('wrap-up c1');
  });

  it('in the rest that followed a wrap-up that ended meanwhile, counted from when it ended', () => {
    const lab = resumed({ state: 'wrap-up', ...inCall });
    const until = lab.now - 20_000;
    const again = resumed({ state: 'wrap-up', ...inCall, until });
    expect(again.status('ann')).toMatchObject({ state: 'conventional-pause', until: until + 50_000 });
  });

  it('at work, when everything ended meanwhile', () => {
    const past = { until: new FloorLab().now - 60_000 };
    expect(resumed({ state: 'wrap-up', ...inCall, ...past }).state('ann')).toBe('offered waiting');
    expect(resumed({ state: 'conventional-pause', ...past }).state('ann')).toBe('offered waiting');
    expect(resumed({ state: 'available' }).state('ann')).toBe('offered waiting');
    expect(resumed({ state: 'talking' }).state('ann')).toBe('offered waiting');
  });

  it('in the pause, with what was missed before', () => {
    const lab = resumed({ state: 'paused', reason: 'lunch', misses: 1 });
    expect(lab.status('ann')).toMatchObject({ state: 'paused', reason: 'lunch', since: lab.now - 100_000 });
  });

  it('in the pause, and takes what is left of the rest that it interrupted', () => {
    const until = new FloorLab().now + 20_000;
    const lab = resumed({ state: 'paused', restUntil: until });
    lab.decide({ type: 'resume-asked', agentId: agentId('ann') });
    expect(lab.status('ann')).toMatchObject({ state: 'conventional-pause', until });
  });

  it('with one more miss to the pause, when one was missed before', () => {
    const lab = resumed({ misses: 1 });
    lab.fail('ann', 'refused');
    expect(lab.state('ann')).toBe('paused missed-offers');
  });
});

describe('After a restart the next call goes', () => {
  /** A team at work; `restarted` is the same one taken up again from what was told of it last. */
  const team = (distribution: Distribution): FloorLab => {
    const lab = new FloorLab()
      .agent('ann')
      .agent('bob')
      .queue({ distribution, agents: ['ann', 'bob'] });
    return lab.signIn('ann', 'bob');
  };
  const restarted = (before: FloorLab, distribution: Distribution): FloorLab => {
    const lab = new FloorLab()
      .agent('ann')
      .agent('bob')
      .queue({ distribution, agents: ['ann', 'bob'] });
    lab.now = before.now + 3_000;
    for (const agent of signedIn(before.facts)) lab.decide({ type: 'agent-resumed-after-restart', agent });
    return lab;
  };
  const serve = (lab: FloorLab, name: string, agent: string, seconds: number): void => {
    lab.call(name);
    lab.answer(agent);
    lab.advance(seconds).hangUp(agent);
  };

  it('to who is idle longest, also when a call was ringing there as the backend died', () => {
    const lab = team('longest-idle');
    lab.advance(10).call('ringing');
    expect(lab.state('ann')).toBe('offered ringing');
    const again = restarted(lab, 'longest-idle');
    again.call('ringing');
    expect(again.state('ann')).toBe('offered ringing');
  });

  it('to who took the fewest calls since signing in, those before the restart included', () => {
    const lab = team('fewest-calls');
    serve(lab, 'c1', 'ann', 10);
    const again = restarted(lab, 'fewest-calls');
    again.call('c2');
    expect(again.offers()).toEqual(['c2→bob']);
  });

  it('to who talked the least since signing in, before the restart and through it', () => {
    const lab = team('least-talk-time');
    serve(lab, 'c1', 'ann', 10);
    serve(lab, 'c2', 'bob', 5);
    const again = restarted(lab, 'least-talk-time');
    again.call('c3');
    expect(again.offers()).toEqual(['c3→bob']);
    again.answer('bob');
    const oncemore = restarted(again, 'least-talk-time');
    oncemore.advance(1).hangUp('bob');
    oncemore.call('c4');
    expect(oncemore.offers()).toEqual(['c4→bob']);
    oncemore.leave('c4');
    serve(oncemore, 'c5', 'bob', 2);
    oncemore.call('c6');
    expect(oncemore.offers().at(-1)).toBe('c6→ann');
  });

  it('to who took fewer, where a conversation found on the PBX is one, and is none when it turns out never to have begun', () => {
    const talks = (): FloorLab => {
      const lab = team('fewest-calls');
      const [saved] = signedIn(lab.facts);
      if (saved === undefined) throw new Error('ann was signed in');
      const found = { ...saved, state: 'talking' as const, callId: callId('found'), queueId: queueId('q'), turns: undefined };
      lab.decide({ type: 'agent-resumed-after-restart', agent: found });
      return lab;
    };
    const served = talks();
    served.hangUp('ann');
    served.call('c1');
    expect(served.offers()).toEqual(['c1→bob']);
    const inVain = talks();
    inVain.decide({ type: 'conversation-never-began', callId: callId('found'), agentId: agentId('ann') });
    expect(inVain.floor.agents.get(agentId('ann'))?.callsTaken).toBe(0);
  });
});
