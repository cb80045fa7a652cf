import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { QueueSettings } from '../../src/core/acd/floor-settings.js';
import { brandId, type AgentId, type QueueId } from '../../src/core/kernel/ids.js';
import type { AgentRequest } from '../../src/engine/desk.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { Story } from '../support/story.js';

const OTHER_QUEUE = brandId<QueueId>('queue-other');
const agent = (name: string): AgentId => brandId<AgentId>(name);

describe('an agent who sends a caller to a queue whose agents have gone home', () => {
  let story: Story;
  let caller: FakeCaller;

  beforeEach(async () => {
    story = new Story({ welcome: null });
    await story.agents('anne', 'bruno');
    story.phoneOf('anne').answersAfter(1_000);
    serve('stay');
    await story.engine.ask(agent('bruno'), { type: 'sign-out' });
    caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
  });

  afterEach(async () => {
    caller.hangUp();
    story.phoneOf('anne').hangUp();
    await story.clock.advance(60_000);
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.ended).toHaveLength(1);
    await story.close();
  });

  function serve(lastAgentLeaves: QueueSettings['lastAgentLeaves']): void {
    story.engine.configureQueue({ ...story.queueSettings, queueId: OTHER_QUEUE, code: '501', agentIds: [agent('bruno')], lastAgentLeaves });
  }

  const ask = async (name: string, request: AgentRequest): Promise<void> => {
    const asked = story.engine.ask(agent(name), request);
    asked.catch(() => undefined);
    await story.clock.advance(50);
    await asked;
  };
  const transfer = (mode: 'blind' | 'attended'): Promise<void> =>
    ask('anne', { type: 'transfer', to: { kind: 'queue', queueId: OTHER_QUEUE }, mode });
  const arriveThere = async (): Promise<void> => {
    await ask('bruno', { type: 'sign-in' });
    await ask('bruno', { type: 'pause', reason: 'lunch' });
    await transfer('blind');
  };
  const call = (): unknown => story.engine.live().calls[0];

  it.each(['blind', 'attended'] as const)('is told that nobody is there (%s), and keeps the caller', async (mode) => {
    await expect(transfer(mode)).rejects.toMatchObject({ kind: 'wrong-state', code: 'nobody-signed-in' });
    expect([caller.hearing, story.statusOf('anne').state]).toEqual(['conversation', 'talking']);
    expect(story.happened).not.toContain('call-transferred');
    expect(story.happened).not.toContain('consultation-begun');
  });

  it('is told so by the phone as well, whose transfer key is refused', async () => {
    const asked = story.phoneOf('anne').transfers('501');
    await story.clock.advance(100);
    expect([asked.transfer, caller.hearing, story.statusOf('anne').state]).toEqual(['refused', 'conversation', 'talking']);
  });

  it('is told so by a second line, which is not answered, and takes the caller back', async () => {
    story.phoneOf('anne').holds();
    await story.clock.advance(100);
    const second = story.phoneOf('anne').dials('501');
    await story.clock.advance(1_000);
    expect([second.answeredAt, second.endedAt === null]).toEqual([null, false]);
    story.phoneOf('anne').holds(false);
    await story.clock.advance(100);
    expect(caller.hearing).toBe('conversation');
  });

  it('may send the caller to those who are at lunch, where the caller stays when they go home and the queue keeps its callers', async () => {
    await arriveThere();
    await ask('bruno', { type: 'sign-out' });
    await story.clock.advance(5_000);
    expect([call(), caller.hearing]).toEqual([expect.objectContaining({ phase: 'waiting', queueId: OTHER_QUEUE }), 'music']);
  });

  it('may send the caller to those who are at lunch, where the caller overflows when they go home and the queue wants that', async () => {
    serve('overflow');
    await arriveThere();
    await ask('bruno', { type: 'sign-out' });
    await story.clock.advance(50);
    expect(story.facts.find(({ type }) => type === 'overflowed')).toMatchObject({ criterion: 'nobody-signed-in' });
  });
});
