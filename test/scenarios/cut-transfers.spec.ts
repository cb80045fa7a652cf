import { describe, expect, it } from '@jest/globals';
import { brandId, type AgentId } from '../../src/core/kernel/ids.js';
import type { AgentRequest } from '../../src/engine/desk.js';
import { OFFICE, type CutJourney, type Journeying } from '../support/cut-journeys.js';
import { killBackend, sweep } from '../support/cut-sweep.js';
import type { Story } from '../support/story.js';

type Act = NonNullable<CutJourney['acts']>[number];

const ask = (afterMs: number, name: string, request: AgentRequest): Act => ({
  afterMs,
  does: (story) => story.engine.ask(brandId<AgentId>(name), request),
});
const onPhone = (afterMs: number, does: (story: Story) => unknown): Act => ({ afterMs, does });
const hangsUp = (afterMs: number, name: string): Act => onPhone(afterMs, (story) => story.phoneOf(name).hangUp());
const toBruno = (mode: 'blind' | 'attended'): AgentRequest => ({
  type: 'transfer',
  to: { kind: 'agent', agentId: brandId<AgentId>('bruno') },
  mode,
});
const toOffice = (mode: 'blind' | 'attended'): AgentRequest => ({ type: 'transfer', to: { kind: 'number', number: OFFICE }, mode });

/** Anne answers after one second; what happens then. */
const JOURNEYS: readonly (Pick<CutJourney, 'title'> & { readonly acts: readonly Act[]; readonly officeTalks?: number })[] = [
  { title: 'hold and back', acts: [ask(4_000, 'anne', { type: 'hold' }), ask(6_000, 'anne', { type: 'unhold' }), hangsUp(8_000, 'anne')] },
  { title: 'sent to a colleague who answers', acts: [ask(4_000, 'anne', toBruno('blind')), hangsUp(12_000, 'bruno')] },
  {
    title: 'sent to a colleague who refuses, and back',
    acts: [
      onPhone(1, (story) => story.phoneOf('bruno').refuses()),
      ask(4_000, 'anne', toBruno('blind')),
      ask(6_000, 'anne', { type: 'end-wrap-up' }),
      hangsUp(14_000, 'anne'),
    ],
  },
  {
    title: 'a colleague asked first, who takes the caller',
    acts: [ask(4_000, 'anne', toBruno('attended')), hangsUp(9_000, 'anne'), hangsUp(13_000, 'bruno')],
  },
  {
    title: 'a colleague asked first, who will not have the caller',
    acts: [ask(4_000, 'anne', toBruno('attended')), hangsUp(9_000, 'bruno'), hangsUp(13_000, 'anne')],
  },
  { title: 'sent to a number', officeTalks: 6_000, acts: [ask(4_000, 'anne', toOffice('blind'))] },
  {
    title: 'a number asked first',
    officeTalks: 10_000,
    acts: [ask(4_000, 'anne', toOffice('attended')), ask(9_000, 'anne', { type: 'complete-transfer' })],
  },
  {
    title: 'a second line, and the transfer key',
    acts: [
      onPhone(4_000, (story) => story.phoneOf('anne').holds()),
      onPhone(5_000, (story) => story.phoneOf('anne').dials(story.extensionOf('bruno'))),
      onPhone(9_000, (story) => {
        const phone = story.phoneOf('anne');
        if (phone.calls.length > 1) phone.transfers('', phone.calls[1]);
      }),
      hangsUp(13_000, 'bruno'),
    ],
  },
];

describe.each(JOURNEYS.map((journey) => [journey.title, journey] as const))('%s', (_, { title, acts, officeTalks }) => {
  const journey: CutJourney = {
    title,
    acts,
    plan: { welcome: null },
    keys: {},
    ending: 'answered',
    agents: ['anne', 'bruno'],
    ...(officeTalks === undefined ? {} : { officeTalks }),
  };

  it('leaves one ending and nothing else behind, at whichever step the caller hangs up', async () => {
    expect(await sweep(journey, ({ story }: Journeying) => story.pbx.callers.at(-1)?.hangUp())).toEqual([]);
  });

  it.each(['anne', 'bruno'])('leaves one ending and nothing else behind, at whichever step %s hangs up', async (name) => {
    expect(await sweep(journey, ({ story }: Journeying) => story.phoneOf(name).hangUp())).toEqual([]);
  });

  it('goes on and ends once, at whichever step the backend is killed', async () => {
    expect(await sweep(journey, killBackend)).toEqual([]);
  });
});
