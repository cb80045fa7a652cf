import { afterEach, describe, expect, it } from '@jest/globals';
import type { AgentRequest } from '../../src/engine/desk.js';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { program } from '../support/ivr-lab.js';
import { Story } from '../support/story.js';

const ANNE = brandId<AgentId>('anne');
const OFFICE = '+33140000000';
const SURVEY = program({ first: { type: 'hang-up', prompt: [{ audioId: 'how-was-it' }] } });

describe('who ended a conversation is known', () => {
  let story: Story;
  let caller: FakeCaller;

  afterEach(async () => {
    await story.clock.advance(60_000);
    expect(story.pbx.leftovers()).toEqual([]);
    expect(story.ended).toHaveLength(1);
    await story.close();
  });

  async function talking(): Promise<void> {
    story = new Story({ welcome: null, scenarios: { beforeQueue: null, menu: null, afterAgent: SURVEY } });
    story.phoneAt(`PJSIP/${OFFICE}@carrier`).answersAfter(1_000);
    await story.agents('anne');
    story.phoneOf('anne').answersAfter(1_000);
    caller = await story.caller();
    await story.clock.until(() => caller.hearing === 'conversation', 5_000, 'the conversation');
  }

  const ask = async (request: AgentRequest): Promise<void> => {
    const asked = story.engine.ask(ANNE, request);
    await story.clock.advance(100);
    await asked;
  };

  it.each([
    ['the agent by request: the survey follows', { type: 'hang-up' } as const, 'agent', true],
    ['a supervisor for the agent: no survey', { type: 'hang-up', by: 'supervisor' } as const, 'supervisor', false],
  ])('%s', async (_who, request, blame, surveyed) => {
    await talking();
    await ask(request);
    expect([caller.hearing === 'how-was-it', story.statusOf('anne').state]).toEqual([surveyed, 'wrap-up']);
    await story.clock.advance(10_000);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered', blame });
  });

  it.each(['blind', 'attended'] as const)('the number that the agent has sent the caller to, %s: no survey', async (mode) => {
    await talking();
    await ask({ type: 'transfer', to: { kind: 'number', number: OFFICE }, mode });
    await story.clock.advance(2_000);
    if (mode === 'attended') await ask({ type: 'complete-transfer' });
    expect(caller.hearing).toBe('conversation');
    story.phoneAt(`PJSIP/${OFFICE}@carrier`).hangUp();
    await story.clock.advance(1_000);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered', during: 'transferring', blame: 'outside' });
    expect(story.happened).not.toContain('scenario-ended');
  });

  it('the caller who was sent to a number', async () => {
    await talking();
    await ask({ type: 'transfer', to: { kind: 'number', number: OFFICE }, mode: 'blind' });
    await story.clock.advance(2_000);
    caller.hangUp();
    await story.clock.advance(1_000);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'answered', during: 'transferring', blame: 'caller' });
  });
});
