import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import type { Moment } from '../support/held-line.js';
import { KillLab } from '../support/kill-lab.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { messageOf, spokenFor, timelineOf } from '../support/wire-journeys.js';
import { TONES } from '../support/wire-lab.js';

const VOICE = 1300;
/** Spoken for so long before the death, and once more after it by those who are asked again. */
const SPOKEN_MS = 2_700;

const TOLD_ONCE = new Set(['voicemail-deposited', 'voicemail-discarded', 'call-ended']);

/** Where the backend dies in the journey of one message. */
interface Step {
  readonly title: string;
  /** What it asks the PBX at that moment, of this channel and this message. */
  readonly asks: (channel: string, message: string) => RegExp;
  readonly moment: Moment;
  /** When in the journey that is. */
  readonly comes: 'before the tone' | 'after the message' | 'after a word' | 'after the hang-up';
}

const STEPS: readonly Step[] = [
  {
    title: 'the recording has a name, and that is not noted yet',
    asks: (channel) => new RegExp(`POST /ari/channels/${channel}/variable[^]*voicemail[^]*recording\\W+pbx1`),
    moment: 'asked',
    comes: 'before the tone',
  },
  {
    title: 'the recording is noted, and not begun',
    asks: (channel) => new RegExp(`POST /ari/channels/${channel}/record `),
    moment: 'asked',
    comes: 'before the tone',
  },
  {
    title: 'the recording is begun, and we do not know',
    asks: (channel) => new RegExp(`POST /ari/channels/${channel}/record `),
    moment: 'done',
    comes: 'before the tone',
  },
  { title: 'it has ended, and nothing is here', asks: (_, id) => stored('GET', id, '/file'), moment: 'asked', comes: 'after the message' },
  { title: 'half of it is here', asks: (_, id) => stored('GET', id, '/file'), moment: { answered: 20_000 }, comes: 'after the message' },
  { title: 'it is safe and still on the PBX', asks: (_, id) => stored('DELETE', id), moment: 'asked', comes: 'after the message' },
  { title: 'it is safe and gone from the PBX', asks: (_, id) => stored('DELETE', id), moment: 'done', comes: 'after the message' },
  {
    title: 'goodbye is to be said',
    asks: (channel) => new RegExp(`POST /ari/channels/${channel}/play[^]*voicemail-goodbye`),
    moment: 'asked',
    comes: 'after the message',
  },
  {
    title: 'goodbye is being said, and we do not know',
    asks: (channel) => new RegExp(`POST /ari/channels/${channel}/play[^]*voicemail-goodbye`),
    moment: 'done',
    comes: 'after the message',
  },
  {
    title: 'the caller is to be released',
    asks: (channel) => new RegExp(`DELETE /ari/channels/${channel}\\?`),
    moment: 'asked',
    comes: 'after the message',
  },
  {
    title: 'the caller has hung up, nothing is here',
    asks: (_, id) => stored('GET', id, '/file'),
    moment: 'asked',
    comes: 'after the hang-up',
  },
  { title: 'the caller has hung up, it is safe', asks: (_, id) => stored('DELETE', id), moment: 'asked', comes: 'after the hang-up' },
  { title: 'it was too short, and is still on the PBX', asks: (_, id) => stored('DELETE', id), moment: 'asked', comes: 'after a word' },
];

function stored(verb: string, message: string, what = ' '): RegExp {
  return new RegExp(`${verb} /ari/recordings/stored/guichet%2F${message}${what}`);
}

interface Journey extends Step {
  readonly from: string;
  caller: SippCaller;
  callId: string;
  reached: Promise<void>;
}

let kill: KillLab;
/** Callers so far, each with a number of their own. */
let callers = 0;

beforeAll(async () => {
  kill = await KillLab.start();
  const { lab } = kill;
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { opening: { whenClosed: 'voicemail' } });
  await lab.rest.send('PUT', `/campaigns/${lab.campaignId}/override`, { state: 'closed' });
}, 300_000);

afterEach(async () => {
  await kill.lab.clear();
});

afterAll(async () => {
  await kill.stop();
});

/** Somebody calls; held at the step where that is known from the call alone, else speaks. */
async function begin(step: Step): Promise<Journey> {
  const { lab, toPbx } = kill;
  const from = `+336111120${String(10 + callers++)}`;
  const caller = await lab.dial({ from, says: { hz: VOICE } });
  const { id: callId } = await lab.callFrom(from, () => true, `the call of ${from}`);
  const journey = { ...step, from, caller, callId: String(callId), reached: Promise.resolve() };
  if (step.comes !== 'before the tone') return journey;
  return { ...journey, reached: toPbx.hold([step.asks(channelOf(journey), '')], step.moment) };
}

async function typesOf(callId: string): Promise<string[]> {
  return (await timelineOf(kill.lab, callId)).map(({ type }) => type as string);
}

function channelOf({ callId }: Pick<Journey, 'callId'>): string {
  return callId.replace('pbx1-', '').replace('.', '\\.');
}

/** Whoever speaks has said enough, or a word only, and ends it; held at the step. */
async function end(journey: Journey): Promise<void> {
  const { lab, toPbx } = kill;
  await spokenFor(lab, journey.from, journey.comes === 'after a word' ? 800 : SPOKEN_MS);
  const begun = (await timelineOf(lab, journey.callId)).find(({ type }) => type === 'voicemail-begun');
  journey.reached = toPbx.hold([journey.asks(channelOf(journey), String(begun?.voicemailId))], journey.moment);
  if (journey.comes === 'after the hang-up') await journey.caller.hangUp();
  else await journey.caller.sendDtmf('#');
}

/** After the death: whoever is on the line speaks on, or once more, and hears goodbye. */
async function finish({ caller, from, callId, comes, moment }: Journey): Promise<void> {
  if (comes === 'before the tone') {
    if (moment === 'asked') await spokenFor(kill.lab, from, SPOKEN_MS);
    // Recorded all the time.
    else await eventually(async () => (await typesOf(callId)).includes('call-resumed'), { what: 'the caller to be heard again' });
    await caller.sendDtmf('#');
    await caller.media.heard.waitForTone(TONES['voicemail-goodbye']);
  }
  if (comes !== 'after the hang-up') await caller.endedByPeer(15_000);
}

describe('the backend is killed while callers leave messages', () => {
  it('each at another step: each message is kept once, whole and told once, and nothing is left on the PBX', async () => {
    const { lab } = kill;
    const journeys = await Promise.all(STEPS.map(begin));
    const early = journeys.filter(({ comes }) => comes === 'before the tone');
    const late = journeys.filter(({ comes }) => comes !== 'before the tone');
    await Promise.all([...early.map(({ reached }) => reached), ...late.map(end)]);
    await Promise.all(journeys.map(({ reached }) => reached));
    await kill.die();
    await Promise.all(journeys.map(finish));
    const outcomes = journeys.map(async ({ title, from, callId, comes }) => {
      const { ending } = await lab.ended(from);
      if (comes !== 'after a word') await messageOf(lab, from, VOICE);
      return [title, ending.how, ...(await typesOf(callId)).filter((type) => TOLD_ONCE.has(type))];
    });
    const expected = journeys.map(({ title, comes }) =>
      comes === 'after a word'
        ? [title, 'closed', 'voicemail-discarded', 'call-ended']
        : [title, 'voicemail', 'voicemail-deposited', 'call-ended'],
    );
    expect(await Promise.all(outcomes)).toEqual(expected);
    const { items } = await lab.rest.get('/voicemails?pageSize=500');
    expect(items.map(({ caller }: { caller: string }) => caller).sort()).toEqual(
      journeys.filter(({ comes }) => comes !== 'after a word').map(({ from }) => from),
    );
    const files = readdirSync(join(lab.environment['DATA_DIR'] ?? '', 'voicemails'));
    expect(files.sort()).toEqual(items.map(({ id }: { id: string }) => `${id}.wav`).sort());
    expect(await lab.onPbx('recordings/stored')).toEqual([]);
  }, 90_000);

  it.each([
    ['and the database has not heard of it', (id: string) => [deposit(id)], 'asked'],
    ['and the database has it, all but the last word', (id: string) => [deposit(id), /COMMIT/], 'asked'],
    ['and the database has it, unknown to us', (id: string) => [deposit(id), /COMMIT/], 'done'],
  ] as const)(
    'a message is safe %s: it is there once',
    async (title, says, moment) => {
      const { lab } = kill;
      const journey = await begin({ title, asks: () => /^never$/, moment: 'asked', comes: 'after the message' });
      await spokenFor(lab, journey.from, SPOKEN_MS);
      const { voicemailId } = (await timelineOf(lab, journey.callId)).find(({ type }) => type === 'voicemail-begun') ?? {};
      const reached = kill.toDatabase.hold(says(String(voicemailId)), moment);
      await journey.caller.sendDtmf('#');
      await reached;
      await kill.die();
      await finish(journey);
      expect((await lab.ended(journey.from)).ending.how).toBe('voicemail');
      expect(await messageOf(lab, journey.from, VOICE)).toMatchObject({ id: voicemailId });
      const { items } = await lab.rest.get('/voicemails?pageSize=500');
      expect(items.filter(({ caller }: { caller: string }) => caller === journey.from)).toHaveLength(1);
      expect((await typesOf(journey.callId)).filter((type) => type === 'voicemail-deposited')).toHaveLength(1);
    },
    60_000,
  );
});

function deposit(id: string): RegExp {
  return new RegExp(`INSERT IGNORE INTO .journal_entries.[^]*voicemail-deposited[^]*${id}`);
}
