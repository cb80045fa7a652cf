import { readFileSync } from 'node:fs';

import { afterEach, describe, expect, it } from '@jest/globals';

import type { AgentStateName } from '../../src/core/acd/agent-state.js';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import { Refusal } from '../../src/core/kernel/refusal.js';
import type { AgentRequest } from '../../src/engine/desk.js';
import { Story, SUPPORT_QUEUE } from '../support/story.js';

const ANNE = brandId<AgentId>('anne');

/** By the column of the page. */
const REQUESTS: Readonly<Record<string, AgentRequest>> = {
  'sign-in': { type: 'sign-in' },
  'sign-out': { type: 'sign-out' },
  pause: { type: 'pause', reason: 'coffee' },
  resume: { type: 'resume' },
  'wrap-up/end': { type: 'end-wrap-up' },
  'call/hang-up': { type: 'hang-up' },
  'call/hold': { type: 'hold' },
  'call/unhold': { type: 'unhold' },
  'call/transfer': { type: 'transfer', to: { kind: 'queue', queueId: SUPPORT_QUEUE }, mode: 'blind' },
  'call/transfer/complete': { type: 'complete-transfer' },
  'call/transfer/cancel': { type: 'cancel-transfer' },
};

/** How Anne comes into each state. */
const WAYS: Readonly<Record<AgentStateName, (story: Story) => Promise<void>>> = {
  'signed-out': async (story) => {
    await story.engine.ask(ANNE, { type: 'sign-out' });
  },
  available: async () => undefined,
  offered: async (story) => {
    story.phoneOf('anne').neverAnswers();
    await story.caller();
    await untilAnneIs(story, 'offered');
  },
  talking: async (story) => {
    await story.caller();
    await untilAnneIs(story, 'talking');
  },
  'wrap-up': async (story) => {
    await talkAndHangUp(story);
    await untilAnneIs(story, 'wrap-up');
  },
  'conventional-pause': async (story) => {
    story.changePlan({ afterCall: { wrapUpSeconds: 0, conventionalPauseSeconds: 30, conventionalPauseStarts: 'after-wrap-up' } });
    await talkAndHangUp(story);
    await untilAnneIs(story, 'conventional-pause');
  },
  paused: async (story) => {
    await story.engine.ask(ANNE, { type: 'pause', reason: 'lunch' });
  },
};

const STATES = Object.keys(WAYS) as AgentStateName[];

async function untilAnneIs(story: Story, state: AgentStateName): Promise<void> {
  await story.clock.until(() => story.statusOf('anne').state === state, 20_000, `Anne to be ${state}`);
}

async function talkAndHangUp(story: Story): Promise<void> {
  await story.caller();
  await untilAnneIs(story, 'talking');
  await story.clock.advance(1_000);
  story.phoneOf('anne').hangUp();
}

/** The state that follows, with a pause that is pending, or the code of the refusal. */
async function outcomeOf(story: Story, request: AgentRequest): Promise<string> {
  const asked = story.engine.ask(ANNE, request).then(
    () => null,
    (fault: unknown) => (fault instanceof Error ? fault : new Error(String(fault))),
  );
  await story.clock.advance(500);
  const fault = await asked;
  if (fault instanceof Refusal && fault.kind === 'wrong-state') return `409 \`${fault.code}\``;
  if (fault !== null) throw fault;
  const { state, pendingPause } = story.statusOf('anne');
  return pendingPause === null ? state : `${state}, pause pending`;
}

/** The rows of the page's table, by state and request. */
function documented(): Record<string, Record<string, string>> {
  const page = readFileSync('docs/agents.md', 'utf8');
  const [head, , ...rows] = /## What each state allows\n\n((?:\|.*\n)+)/.exec(page)?.[1]?.trim().split('\n').map(cells) ?? [];
  return Object.fromEntries(
    rows.map(([state = '', ...rest]) => [bare(state), Object.fromEntries(rest.map((cell, i) => [bare(head?.[i + 1] ?? ''), cell]))]),
  );
}

function cells(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function bare(cell: string): string {
  return cell.replaceAll('`', '');
}

describe('what an agent may ask in which state', () => {
  let story: Story;
  afterEach(async () => {
    // Who hung up is let go of before the process is.
    await story.clock.advance(500);
    await story.close();
  });

  const page = documented();

  it('the page has a row for each state and a column for each request', () => {
    story = new Story();
    expect(Object.keys(page)).toEqual(STATES);
    for (const state of STATES) expect(Object.keys(page[state] ?? {})).toEqual(Object.keys(REQUESTS));
  });

  it.each(STATES.flatMap((state) => Object.keys(REQUESTS).map((request) => [state, request] as const)))(
    'who is %s and asks for %s gets what docs/agents.md says',
    async (state, asked) => {
      story = new Story();
      await story.agents('anne');
      await WAYS[state](story);
      await story.clock.advance(200);
      expect(story.statusOf('anne').state).toBe(state);
      const request = REQUESTS[asked];
      expect(request === undefined ? '' : await outcomeOf(story, request)).toBe(page[state]?.[asked]);
    },
  );
});
