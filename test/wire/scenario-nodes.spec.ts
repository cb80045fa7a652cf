import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { OrderDesk } from '../support/order-desk.js';
import type { RestAnswer } from '../support/rest.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { spokenFor, timelineOf } from '../support/wire-journeys.js';
import { TONES, WireLab } from '../support/wire-lab.js';

let lab: WireLab;
let desk: OrderDesk;
let scenarios = 0;

beforeAll(async () => {
  desk = await OrderDesk.open();
  lab = await WireLab.start({ OUTBOUND_HTTP_ALLOW: '127.0.0.1' });
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { messages: { welcomeAudioId: null } });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
  await desk.close();
});

const BYE = { type: 'hang-up', prompt: [{ audioId: 'builtin:goodbye' }] };

/** Callers meet these nodes before the line, from `start` on. */
async function meet(nodes: Readonly<Record<string, object>>): Promise<void> {
  const body = { name: `Nodes ${String((scenarios += 1))}`, language: 'fr', start: 'start', nodes };
  const { id } = await lab.rest.send('POST', '/ivr-scenarios', body);
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { ivr: { beforeQueueId: id } });
}

async function dial(from: string, options: object = {}): Promise<SippCaller> {
  const caller = await lab.dial({ from, ...options });
  await caller.answered();
  return caller;
}

/** The ended call of this caller and the steps of its scenario. */
async function told(from: string): Promise<{ ending: object; steps: RestAnswer['body'][] }> {
  const record = await lab.ended(from);
  const timeline = await timelineOf(lab, record.id);
  expect(timeline.filter(({ type }) => type === 'call-ended')).toHaveLength(1);
  return { ending: record.ending, steps: timeline.filter(({ type }) => type === 'scenario-step') };
}

describe('a caller who types a number', () => {
  const question = {
    type: 'gather',
    prompt: [{ audioId: 'builtin:callback-enter-number' }],
    variable: 'order',
    minDigits: 4,
    maxDigits: 6,
    retries: 1,
    invalidPrompt: [{ audioId: 'builtin:callback-invalid' }],
    firstDigitTimeoutSeconds: 3,
    betweenDigitsTimeoutSeconds: 2,
    ok: 'right',
    failed: 'wrong',
  };
  const right = { type: 'hang-up', prompt: [{ audioId: 'builtin:callback-accepted' }] };
  const nodes = { start: question, right, wrong: BYE };

  it('ends it with the hash key, over the question that is still being asked', async () => {
    await meet(nodes);
    const caller = await dial('+33611111701');
    await caller.media.heard.waitForTone(TONES['callback-enter-number']);
    await caller.sendDtmf('4711#');
    await caller.media.heard.waitForTone(TONES['callback-accepted']);
    await caller.endedByPeer();
    const { ending, steps } = await told('+33611111701');
    expect(ending).toMatchObject({ how: 'self-served' });
    expect(steps).toContainEqual(expect.objectContaining({ step: 'keys-collected', keys: '4711', outcome: 'accepted', attempt: 1 }));
  });

  it('needs no hash key where the number is as long as it can be', async () => {
    await meet(nodes);
    const caller = await dial('+33611111702');
    await caller.media.heard.waitForTone(TONES['callback-enter-number']);
    await caller.sendDtmf('471147', 'info');
    await caller.media.heard.waitForTone(TONES['callback-accepted']);
    await caller.endedByPeer();
  });

  it('is told that it was too short, and asked again', async () => {
    await meet(nodes);
    const caller = await dial('+33611111703');
    await caller.media.heard.waitForTone(TONES['callback-enter-number']);
    await caller.sendDtmf('47#');
    await caller.media.heard.waitForTone(TONES['callback-invalid']);
    const since = performance.now();
    await caller.media.heard.waitForTone(TONES['callback-enter-number'], { since });
    await caller.sendDtmf('4711#');
    await caller.media.heard.waitForTone(TONES['callback-accepted']);
    const { steps } = await told('+33611111703');
    expect(steps).toContainEqual(expect.objectContaining({ step: 'keys-collected', outcome: 'invalid', attempt: 1 }));
    expect(steps).toContainEqual(expect.objectContaining({ step: 'keys-collected', outcome: 'accepted', attempt: 2 }));
  });

  it('is let go when nothing comes twice', async () => {
    await meet(nodes);
    const caller = await dial('+33611111704');
    await caller.media.heard.waitForTone(TONES['callback-enter-number']);
    await caller.media.heard.waitForTone(TONES.goodbye, { withinMs: 20_000 });
    await caller.endedByPeer();
    const { steps } = await told('+33611111704');
    expect(steps.filter(({ outcome }) => outcome === 'silent')).toHaveLength(2);
  });
});

describe('a caller about whom another system is asked', () => {
  const ask = (path: string, more: object = {}): object => ({
    type: 'http',
    method: 'POST',
    url: `${desk.url}/${path}?caller={caller}`,
    headers: { 'X-Api-Key': 'known-to-both' },
    body: { did: '{did}' },
    timeoutSeconds: 1,
    result: { level: '$.customer.level' },
    ok: 'isVip',
    failed: 'sorry',
    ...more,
  });
  const rest = {
    isVip: {
      type: 'branch',
      cases: [{ when: [{ kind: 'variable', name: 'level', is: 'at-least', value: '3' }], next: 'vip' }],
      else: 'bye',
    },
    vip: { type: 'hang-up', prompt: [{ audioId: 'builtin:callback-accepted' }] },
    bye: BYE,
    sorry: { type: 'hang-up', prompt: [{ audioId: 'builtin:callback-invalid' }] },
  };

  it('goes where its answer leads', async () => {
    desk.answer('/vip', 200, JSON.stringify({ customer: { level: 5 } }));
    await meet({ start: ask('vip'), ...rest });
    const caller = await dial('+33611111711');
    await caller.media.heard.waitForTone(TONES['callback-accepted']);
    await caller.endedByPeer();
    const [asked] = desk.asked;
    expect(asked?.path).toBe('/vip?caller=%2B33611111711');
    expect(asked?.headers['x-api-key']).toBe('known-to-both');
    expect(JSON.parse(asked?.body ?? '')).toEqual({ did: '+33170000001' });
  });

  it.each([
    ['answers with a fault', '+33611111712', 500, '{}'],
    ['answers in words', '+33611111713', 200, 'An important customer.'],
    ['does not answer in time', '+33611111714', null, ''],
  ])('takes the other way when it %s', async (_what, from, status, body) => {
    if (status !== null) desk.answer(`/${from}`, status, body);
    await meet({ start: ask(from), ...rest });
    const caller = await dial(from);
    await caller.media.heard.waitForTone(TONES['callback-invalid']);
    await caller.endedByPeer();
    const { steps } = await told(from);
    expect(steps).toContainEqual(expect.objectContaining({ step: 'http-answered', outcome: 'failed' }));
  });

  it('takes the other way when the address is one that nobody allowed, which is never asked', async () => {
    await meet({ start: ask('vip', { url: desk.url.replace('127.0.0.1', '127.0.0.2') }), ...rest });
    const before = desk.asked.length;
    const caller = await dial('+33611111715');
    await caller.media.heard.waitForTone(TONES['callback-invalid']);
    await caller.endedByPeer();
    expect(desk.asked).toHaveLength(before);
  });
});

const ABANDONED = { how: 'abandoned', blame: 'caller' };

describe('a caller who hangs up in the middle of a scenario', () => {
  it.each([
    ['while a sound plays', { start: { type: 'play', audioIds: ['builtin:welcome'], next: 'bye' }, bye: BYE }, 'welcome', ABANDONED],
    [
      'while a menu is read out',
      {
        start: {
          type: 'menu',
          prompt: [{ audioId: 'builtin:menu-overflow' }],
          choices: [{ key: '1', label: 'Un', next: 'bye' }],
          onTimeout: 'bye',
          onInvalid: 'bye',
        },
        bye: BYE,
      },
      'menu-overflow',
      ABANDONED,
    ],
    ['while goodbye is said', { start: BYE }, 'goodbye', { how: 'self-served', blame: 'campaign' }],
    ['while asked for the number to be called on', { start: { type: 'callback' } }, 'callback-offer', ABANDONED],
    ['while asked for a message', { start: { type: 'voicemail' } }, 'voicemail-greeting', ABANDONED],
  ] as const)('%s', async (_when, nodes, heard, ending) => {
    await meet(nodes);
    const from = `+3361111172${String(scenarios % 10)}`;
    const caller = await dial(from);
    await caller.media.heard.waitForTone(TONES[heard]);
    await caller.hangUp();
    expect((await told(from)).ending).toMatchObject(ending);
    await lab.atRest();
  });

  it('between two digits', async () => {
    await meet({
      start: { type: 'gather', prompt: [{ audioId: 'builtin:callback-enter-number' }], variable: 'order', ok: 'bye', failed: 'bye' },
      bye: BYE,
    });
    const caller = await dial('+33611111731');
    await caller.media.heard.waitForTone(TONES['callback-enter-number']);
    await caller.sendDtmf('47');
    await caller.hangUp();
    expect((await told('+33611111731')).ending).toMatchObject(ABANDONED);
    await lab.atRest();
  });

  it('while another system is asked', async () => {
    const start = { type: 'http', url: `${desk.url}/never`, timeoutSeconds: 10, ok: 'bye', failed: 'bye' };
    await meet({ start, bye: BYE });
    const caller = await dial('+33611111732');
    await eventually(() => desk.asked.some(({ path }) => path === '/never'), { what: 'the other system to be asked' });
    await caller.hangUp();
    expect((await told('+33611111732')).ending).toMatchObject(ABANDONED);
    await lab.atRest();
  });

  it('while leaving a message, which is kept', async () => {
    await meet({ start: { type: 'voicemail' } });
    const caller = await dial('+33611111733', { says: { hz: 1300 } });
    await spokenFor(lab, '+33611111733', 3_000);
    await caller.hangUp();
    expect((await told('+33611111733')).ending).toMatchObject({ how: 'voicemail', blame: 'campaign' });
    await lab.atRest();
  });
});
