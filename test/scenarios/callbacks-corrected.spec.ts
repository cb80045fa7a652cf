import { afterEach, describe, expect, it } from '@jest/globals';
import type { CallRecord } from '../../src/core/journal/facts.js';
import { brandId, type AgentId, type CallId, type CampaignId } from '../../src/core/kernel/ids.js';
import { CallbackStory, CUSTOMER } from '../support/callback-story.js';

const HOUR = 3_600_000;
const ANNE = brandId<AgentId>('anne');
const OTHER = '+33612345679';

let story: CallbackStory;

/** Anne's conversation with a customer is over, and she wraps up. */
async function talked(relativeHours: number | null = null): Promise<CallRecord> {
  const afterCall = { wrapUpSeconds: null, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' } as const;
  story = new CallbackStory({ callback: { deadline: { relativeHours, date: null } }, afterCall });
  await story.agents('anne');
  const caller = await story.caller('+33699000001');
  await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
  caller.hangUp();
  await story.clock.advance(1_000);
  const record = story.ended[0];
  if (record === undefined) throw new Error('the call did not end');
  return record;
}

function plan(record: CallRecord, at: number, { number = CUSTOMER, callId = record.callId } = {}): string {
  const campaignId = brandId<CampaignId>('campaign-support');
  const call = { record, plan: story.directory.planNow(campaignId) };
  return story.engine.planCallback({ campaignId, number, callId, call, agentId: ANNE, at }).callbackId;
}

const waiting = (): string[] =>
  [...new Map(story.callbacks.map((each) => [each.callbackId, each])).values()].flatMap(({ state, number, notBefore, callbackId }) =>
    state === 'waiting' ? [`${callbackId} ${number} ${String(notBefore)}`] : [],
  );

afterEach(async () => {
  expect(story.pbx.leftovers()).toEqual([]);
  await story.close();
});

describe('an agent who corrects what came of a call', () => {
  it('plans its callback anew: another time or another number takes the place of what was planned', async () => {
    const record = await talked();
    const at = story.clock.now() + HOUR;
    const first = plan(record, at);
    expect(plan(record, at)).toBe(first);
    expect(story.told).toEqual(['requested']);
    const second = plan(record, at + HOUR);
    expect(waiting()).toEqual([`${second} ${CUSTOMER} ${String(at + HOUR)}`]);
    const third = plan(record, at, { number: OTHER });
    expect(waiting()).toEqual([`${third} ${OTHER} ${String(at)}`]);
    expect(story.told).toEqual(['requested', 'cancelled', 'requested', 'cancelled', 'requested']);
    expect(story.callback).toMatchObject({ callId: record.callId, did: record.did, arrivedAt: record.arrivedAt, queueId: record.queueId });
  });

  it('does not take away what somebody else asked for, nor what was planned in another call', async () => {
    const record = await talked();
    const at = story.clock.now() + HOUR;
    const mine = plan(record, at);
    const other = plan(record, at, { number: OTHER, callId: brandId<CallId>('pbx1-other') });
    expect(() => plan(record, at + HOUR, { number: OTHER })).toThrow(
      expect.objectContaining({ code: 'callback-open', details: { id: other } }),
    );
    expect(waiting()).toEqual([`${mine} ${CUSTOMER} ${String(at)}`, `${other} ${OTHER} ${String(at)}`]);
  });

  it('has until so long after the call, not after the moment in which it is said', async () => {
    const record = await talked(24);
    const end = record.endedAt ?? NaN;
    await story.clock.advance(2 * HOUR);
    expect(() => plan(record, end + 24 * HOUR + 1)).toThrow(
      expect.objectContaining({ code: 'callback-too-late', details: { latest: new Date(end + 24 * HOUR).toISOString() } }),
    );
    expect(story.told).toEqual([]);
    plan(record, end + 24 * HOUR);
    expect(story.told).toEqual(['requested']);
  });
});
