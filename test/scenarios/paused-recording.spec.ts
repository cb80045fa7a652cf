import { afterEach, describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import type { AgentRequest } from '../../src/engine/desk.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { Story } from '../support/story.js';

const [ANNE, BRUNO] = [brandId<AgentId>('anne'), brandId<AgentId>('bruno')];

let story: Story;

/** What was told of the recording: by whom it was paused or resumed. */
const told = (): string[] =>
  story.facts.flatMap((fact) =>
    fact.type === 'recording-muted' || fact.type === 'recording-unmuted' ? [`${fact.type} ${fact.agentId}`] : [],
  );

/** How long the silences in the file are, in seconds; both sides have the same. */
function silences(): number[] {
  const sides = story.pbx.recorder
    .all()
    .map(({ recording }) => story.pbx.recorder.silencesIn(recording).map(({ from, to }) => Math.round((to - from) / 1_000)));
  expect(sides).toHaveLength(2);
  expect(sides[0]).toEqual(sides[1]);
  return sides[0] ?? [];
}

async function ask(agentId: AgentId, request: AgentRequest): Promise<void> {
  const asked = story.engine.ask(agentId, request);
  await story.clock.advance(50);
  await asked;
}

/** Anne takes a card number, and has paused the recording. */
async function paused(): Promise<FakeCaller> {
  story = new Story({ welcome: null, recording: { mode: 'all', dispositionCodes: [], retentionDays: 90, consent: null } });
  await story.agents('anne', 'bruno');
  await ask(BRUNO, { type: 'pause', reason: 'admin' });
  const caller = await story.caller();
  await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
  await ask(BRUNO, { type: 'resume' });
  await ask(ANNE, { type: 'pause-recording' });
  await story.clock.advance(5_000);
  return caller;
}

const talks = (agentId: AgentId): Promise<void> =>
  story.clock.until(() => story.statusOf(agentId).state === 'talking', 20_000, `${agentId} to talk`);

afterEach(async () => {
  await story.clock.advance(2_000);
  expect(story.pbx.leftovers()).toEqual([]);
  await story.close();
});

describe('an agent who sends a caller on while the recording is paused', () => {
  it.each([false, true])(
    'is the last not to be heard: it goes on with who takes the caller (backend killed on the way: %s)',
    async (killed) => {
      const caller = await paused();
      await ask(ANNE, { type: 'transfer', to: { kind: 'agent', agentId: BRUNO }, mode: 'blind' });
      expect(told()).toEqual(['recording-muted anne']);
      if (killed) await story.killAndRestart(1_000);
      await talks(BRUNO);
      await story.clock.advance(10_000);
      expect(told()).toEqual(['recording-muted anne', 'recording-unmuted bruno']);
      await ask(BRUNO, { type: 'pause-recording' });
      await story.clock.advance(3_000);
      if (killed) {
        await story.killAndRestart(1_000);
        await story.clock.advance(1_000);
      }
      // A restart is no other agent.
      expect(told().at(-1)).toBe('recording-muted bruno');
      await ask(BRUNO, { type: 'resume-recording' });
      const [first, second] = silences();
      expect(first).toBeGreaterThanOrEqual(5);
      expect(second).toBe(killed ? 5 : 3);
      caller.hangUp();
    },
  );

  it('may ask the colleague first: it goes on when the caller is handed over, not before', async () => {
    const caller = await paused();
    await ask(ANNE, { type: 'transfer', to: { kind: 'agent', agentId: BRUNO }, mode: 'attended' });
    await talks(BRUNO);
    await story.clock.advance(5_000);
    expect(told()).toEqual(['recording-muted anne']);
    await expect(ask(BRUNO, { type: 'resume-recording' })).rejects.toMatchObject({ code: 'consulted-only' });
    await ask(ANNE, { type: 'complete-transfer' });
    await story.clock.advance(1_000);
    expect(told()).toEqual(['recording-muted anne', 'recording-unmuted bruno']);
    caller.hangUp();
  });

  it('has the caller back, and the recording is still paused', async () => {
    const caller = await paused();
    await ask(ANNE, { type: 'transfer', to: { kind: 'agent', agentId: BRUNO }, mode: 'attended' });
    await talks(BRUNO);
    await ask(ANNE, { type: 'cancel-transfer' });
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the caller to be back');
    await story.clock.advance(1_000);
    expect(told()).toEqual(['recording-muted anne']);
    await ask(ANNE, { type: 'resume-recording' });
    expect(told()).toEqual(['recording-muted anne', 'recording-unmuted anne']);
    caller.hangUp();
  });
});
