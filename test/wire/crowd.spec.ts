import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import { runLoad } from '../support/sip/sipp-load.js';
import { freeUdpPort, LOOPBACK } from '../support/sip/udp-socket.js';
import { DID, TONES, WireLab } from '../support/wire-lab.js';

/** Callers who only listen, and those who also press a key or speak. */
const LISTENING = 90;
const PRESSING = 6;
const SPEAKING = 4;
const PER_SECOND = 20;
const TALK_MS = 12_000;

const REFUSED = '+33170000002';
const VOICEMAIL = '+33170000003';
const SERVED = '+33170000004';
const CLOSED = '+33170000005';
const REROUTED = '+33170000006';
const CALLBACK = '+33170000007';
const OFFICE = '+33472000010';

let carrier: SippAgent;
let lab: WireLab;

beforeAll(async () => {
  const { sipp } = await labPrograms();
  const sip = await freeUdpPort();
  const behaviour = { does: 'answer' } as const;
  carrier = await SippAgent.listen({ sipp, pbx: { host: LOOPBACK, port: sip }, username: 'carrier', password: '', behaviour });
  lab = await WireLab.start({
    PBX_SIP_PORT: String(sip),
    PBX_TRUNK: `${carrier.address.host}:${String(carrier.address.port)}`,
  });
}, 300_000);

afterAll(async () => {
  await lab.stop();
  await carrier.close();
});

/** A campaign on a number of its own, running. */
async function campaign(name: string, number: string, siteId: string, settings: object): Promise<string> {
  const did = await lab.rest.send('POST', '/dids', { number, siteId });
  const made = await lab.rest.send('POST', '/campaigns', { name, didIds: [did.id], language: 'fr', wrapUpSeconds: 0, ...settings });
  await lab.rest.send('POST', `/campaigns/${String(made.id)}/start`);
  return String(made.id);
}

/** Leaves the calling number where it is asked for. */
async function presses(from: string): Promise<void> {
  const caller = await lab.dial({ to: CALLBACK, from });
  await caller.media.heard.waitForTone(TONES['callback-offer'], { withinMs: 20_000 });
  await caller.sendDtmf('1');
  await caller.media.heard.waitForTone(TONES['callback-accepted'], { withinMs: 20_000 });
  await caller.endedByPeer();
}

/** Leaves a message, and hangs up on it. */
async function speaks(from: string): Promise<void> {
  const caller = await lab.dial({ to: VOICEMAIL, from, says: { hz: 1300 } });
  await caller.media.heard.waitForTone(TONES['voicemail-greeting'], { withinMs: 30_000 });
  await caller.media.heard.waitForSilence({ forMs: 4_000, withinMs: 20_000 });
  await caller.hangUp();
}

describe('a hundred callers who come at twenty a second', () => {
  it('take every way there is, each to exactly one ending, and leave nothing on the PBX', async () => {
    const [site] = (await lab.rest.get('/sites')).items;
    const { id: queueId } = await lab.rest.send('POST', '/queues', { code: '501', description: 'Nobody' });
    const bye = await lab.rest.send('POST', '/ivr-scenarios', {
      name: 'Adieu',
      language: 'fr',
      start: 'bye',
      nodes: { bye: { type: 'hang-up', prompt: [{ audioId: 'builtin:goodbye' }] } },
    });
    const instead = (kind: string, number: string | null = null): object => ({ overflow: { waitSeconds: 10, strategy: { kind, number } } });
    await campaign('Refused', REFUSED, site.id, { queueId, overflow: { waitSeconds: 10 } });
    const voicemail = { loops: 1, strategy: { kind: 'voicemail' } };
    await campaign('Voicemail', VOICEMAIL, site.id, { queueId, messages: { loopSeconds: 5 }, overflow: voicemail });
    await campaign('Served', SERVED, site.id, { queueId, ivr: { beforeQueueId: bye.id } });
    const closed = await campaign('Closed', CLOSED, site.id, { queueId });
    await lab.rest.send('POST', `/campaigns/${closed}/stop`);
    await campaign('Rerouted', REROUTED, site.id, { queueId, ...instead('reroute', OFFICE) });
    const callback = await campaign('Called back', CALLBACK, site.id, { queueId, ...instead('callback') });
    for (const login of ['anne', 'bob']) await lab.agent(login, { behaviour: { does: 'answer' } });

    const numbers = [DID, REFUSED, VOICEMAIL, SERVED, CLOSED, REROUTED];
    const calls = Array.from({ length: LISTENING }, (_, index) => ({
      to: numbers[index % numbers.length] ?? REFUSED,
      from: `+336${String(50_000_000 + index)}`,
    }));
    const { sipp } = await labPrograms();
    await Promise.all([
      runLoad({ sipp, pbx: lab.pbx, calls, perSecond: PER_SECOND, talkMs: TALK_MS, withinMs: 60_000 }),
      ...Array.from({ length: PRESSING }, (_, index) => presses(`+336${String(60_000_000 + index)}`)),
      ...Array.from({ length: SPEAKING }, (_, index) => speaks(`+336${String(70_000_000 + index)}`)),
    ]);

    const ended = await eventually(
      async () => {
        const { items } = await lab.rest.get('/calls?pageSize=500');
        const over = items.filter(({ endedAt }: { endedAt: string | null }) => endedAt !== null);
        return over.length === LISTENING + PRESSING + SPEAKING && items.length === over.length ? items : null;
      },
      { what: 'an ending for each of the hundred', withinMs: 30_000 },
    );
    const ways: Record<string, Record<string, number> | undefined> = {};
    for (const { did, ending } of ended) {
      const way: Record<string, number> = (ways[did] ??= {});
      way[ending.how] = (way[ending.how] ?? 0) + 1;
    }
    expect(ways[REFUSED]).toEqual({ deterred: 15 });
    expect(ways[SERVED]).toEqual({ 'self-served': 15 });
    expect(ways[CLOSED]).toEqual({ closed: 15 });
    expect(ways[REROUTED]).toEqual({ rerouted: 15 });
    expect(ways[CALLBACK]).toEqual({ callback: PRESSING });
    expect(ways[VOICEMAIL]).toEqual({ voicemail: SPEAKING, abandoned: 15 });
    expect(ways[DID]?.['answered']).toBeGreaterThanOrEqual(2);
    const { items: callbacks } = await lab.rest.get(`/callbacks?campaignId=${callback}&state=waiting`);
    expect(callbacks).toHaveLength(PRESSING);
    expect((await lab.rest.get('/voicemails')).items).toHaveLength(SPEAKING);
    expect(carrier.openCalls).toHaveLength(0);
    await lab.atRest();
    await lab.clear();
  }, 180_000);
});
