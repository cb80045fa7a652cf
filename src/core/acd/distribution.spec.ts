import { describe, expect, it } from '@jest/globals';
import { agentId, FloorLab, requiring } from '../../../test/support/floor-lab.js';
import type { Distribution, SkillGroupSettings } from './floor-settings.js';

function team(distribution: Distribution, ...agents: readonly string[]): FloorLab {
  const lab = new FloorLab();
  for (const name of agents) lab.agent(name);
  return lab.queue({ distribution, agents }).signIn(...agents);
}

/** A call that is answered and lasts; answers who took it. */
function serve(lab: FloorLab, name: string, seconds = 10): string {
  lab.call(name);
  const agent = lab.offers().at(-1)?.split('→')[1] ?? 'nobody';
  lab.answer(agent);
  lab.advance(seconds).hangUp(agent);
  return agent;
}

describe('The next call goes', () => {
  it('to the longest idle: to each in turn of coming free', () => {
    const lab = team('longest-idle', 'ann', 'bob', 'cid');
    expect(['c1', 'c2', 'c3', 'c4'].map((name) => serve(lab, name))).toEqual(['ann', 'bob', 'cid', 'ann']);
  });

  it('to the longest idle, where a call that was withdrawn does not count and one that was missed does', () => {
    const lab = team('longest-idle', 'ann', 'bob');
    lab.call('gone');
    lab.now += 5;
    lab.leave('gone');
    expect(serve(lab, 'c1')).toBe('ann');
    lab.call('missed');
    lab.fail('bob', 'refused');
    expect(lab.state('ann')).toBe('offered missed');
    lab.leave('missed');
    expect(serve(lab, 'c2')).toBe('ann');
  });

  it('round: to who was last offered the longest ago, however long they have been idle', () => {
    const lab = team('round-robin', 'ann', 'bob', 'cid');
    expect(['c1', 'c2'].map((name) => serve(lab, name))).toEqual(['ann', 'bob']);
    lab.pause('cid');
    lab.ask('cid', 'resume-asked');
    expect(['c3', 'c4'].map((name) => serve(lab, name))).toEqual(['cid', 'ann']);
  });

  it('to who took the fewest calls since signing in', () => {
    const lab = team('fewest-calls', 'ann', 'bob');
    expect(serve(lab, 'c1')).toBe('ann');
    expect(serve(lab, 'c2')).toBe('bob');
    lab
      .agent('cid')
      .queue({ distribution: 'fewest-calls', agents: ['ann', 'bob', 'cid'] })
      .signIn('cid');
    expect(['c3', 'c4'].map((name) => serve(lab, name))).toEqual(['cid', 'ann']);
  });

  it('to who talked the least', () => {
    const lab = team('least-talk-time', 'ann', 'bob');
    expect(serve(lab, 'c1', 60)).toBe('ann');
    expect(['c2', 'c3', 'c4'].map((name) => serve(lab, name, 25))).toEqual(['bob', 'bob', 'bob']);
    expect(serve(lab, 'c5')).toBe('ann');
  });

  it('by lot: everybody gets a fair part, the same with the same seed', () => {
    const draw = (): string[] => {
      const lab = team('random', 'ann', 'bob', 'cid');
      return Array.from({ length: 300 }, (_, i) => serve(lab, `c${String(i)}`));
    };
    const drawn = draw();
    for (const name of ['ann', 'bob', 'cid']) {
      const part = drawn.filter((agent) => agent === name).length;
      expect(part).toBeGreaterThan(70);
      expect(part).toBeLessThan(130);
    }
    expect(draw()).toEqual(drawn);
  });
});

describe('Ring all', () => {
  it('rings everywhere; the first answer wins and the others are let go without a miss', () => {
    const lab = team('ring-all', 'ann', 'bob', 'cid');
    lab.call('c1');
    expect(lab.offers()).toEqual(['c1→ann', 'c1→bob', 'c1→cid']);
    const late = lab.offerAt('cid');
    const { orders } = lab.answer('bob');
    expect(orders.filter(({ type }) => type === 'withdraw-offer')).toEqual([
      expect.objectContaining({ agentId: 'ann', reason: 'answered-elsewhere' }),
      expect.objectContaining({ agentId: 'cid', reason: 'answered-elsewhere' }),
    ]);
    expect(lab.decide({ type: 'offer-answered', offerId: late }).orders).toEqual([
      { type: 'release-phone', offerId: late, agentId: 'cid' },
    ]);
    expect(['ann', 'bob', 'cid'].map((name) => lab.state(name))).toEqual(['available', 'talking c1', 'available']);
  });

  it('rings the next call on those let go', () => {
    const lab = team('ring-all', 'ann', 'bob', 'cid');
    lab.call('c1');
    lab.now += 1;
    lab.call('c2');
    expect(lab.position('c2')).toBe(2);
    lab.answer('ann');
    expect(lab.offers().slice(3)).toEqual(['c2→bob', 'c2→cid']);
  });

  it('rings on a phone more when an agent comes free, unless somebody waits whom nobody rings for', () => {
    const lab = team('ring-all', 'ann', 'bob');
    lab.pause('bob');
    lab.call('c1');
    lab.ask('bob', 'resume-asked');
    expect(lab.offers()).toEqual(['c1→ann', 'c1→bob']);
    lab.pause('bob');
    lab.call('c2');
    lab.ask('bob', 'resume-asked');
    expect(lab.state('bob')).toBe('offered c2');
  });

  it('rings on all the phones more of those who come free at once', () => {
    const lab = team('ring-all', 'ann', 'bob', 'cid').agent('dan');
    lab.queue({ id: 'r', distribution: 'ring-all', agents: ['ann', 'cid', 'dan'] }).signIn('dan');
    lab.call('r1', { queue: 'r' });
    lab.call('q1');
    expect(lab.offers().slice(3)).toEqual(['q1→bob']);
    lab.answer('dan');
    expect(lab.offers().slice(4)).toEqual(['q1→ann', 'q1→cid']);
  });

  it('does not ring again for a call just missed while it still rings elsewhere, and does when nobody answered', () => {
    const lab = team('ring-all', 'ann', 'bob');
    lab.call('c1');
    lab.fail('ann', 'refused');
    expect(lab.state('ann')).toBe('available');
    expect(lab.state('bob')).toBe('offered c1');
    lab.fail('bob', 'refused');
    expect(lab.offers().slice(2).sort()).toEqual(['c1→ann', 'c1→bob']);
  });

  it('stops everywhere when the caller hangs up', () => {
    const lab = team('ring-all', 'ann', 'bob');
    lab.call('c1');
    expect(lab.leave('c1').orders.filter(({ type }) => type === 'withdraw-offer')).toHaveLength(2);
    expect(lab.timersArmed()).toEqual([]);
  });

  it('rings on more phones when a requirement relaxes', () => {
    const lab = new FloorLab().agent('ann', { french: 5 }).agent('bob');
    lab.queue({ distribution: 'ring-all', agents: ['ann', 'bob'], ringTimeoutSeconds: 60 }).signIn('ann', 'bob');
    lab.call('c1', { requiredSkills: requiring({ french: 5 }, 20) });
    expect(lab.offers()).toEqual(['c1→ann']);
    lab.advance(20);
    expect(lab.offers()).toEqual(['c1→ann', 'c1→bob']);
  });
});

describe('Skills', () => {
  const group = (autoDecrement: boolean): SkillGroupSettings[] => [
    { groupId: 'g', skillIds: ['french' as never, 'sales' as never], autoDecrement },
  ];
  const experts = (autoDecrement: boolean): FloorLab => {
    const lab = new FloorLab();
    lab.decide({ type: 'skill-groups-configured', groups: group(autoDecrement) });
    lab
      .agent('low', { french: 2, sales: 9 })
      .agent('high', { french: 8, sales: 3 })
      .agent('none', { sales: 9 })
      .agent('zero', { french: 0 });
    return lab.queue({ agents: ['low', 'high', 'none', 'zero'] }).signIn('low', 'none', 'zero', 'high');
  };

  it('the best free agent is called first, however long the others are idle', () => {
    const lab = experts(true);
    lab.call('c1', { requiredSkills: requiring({ french: 1 }) });
    lab.call('c2', { requiredSkills: requiring({ french: 1 }) });
    lab.call('c3', { requiredSkills: requiring({ french: 1 }) });
    expect(lab.offers()).toEqual(['c1→high', 'c2→low']);
  });

  it('level 0 has the skill; no level has not', () => {
    const lab = experts(true);
    for (const name of ['c1', 'c2', 'c3', 'c4']) lab.call(name, { requiredSkills: requiring({ french: 0 }) });
    expect(lab.offers()).toEqual(['c1→high', 'c2→low', 'c3→zero']);
  });

  it('with several, the rank is the lowest of the levels required, then their sum', () => {
    const lab = experts(true);
    lab.call('c1', { requiredSkills: requiring({ french: 0, sales: 0 }) });
    expect(lab.offers()).toEqual(['c1→high']);
    lab
      .agent('even', { french: 3, sales: 9 })
      .queue({ agents: ['low', 'high', 'even'] })
      .signIn('even');
    lab.leave('c1');
    lab.call('c2', { requiredSkills: requiring({ french: 0, sales: 0 }) });
    expect(lab.offers().at(-1)).toBe('c2→even');
  });

  it('without automatic decrement the caller waits for the best signed in, even while others are free', () => {
    const lab = experts(false);
    lab.call('c1', { requiredSkills: requiring({ french: 1 }) });
    lab.answer('high');
    lab.call('c2', { requiredSkills: requiring({ french: 1 }) });
    expect(lab.offers()).toEqual(['c1→high']);
    lab.pause('high');
    lab.hangUp('high');
    expect(lab.state('high')).toBe('paused');
    expect(lab.offers()).toEqual(['c1→high']);
    lab.signOut('high');
    expect(lab.offers()).toEqual(['c1→high', 'c2→low']);
  });

  it('without automatic decrement a lesser agent who comes free leaves the caller to the best, who is busy', () => {
    const lab = experts(false);
    lab.call('any');
    expect(lab.offers()).toEqual(['any→low']);
    lab.answer('low');
    lab.call('c1', { requiredSkills: requiring({ french: 1 }) });
    lab.answer('high');
    lab.call('c2', { requiredSkills: requiring({ french: 1 }) });
    lab.hangUp('low');
    expect(lab.state('low')).toBe('available');
    lab.hangUp('high');
    expect(lab.state('high')).toBe('offered c2');
  });

  it('without automatic decrement an agent whose phone is lost does not keep callers waiting', () => {
    const lab = experts(false);
    lab.call('c1', { requiredSkills: requiring({ french: 1 }) });
    lab.decide({ type: 'phone-reachability', agentId: agentId('high'), reachable: false });
    expect(lab.offers()).toEqual(['c1→high', 'c1→low']);
  });

  it('without automatic decrement a requirement that relaxes opens the line to all', () => {
    const lab = experts(false);
    lab.call('c1', { requiredSkills: requiring({ french: 1 }) });
    lab.answer('high');
    lab.call('c2', { requiredSkills: requiring({ french: 1 }, 30) });
    lab.advance(30);
    expect(lab.offers().at(-1)).toBe('c2→low');
  });

  it('switching automatic decrement on lets those who waited for the best go on', () => {
    const lab = experts(false);
    lab.call('c1', { requiredSkills: requiring({ french: 1 }) });
    lab.call('c2', { requiredSkills: requiring({ french: 1 }) });
    lab.decide({ type: 'skill-groups-configured', groups: group(true) });
    expect(lab.offers()).toEqual(['c1→high', 'c2→low']);
  });
});
