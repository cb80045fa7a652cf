import { describe, expect, it } from '@jest/globals';
import { FloorLab, queueId } from '../../test/support/floor-lab.js';
import { WaitEstimator } from '../core/estimation/wait-estimator.js';
import { liveView } from './live-view.js';

describe('the live board', () => {
  it('shows the wait of those who come: a queue of precious callers is not told of as if everybody overtook them', () => {
    const lab = new FloorLab().agent('ann').queue({ agents: ['ann'] });
    lab.signIn('ann');
    for (let done = 1; done <= 5; done += 1) {
      lab.call(`past-${String(done)}`, { priority: 5 });
      lab.answer('ann');
      lab.advance(120);
      lab.hangUp('ann');
    }
    lab.call('with-ann', { priority: 5 });
    lab.answer('ann');
    lab.call('waiting', { priority: 5 });
    const estimator = new WaitEstimator();
    for (const item of lab.history) if ('fact' in item) estimator.learn(item.fact, item.at);
    const like = { queueId: queueId('q'), campaignId: lab.floor.callers.values().next().value!.entry.campaignId, requiredSkills: [] };

    const [board] = liveView(lab.floor, estimator, [], lab.now).queues;
    const precious = estimator.waitAtTheDoor(lab.floor, { ...like, priority: 5 }, lab.now);
    const anybody = estimator.waitAtTheDoor(lab.floor, { ...like, priority: 0 }, lab.now);

    expect(board).toMatchObject({ queueId: 'q', waiting: 1, ewtSeconds: rounded(precious) });
    expect(board?.ewtSeconds).not.toBe(rounded(anybody));
  });

  it('of a queue that nobody came into yet shows nothing that was not learned', () => {
    const lab = new FloorLab().agent('ann').queue({ agents: ['ann'] });
    lab.signIn('ann');
    expect(liveView(lab.floor, new WaitEstimator(), [], lab.now).queues).toEqual([
      expect.objectContaining({ queueId: 'q', waiting: 0, ewtSeconds: 0 }),
    ]);
  });
});

function rounded(expected: ReturnType<WaitEstimator['waitAtTheDoor']>): number | null {
  return expected === null || expected === 'infinite' ? null : Math.round(expected.seconds);
}
