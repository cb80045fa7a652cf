import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { runLoad } from '../support/sip/sipp-load.js';
import { DID, WireLab } from '../support/wire-lab.js';

const CALLERS = 100;
const PER_SECOND = 20;
const TALK_MS = 12_000;

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
}, 300_000);

afterAll(async () => {
  await lab.stop();
});

/** A campaign on a number of its own, running. */
async function campaign(name: string, number: string, siteId: string, settings: object): Promise<string> {
  const did = await lab.rest.send('POST', '/dids', { number, siteId });
  const made = await lab.rest.send('POST', '/campaigns', { name, didIds: [did.id], language: 'fr', wrapUpSeconds: 0, ...settings });
  await lab.rest.send('POST', `/campaigns/${String(made.id)}/start`);
  return String(made.id);
}

describe('a hundred callers who come at twenty a second', () => {
  it('take every way there is, each to exactly one ending, and leave nothing on the PBX', async () => {
    const [site] = (await lab.rest.get('/sites')).items;
    const empty = await lab.rest.send('POST', '/queues', { code: '501', description: 'Nobody' });
    const bye = await lab.rest.send('POST', '/ivr-scenarios', {
      name: 'Adieu',
      language: 'fr',
      start: 'bye',
      nodes: { bye: { type: 'hang-up', prompt: [{ audioId: 'builtin:goodbye' }] } },
    });
    await campaign('Refused', '+33170000002', site.id, { queueId: empty.id, overflow: { waitSeconds: 10 } });
    const voicemail = { loops: 1, strategy: { kind: 'voicemail' } };
    await campaign('Voicemail', '+33170000003', site.id, { queueId: empty.id, messages: { loopSeconds: 5 }, overflow: voicemail });
    await campaign('Served', '+33170000004', site.id, { queueId: empty.id, ivr: { beforeQueueId: bye.id } });
    const closed = await campaign('Closed', '+33170000005', site.id, { queueId: empty.id });
    await lab.rest.send('POST', `/campaigns/${closed}/stop`);
    for (const login of ['anne', 'bob']) await lab.agent(login, { behaviour: { does: 'answer' } });

    const numbers = [DID, '+33170000002', '+33170000003', '+33170000004', '+33170000005'];
    const calls = Array.from({ length: CALLERS }, (_, index) => ({
      to: numbers[index % numbers.length] ?? DID,
      from: `+336${String(50_000_000 + index)}`,
    }));
    const { sipp } = await labPrograms();
    await runLoad({ sipp, pbx: lab.pbx, calls, perSecond: PER_SECOND, talkMs: TALK_MS, withinMs: 60_000 });

    const ended = await eventually(
      async () => {
        const { items } = await lab.rest.get('/calls?pageSize=500');
        const over = items.filter(({ endedAt }: { endedAt: string | null }) => endedAt !== null);
        return over.length === CALLERS && items.length === CALLERS ? items : null;
      },
      { what: 'an ending for each of the hundred', withinMs: 30_000 },
    );
    const ways: Record<string, Record<string, number> | undefined> = {};
    for (const { did, ending } of ended) {
      const way: Record<string, number> = (ways[did] ??= {});
      way[ending.how] = (way[ending.how] ?? 0) + 1;
    }
    expect(ways['+33170000002']).toEqual({ deterred: 20 });
    expect(ways['+33170000004']).toEqual({ 'self-served': 20 });
    expect(ways['+33170000005']).toEqual({ closed: 20 });
    expect(Object.values(ways['+33170000003'] ?? {}).reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(ways[DID]?.['answered']).toBeGreaterThanOrEqual(2);
    expect(ended.some(({ ending }: { ending: { how: string } }) => ['failed', 'lost'].includes(ending.how))).toBe(false);
    await lab.atRest();
    await lab.clear();
  }, 180_000);
});
