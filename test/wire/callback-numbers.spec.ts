import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { RestAnswer } from '../support/rest.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import { freeUdpPort, LOOPBACK } from '../support/sip/udp-socket.js';
import { timelineOf } from '../support/wire-journeys.js';
import { TONES, WireLab } from '../support/wire-lab.js';

let carrier: SippAgent;
let lab: WireLab;

beforeAll(async () => {
  const { sipp } = await labPrograms();
  const sip = await freeUdpPort();
  carrier = await SippAgent.listen({ sipp, pbx: { host: LOOPBACK, port: sip }, username: 'carrier', password: '' });
  lab = await WireLab.start({ PBX_SIP_PORT: String(sip), PBX_TRUNK: `${carrier.address.host}:${String(carrier.address.port)}` });
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, {
    messages: { welcomeAudioId: null, menuAudioId: 'builtin:menu-overflow' },
    overflow: {
      ...{ waitSeconds: null, loops: null, queueLength: null },
      strategy: { kind: 'callback', audioId: null, scenarioId: null, number: null },
    },
  });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
  await carrier.close();
});

/** The call of whoever withholds the number and is on the line, once `is` holds for it. */
async function strangerWho(is: (call: RestAnswer['body']) => boolean, what: string): Promise<RestAnswer['body']> {
  return eventually(
    async () => {
      const { items } = await lab.rest.get('/calls?pageSize=500');
      return items.find((call: RestAnswer['body']) => call.caller === null && call.endedAt === null && is(call)) ?? null;
    },
    { what },
  );
}

/** Somebody has tried, in whichever way: nobody is called back, now or once an agent is there. */
async function nothingComesOfIt(): Promise<void> {
  const anne = await lab.agent('anne');
  expect((await lab.rest.get('/callbacks')).items).toEqual([]);
  expect([carrier.calls.length, anne.phone.calls.length]).toEqual([0, 0]);
}

describe('a stranger who wants a number called that the owner would pay for', () => {
  it.each([
    ['premium numbers', ['0899123456', '0033899123456', '118218'], ['not-allowed', 'not-allowed', 'invalid']],
    ['numbers abroad that are not listed', ['00447911123456', '0019005550123', '0088213123456'], ['not-allowed', 'not-allowed', 'invalid']],
    ['short and emergency numbers', ['112', '3639', '33'], ['invalid', 'invalid', 'invalid']],
    ['what is no number', ['06*2345678', '0612', '0000000000'], ['invalid', 'invalid', 'invalid']],
  ])('types %s, is refused three times, and is back in the line', async (_, typed, why) => {
    const caller = await lab.dial({ from: 'anonymous' });
    await caller.media.heard.waitForTone(TONES['menu-overflow']);
    await caller.sendDtmf('1');
    for (const number of typed) {
      await caller.media.heard.waitForTone(TONES['callback-enter-number'], { withinMs: 15_000 });
      await caller.sendDtmf(`${number}#`);
      await caller.media.heard.waitForTone(TONES['callback-invalid'], { withinMs: 20_000 });
    }
    const { id } = await strangerWho((call) => call.phase === 'waiting', 'the caller to be back in the line');
    const refused = (await timelineOf(lab, id)).filter(({ type }) => type === 'callback-refused');
    expect(refused.map((fact) => fact.why)).toEqual([...why, 'no-number']);
    await caller.hangUp();
    await nothingComesOfIt();
  });

  it('types forty digits: the number is over at the twentieth, and is refused', async () => {
    const caller = await lab.dial({ from: 'anonymous' });
    await caller.media.heard.waitForTone(TONES['menu-overflow']);
    await caller.sendDtmf('1');
    await caller.media.heard.waitForTone(TONES['callback-enter-number'], { withinMs: 15_000 });
    await caller.sendDtmf(`${'0612345678'.repeat(4)}#`);
    const { id } = await strangerWho(() => true, 'the call');
    await eventually(async () => (await timelineOf(lab, id)).some(({ type }) => type === 'callback-refused'), {
      what: 'the number to be refused',
      withinMs: 30_000,
    });
    await caller.hangUp();
    await nothingComesOfIt();
  });

  it.each([
    ['premium', '0899123456'],
    ['premium from abroad', '+33899123456'],
    ['an emergency number', '112'],
    ['too short', '33'],
    ['malformed', '06 12 AB 56 78'],
    ['an address', '0612345678@127.0.0.1'],
    ['of 40 digits', '0612345678'.repeat(4)],
  ])('finds a program that asks for it over the API, and is refused: %s', async (_, number) => {
    const { status } = await lab.rest.ask('POST', '/callbacks', { campaignId: lab.campaignId, number });
    expect([400, 422]).toContain(status);
    await nothingComesOfIt();
  });
});
