import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventReader } from '../support/event-reader.js';
import { eventually } from '../support/eventually.js';
import type { RestAnswer } from '../support/rest.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import { freeUdpPort, LOOPBACK } from '../support/sip/udp-socket.js';
import { timelineOf } from '../support/wire-journeys.js';
import { TONES, WireLab, type LabAgent } from '../support/wire-lab.js';

/** What the customer's telephone shows. */
const DISPLAYED = '+33170000099';
const NUMBERS = {
  typed: '+33472000011',
  busy: '+33472000012',
  first: '+33472000013',
  ringing: '+33472000014',
  missed: '+33472000015',
  failing: '+33472000016',
  machine: '+33472000017',
};
const SALE = { code: 'SALE', label: 'Vente', category: 'positive' };
/** What each party says. */
const ANNE = 1700;
const CUSTOMER = 1900;

let carrier: SippAgent;
let lab: WireLab;

beforeAll(async () => {
  const { sipp } = await labPrograms();
  const sip = await freeUdpPort();
  carrier = await SippAgent.listen({ sipp, pbx: { host: LOOPBACK, port: sip }, username: 'carrier', password: '', says: { hz: CUSTOMER } });
  lab = await WireLab.start({ PBX_SIP_PORT: String(sip), PBX_TRUNK: `${carrier.address.host}:${String(carrier.address.port)}` });
}, 300_000);

beforeEach(async () => {
  carrier.behaviour = { does: 'ring' };
  await campaign({
    messages: { welcomeAudioId: null, menuAudioId: 'builtin:menu-overflow' },
    displayedNumber: { kind: 'specific', number: DISPLAYED, forced: true },
    callback: { dialFirst: 'agent', retryAfterSeconds: 10, maxAttempts: 3 },
  });
});

afterEach(async () => {
  for (const { id } of (await lab.rest.get('/callbacks?state=waiting')).items) await lab.rest.send('DELETE', `/callbacks/${String(id)}`);
  await Promise.all(carrier.openCalls.map((call) => call.hangUp()));
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
  await carrier.close();
});

async function campaign(changes: object): Promise<void> {
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, changes);
}

const freeAgent = (): Promise<LabAgent> => lab.agent('anne', { says: { hz: ANNE } });

async function asked(number: string): Promise<string> {
  return String((await lab.rest.send('POST', '/callbacks', { campaignId: lab.campaignId, number })).id);
}

/** The callback as it is shown once it is in this state. */
async function comesTo(id: string, state: string, withinMs = 15_000): Promise<RestAnswer['body']> {
  return eventually(
    async () => {
      const callback = await lab.rest.get(`/callbacks/${id}`);
      return callback.state === state ? callback : null;
    },
    { what: `callback ${id} to be ${state}`, withinMs },
  );
}

describe('whoever asks to be called back', () => {
  it('on a number they type is called there, with the number to show, and talks to the agent who had it on the phone', async () => {
    await campaign({
      overflow: {
        ...{ waitSeconds: null, loops: null, queueLength: null },
        strategy: { kind: 'callback', audioId: null, scenarioId: null, number: null },
      },
    });
    const caller = await lab.dial({ from: '+33611111701' });
    await caller.media.heard.waitForTone(TONES['menu-overflow']);
    await caller.sendDtmf('1');
    await caller.media.heard.waitForTone(TONES['callback-offer']);
    await caller.sendDtmf('2');
    await caller.media.heard.waitForTone(TONES['callback-enter-number']);
    await caller.sendDtmf('0472000011#');
    await caller.media.heard.waitForTone(TONES['callback-read-back-intro']);
    await caller.sendDtmf('1');
    await caller.media.heard.waitForTone(TONES['callback-accepted']);
    await caller.hangUp();
    const wish = await lab.ended('+33611111701');
    const { items } = await lab.rest.get('/callbacks?state=waiting');
    expect(items).toMatchObject([{ number: NUMBERS.typed, callId: wish.id, attempts: 0 }]);

    const anne = await freeAgent();
    const ringing = await anne.phone.nextCall();
    expect([ringing.fromUser, carrier.calls.length]).toEqual([NUMBERS.typed, 0]);
    await ringing.answer();
    const customer = await carrier.nextCall();
    expect(customer.invite.startLine).toContain(NUMBERS.typed);
    expect(customer.fromUser).toBe(DISPLAYED);
    expect(customer.invite.header('P-Asserted-Identity')).toContain(DISPLAYED);
    await ringing.media.heard.waitForSound();
    await customer.answer();
    await customer.media.heard.waitForTone(ANNE);
    await ringing.media.heard.waitForTone(CUSTOMER);
    expect(await lab.agentState(anne.id)).toBe('talking');

    await customer.hangUp();
    await ringing.endedByPeer();
    const { id } = items[0];
    const done = await comesTo(id, 'done');
    expect(done).toMatchObject({ attempts: 1, agentId: anne.id });
    const call = await lab.ended(NUMBERS.typed);
    expect(call).toMatchObject({ id: done.attemptCallId, callbackId: id, agentId: anne.id, ending: { how: 'answered', blame: 'caller' } });
    expect((await timelineOf(lab, wish.id)).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['callback-requested', 'callback-reserved', 'callback-dialled', 'callback-answered', 'callback-done']),
    );
  });

  it('and is busy is tried once more later; the agent is free at once meanwhile', async () => {
    const anne = await freeAgent();
    const id = await asked(NUMBERS.busy);
    const ringing = await anne.phone.nextCall();
    await ringing.answer();
    await (await carrier.nextCall()).refuse(486);
    await ringing.endedByPeer();
    expect(await comesTo(id, 'waiting')).toMatchObject({ attempts: 1, agentId: null, notBefore: expect.any(String) });
    await eventually(async () => (await lab.agentState(anne.id)) === 'available', { what: 'the agent to be free', withinMs: 2_000 });

    const again = await anne.phone.nextCall(20_000);
    await again.answer();
    const customer = await carrier.nextCall();
    await customer.answer();
    await customer.media.heard.waitForTone(ANNE);
    await again.media.heard.waitForTone(CUSTOMER);
    await again.hangUp();
    await customer.endedByPeer();
    expect(await comesTo(id, 'done')).toMatchObject({ attempts: 2, agentId: anne.id });
  });

  it.each([
    [480, 'no-answer'],
    [603, 'refused'],
    [404, 'unreachable'],
  ] as const)('and whose network says %i is tried as often as is set, then no more: %s', async (code, outcome) => {
    await campaign({ callback: { maxAttempts: 2 } });
    const before = carrier.calls.length;
    carrier.behaviour = { does: 'refuse', code };
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' } });
    const events = await EventReader.open(lab.backend.baseUrl, lab.rest.token);
    const id = await asked(NUMBERS.failing);
    for (let attempt = 1; attempt <= 2; attempt += 1) await carrier.nextCall(20_000);
    expect(await comesTo(id, 'expired', 30_000)).toMatchObject({ attempts: 2 });
    expect(carrier.calls.length - before).toBe(2);
    const told = events.events.filter(({ data }) => (data['callback'] as { callbackId?: string } | undefined)?.callbackId === id);
    events.close();
    const steps = ['requested', ...Array.from({ length: 2 }, () => ['reserved', 'dialled', 'attempted']).flat(), 'expired'];
    expect(told.map(({ event }) => event)).toEqual(steps.map((step) => `callback-${step}`));
    expect(told.filter(({ event }) => event === 'callback-attempted').map(({ data }) => data['outcome'])).toEqual([outcome, outcome]);
    expect(await lab.agentState(anne.id)).toBe('available');
  });

  it('and has an answering machine is called again when the agent says so', async () => {
    const group = await lab.rest.send('POST', '/disposition-groups', { name: 'Rappels', includeSystem: true, dispositions: [SALE] });
    await campaign({ dispositionGroupId: group.id });
    const anne = await freeAgent();
    const id = await asked(NUMBERS.machine);
    await (await anne.phone.nextCall()).answer();
    const machine = await carrier.nextCall();
    await machine.answer();
    await machine.media.heard.waitForTone(ANNE);
    const { attemptCallId: callId } = await comesTo(id, 'talking');
    await lab.rest.send('POST', `/agents/${anne.id}/disposition`, { callId, code: '93' });
    await machine.hangUp();
    expect(await comesTo(id, 'waiting')).toMatchObject({ attempts: 1, notBefore: expect.any(String) });
    await (await anne.phone.nextCall(20_000)).answer();
    const customer = await carrier.nextCall();
    await customer.answer();
    await customer.media.heard.waitForTone(ANNE);
    await customer.hangUp();
    expect(await comesTo(id, 'done')).toMatchObject({ attempts: 2 });
  });

  it('is dialled first where the campaign says so, is greeted, and has music until the agent answers', async () => {
    await campaign({ callback: { dialFirst: 'customer' } });
    const anne = await freeAgent();
    const id = await asked(NUMBERS.first);
    const customer = await carrier.nextCall();
    expect([anne.phone.calls.length, await lab.agentState(anne.id)]).toEqual([0, 'offered']);
    await customer.answer();
    await customer.media.heard.waitForTone(TONES['callback-greeting']);
    const ringing = await anne.phone.nextCall();
    expect(ringing.fromUser).toBe(NUMBERS.first);
    await eventually(() => !customer.media.heard.tone(TONES['callback-greeting']), { what: 'the greeting to be over' });
    await customer.media.heard.waitForSound();
    expect(customer.media.heard.tone(ANNE)).toBe(false);
    await ringing.answer();
    await customer.media.heard.waitForTone(ANNE);
    await ringing.media.heard.waitForTone(CUSTOMER);
    await customer.hangUp();
    await ringing.endedByPeer();
    expect(await comesTo(id, 'done')).toMatchObject({ attempts: 1, agentId: anne.id });
  });
});

describe('a backend that is killed', () => {
  it('while the telephone of the customer rings dials nobody twice, and both talk afterwards', async () => {
    const before = carrier.calls.length;
    const anne = await freeAgent();
    const id = await asked(NUMBERS.ringing);
    const ringing = await anne.phone.nextCall();
    await ringing.answer();
    const customer = await carrier.nextCall();
    await comesTo(id, 'dialling');
    await lab.backend.kill();
    await lab.backend.start();
    await customer.answer();
    await customer.media.heard.waitForTone(ANNE);
    await ringing.media.heard.waitForTone(CUSTOMER);
    await customer.hangUp();
    await ringing.endedByPeer();
    expect(await comesTo(id, 'done')).toMatchObject({ attempts: 1, agentId: anne.id });
    expect(carrier.calls.length - before).toBe(1);
  });

  it.each(['agent', 'customer'] as const)(
    'and is away when the customer answers: they hear music, then the agent; dialled first: the %s',
    async (dialFirst) => {
      await campaign({ callback: { dialFirst } });
      const before = carrier.calls.length;
      const anne = await freeAgent();
      const id = await asked(NUMBERS.missed);
      if (dialFirst === 'agent') await (await anne.phone.nextCall()).answer();
      const customer = await carrier.nextCall();
      await comesTo(id, 'dialling');
      await lab.kill();
      await customer.answer();
      await customer.media.heard.waitForSound();
      await lab.backend.start();
      const ringing = dialFirst === 'agent' ? anne.phone.openCalls[0] : await anne.phone.nextCall();
      if (dialFirst === 'customer') await ringing?.answer();
      await customer.media.heard.waitForTone(ANNE);
      await ringing?.media.heard.waitForTone(CUSTOMER);
      await customer.hangUp();
      await ringing?.endedByPeer();
      expect(await comesTo(id, 'done')).toMatchObject({ attempts: 1, agentId: anne.id });
      expect(carrier.calls.length - before).toBe(1);
    },
  );

  it('and is away when an agent answers an offer: the agent is let go, and has the call when it is back', async () => {
    const anne = await freeAgent();
    const caller = await lab.dial({ from: '+33611111702', says: { hz: 1000 } });
    const missed = await anne.phone.nextCall();
    await lab.kill();
    await missed.answer();
    await missed.media.heard.waitForSound();
    await lab.backend.start();
    await missed.endedByPeer();
    const ringing = await anne.phone.nextCall();
    await ringing.answer();
    await caller.media.heard.waitForTone(ANNE);
    await caller.hangUp();
    await ringing.endedByPeer();
  });
});
