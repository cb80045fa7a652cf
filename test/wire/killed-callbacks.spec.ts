import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { Moment } from '../support/held-line.js';
import { CUSTOMER, KillLab } from '../support/kill-lab.js';
import type { RestAnswer } from '../support/rest.js';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import { TONES, type LabAgent } from '../support/wire-lab.js';

/** What every agent says. */
const AGENT = 1700;
const RETRY_SECONDS = 10;

/** Where the backend dies in the journey of one callback. */
interface Step {
  readonly title: string;
  readonly asks: (id: string, number: string) => RegExp;
  readonly moment: Moment;
  /** 2 where the dial was noted and never made: it counts as one, and the customer's telephone rings at the next. */
  readonly attempts: 1 | 2;
}

const dialsAgent = (_: string, number: string): RegExp => new RegExp(`POST /ari/channels/guichet-[0-9A-Z]+ [^]*${number.slice(1)}`);
const dialsCustomer = (_: string, number: string): RegExp =>
  new RegExp(`POST /ari/channels/guichet-callback-[0-9A-Z]+-1 [^]*${number.slice(1)}`);
/** Those that may come before the callback has an id for us, and are told by the number. */
const AT_ONCE = new Set([dialsAgent, dialsCustomer]);
const joins = (id: string): RegExp => new RegExp(`POST /ari/bridges/[^ ]+/addChannel [^]*guichet-callback-${id}-1`);
const notes = (id: string): RegExp => new RegExp(`POST /ari/channels/guichet-callback-${id}-1/variable `);
const greets = (id: string): RegExp => new RegExp(`POST /ari/channels/guichet-callback-${id}-1/play/[^]*callback-greeting`);

const AGENT_FIRST: readonly Step[] = [
  { title: 'the agent is reserved, and not rung', asks: dialsAgent, moment: 'asked', attempts: 1 },
  { title: 'the agent is rung, unknown to us', asks: dialsAgent, moment: 'done', attempts: 1 },
  { title: 'the agent has taken it, the customer is not dialled', asks: dialsCustomer, moment: 'asked', attempts: 2 },
  { title: 'the customer is dialled, unknown to us', asks: dialsCustomer, moment: 'done', attempts: 1 },
  { title: 'the customer has answered, and is alone', asks: joins, moment: 'asked', attempts: 1 },
  { title: 'they are together, unknown to us', asks: joins, moment: 'done', attempts: 1 },
  { title: 'they are together, which is not noted', asks: notes, moment: 'asked', attempts: 1 },
];
const CUSTOMER_FIRST: readonly Step[] = [
  { title: 'the customer is not dialled', asks: dialsCustomer, moment: 'asked', attempts: 2 },
  { title: 'the customer is dialled, unknown to us', asks: dialsCustomer, moment: 'done', attempts: 1 },
  { title: 'the customer has answered, and is not noted as a caller', asks: notes, moment: 'asked', attempts: 1 },
  { title: 'the customer is to be greeted', asks: greets, moment: 'asked', attempts: 1 },
  { title: 'the agent is not rung', asks: dialsAgent, moment: 'asked', attempts: 1 },
  { title: 'the agent is rung, unknown to us', asks: dialsAgent, moment: 'done', attempts: 1 },
];

let kill: KillLab;
let team: LabAgent[];
/** Customers so far, each with a number of their own. */
let customers = 0;

beforeAll(async () => {
  kill = await KillLab.start();
  kill.carrier.behaviour = { does: 'answer' };
  const names = AGENT_FIRST.map((_, index) => `agent${String(index)}`);
  team = await Promise.all(names.map((name) => kill.lab.agent(name, { behaviour: { does: 'answer' }, says: { hz: AGENT } })));
}, 300_000);

afterEach(async () => {
  await Promise.all(kill.carrier.openCalls.map((call) => call.hangUp()));
  await kill.lab.atRest();
});

afterAll(async () => {
  await kill.stop();
});

interface Journey {
  readonly id: string;
  readonly number: string;
}

/** Somebody is to be called back by this agent, at once. */
async function asked(agent: LabAgent | undefined, number = nextNumber()): Promise<Journey> {
  const order = { campaignId: kill.lab.campaignId, number, agentId: agent?.id ?? null };
  return { id: String((await kill.lab.rest.send('POST', '/callbacks', order)).id), number };
}

function nextNumber(): string {
  return `+334720001${String(10 + customers++)}`;
}

/** The calls that reached the telephone of this number. */
function rangAt(number: string): IncomingCall[] {
  return kill.carrier.calls.filter(({ invite }) => invite.startLine.includes(number));
}

async function comesTo(id: string, state: string): Promise<RestAnswer['body']> {
  return eventually(
    async () => {
      const callback = await kill.lab.rest.get(`/callbacks/${id}`);
      return callback.state === state ? callback : null;
    },
    { what: `callback ${id} to be ${state}`, withinMs: 30_000 },
  );
}

/** They talk, the customer hangs up, and that is the end of it. */
async function served({ id, number }: Journey, attempts: number | null): Promise<void> {
  await comesTo(id, 'talking');
  const talk = rangAt(number).find(({ isOver }) => !isOver);
  await talk?.media.heard.waitForTone(AGENT, { withinMs: 20_000 });
  await talk?.hangUp();
  const done = await comesTo(id, 'done');
  expect([number, done.attempts, rangAt(number).length]).toEqual([number, attempts ?? done.attempts, 1]);
  await toldOnce(id, Number(done.attempts));
}

/** Requested, answered and done once, dialled as often as it counts. */
async function toldOnce(id: string, attempts: number): Promise<void> {
  const told = await eventually(
    async () => {
      const rows = await kill.rows(`SELECT type FROM @journal_entries WHERE type LIKE 'callback-%' AND fact LIKE '%${id}%' ORDER BY id`);
      const types = rows.map(({ type }) => String(type));
      return types.includes('callback-done') ? types : null;
    },
    { what: 'the journal to tell that it is done' },
  );
  const counted = ['requested', 'dialled', 'answered', 'done'].map((step) => told.filter((type) => type === `callback-${step}`).length);
  expect([id, counted]).toEqual([id, [1, attempts, 1, 1]]);
}

describe('the backend is killed while customers are called back', () => {
  it.each([
    ['agent', AGENT_FIRST],
    ['customer', CUSTOMER_FIRST],
  ] as const)(
    'each at another step, the %s first: every telephone of a customer rings once, and all are served',
    async (dialFirst, steps) => {
      const { lab, toPbx } = kill;
      const callback = { dialFirst, retryAfterSeconds: RETRY_SECONDS, maxAttempts: 3 };
      await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { callback, wrapUpSeconds: 0 });
      const journeys = await Promise.all(
        steps.map(async ({ asks, moment }, index) => {
          const number = nextNumber();
          const held = AT_ONCE.has(asks) ? toPbx.hold([asks('', number)], moment) : null;
          const journey = await asked(team[index], number);
          return { ...journey, reached: held ?? toPbx.hold([asks(journey.id, number)], moment) };
        }),
      );
      await Promise.all(journeys.map(({ reached }) => reached));
      await kill.die();
      const outcomes = journeys.map((journey, index) =>
        served(journey, steps[index]?.attempts ?? 1).then(
          () => 'served',
          (fault: unknown) => String(fault),
        ),
      );
      const titles = steps.map(({ title }) => title);
      expect((await Promise.all(outcomes)).map((outcome, index) => [titles[index], outcome])).toEqual(
        titles.map((title) => [title, 'served']),
      );
    },
    90_000,
  );

  it.each([
    ['requested', (says: RegExp) => [says], 'asked'],
    ['dialled', (says: RegExp) => [says, /COMMIT/], 'asked'],
    ['done', (says: RegExp) => [says, /COMMIT/], 'done'],
  ] as const)(
    'as the database is about to know that one is %s: it is served once',
    async (step, says, moment) => {
      const number = nextNumber();
      const told = new RegExp(`INSERT IGNORE INTO .journal_entries.[^]*callback-${step}[^]*${number.slice(1)}`);
      const held = kill.toDatabase.hold(says(told), moment);
      const journey = await asked(team[0], number);
      if (step === 'done') {
        await comesTo(journey.id, 'talking');
        await eventually(() => rangAt(number)[0]?.media.heard.tone(AGENT), { what: 'the customer to hear the agent' });
        await rangAt(number)[0]?.hangUp();
      }
      await held;
      await kill.die();
      // The death may have come before the dial or after it.
      if (step !== 'done') return served(journey, null);
      await comesTo(journey.id, 'done');
      expect(rangAt(number)).toHaveLength(1);
      return toldOnce(journey.id, 1);
    },
    60_000,
  );
});

describe('the backend is killed between what it does for one customer', () => {
  const settings = async (more: object): Promise<void> => {
    const callback = { dialFirst: 'agent', retryAfterSeconds: RETRY_SECONDS, maxAttempts: 3, ...more };
    const messages = { whisperAudioId: 'builtin:whisper-incoming' };
    await kill.lab.rest.send('PATCH', `/campaigns/${kill.lab.campaignId}`, { callback, messages, wrapUpSeconds: 0 });
  };
  const journalled = (step: string, number: string): RegExp =>
    new RegExp(`INSERT IGNORE INTO .journal_entries.[^]*callback-${step}[^]*${number.slice(1)}`);

  it.each([
    ['the agent is to hear the whisper', /POST \/ari\/channels\/guichet-[^ ]+\/play\/[^]*whisper-incoming/, 'asked'],
    ['the agent hears the whisper, unknown to us', /POST \/ari\/channels\/guichet-[^ ]+\/play\/[^]*whisper-incoming/, 'done'],
    ['the bridge is to be made', /POST \/ari\/bridges\/[^/ ]+ /, 'asked'],
    ['the bridge is made, unknown to us', /POST \/ari\/bridges\/[^/ ]+ /, 'done'],
  ] as const)(
    '%s: the telephone rings once, and they talk',
    async (_, asks, moment) => {
      await settings({});
      const held = kill.toPbx.hold([asks], moment);
      const journey = await asked(team[0]);
      await held;
      await kill.die();
      await served(journey, null);
    },
    60_000,
  );

  it.each(['asked', 'done'] as const)(
    'the telephone was busy, and the word of it to the database is %s: it rings a second time after the pause, and they talk',
    async (moment) => {
      await settings({});
      kill.carrier.behaviour = { does: 'refuse', code: 486 };
      const number = nextNumber();
      const held = kill.toDatabase.hold(
        moment === 'asked' ? [journalled('attempted', number)] : [journalled('attempted', number), /COMMIT/],
        moment,
      );
      const { id } = await asked(team[0], number);
      await held;
      kill.carrier.behaviour = { does: 'answer' };
      await kill.die();
      await comesTo(id, 'talking');
      const talk = rangAt(number).find(({ isOver }) => !isOver);
      await talk?.media.heard.waitForTone(AGENT, { withinMs: 20_000 });
      await talk?.hangUp();
      expect((await comesTo(id, 'done')).attempts).toBe(2);
      expect(rangAt(number)).toHaveLength(2);
      await toldOnce(id, 2);
    },
    90_000,
  );

  it.each(['asked', 'done'] as const)(
    'it is given up after its last attempt, and the word of it to the database is %s: it is given up once, and nobody is dialled again',
    async (moment) => {
      await settings({ maxAttempts: 1 });
      kill.carrier.behaviour = { does: 'refuse', code: 486 };
      const number = nextNumber();
      const held = kill.toDatabase.hold(
        moment === 'asked' ? [journalled('expired', number)] : [journalled('expired', number), /COMMIT/],
        moment,
      );
      const { id } = await asked(team[0], number);
      await held;
      await kill.die();
      await comesTo(id, 'expired');
      // Somebody else's turn comes after it, and passes.
      kill.carrier.behaviour = { does: 'answer' };
      await served(await asked(team[0]), 1);
      const told = await kill.rows(
        `SELECT type FROM @journal_entries WHERE type IN ('callback-dialled', 'callback-expired') AND fact LIKE '%${id}%'`,
      );
      expect(told.map(({ type }) => String(type)).sort()).toEqual(['callback-dialled', 'callback-expired']);
      expect(rangAt(number)).toHaveLength(1);
    },
    90_000,
  );
});

describe('the backend is killed as a caller leaves a number', () => {
  it.each(['asked', 'done'] as const)(
    'that is safe, and the word that it is has been %s: there is one callback',
    async (moment) => {
      const { lab, toPbx } = kill;
      await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { opening: { whenClosed: 'callback' } });
      await lab.rest.send('PUT', `/campaigns/${lab.campaignId}/override`, { state: 'closed' });
      const from = nextNumber();
      const caller = await lab.dial({ from, says: { hz: CUSTOMER } });
      const { id } = await lab.callFrom(from, () => true, 'the call');
      const channel = String(id).replace('pbx1-', '').replace('.', '\\.');
      const held = toPbx.hold([new RegExp(`POST /ari/channels/${channel}/play[^]*callback-accepted`)], moment);
      await caller.media.heard.waitForTone(TONES['callback-offer'], { withinMs: 15_000 });
      await caller.sendDtmf('1');
      await held;
      await kill.die();
      await caller.media.heard.waitForTone(TONES['callback-accepted']);
      await caller.endedByPeer();
      expect((await lab.ended(from)).ending.how).toBe('callback');
      const { items } = await lab.rest.get('/callbacks?state=waiting');
      expect(items).toMatchObject([{ number: from, callId: id, attempts: 0 }]);
      await lab.rest.send('DELETE', `/callbacks/${String(items[0].id)}`);
      await lab.rest.send('PUT', `/campaigns/${lab.campaignId}/override`, { state: 'none' });
    },
    60_000,
  );
});
