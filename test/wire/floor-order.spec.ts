import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { serverSentEvents } from '../support/server-sent-events.js';
import type { LabAgent } from '../support/wire-lab.js';
import { WireLab } from '../support/wire-lab.js';

/** Larger first; each campaign's callers need what is named, or nothing. */
const CAMPAIGNS = [
  { name: 'VIP', number: '+33170000011', priority: 10, needs: 'anglais' },
  { name: 'Courant', number: '+33170000012', priority: 5, needs: null },
  { name: 'Export', number: '+33170000013', priority: 0, needs: 'allemand' },
] as const;

/** In the order of their arrival; the index is the campaign. */
const ARRIVALS = [1, 2, 0, 1, 2, 0, 1, 0, 2, 1];

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

async function makeCampaigns(): Promise<Record<string, string>> {
  const group = await lab.rest.send('POST', '/skill-groups', {
    name: 'Langues',
    autoDecrement: true,
    skills: [{ name: 'anglais' }, { name: 'allemand' }],
  });
  const skills: Record<string, string> = Object.fromEntries(group.skills.map(({ id, name }: { id: string; name: string }) => [name, id]));
  const { items: sites } = await lab.rest.get('/sites');
  for (const { name, number, priority, needs } of CAMPAIGNS) {
    const did = await lab.rest.send('POST', '/dids', { number, siteId: sites[0].id });
    const campaign = await lab.rest.send('POST', '/campaigns', {
      name,
      didIds: [did.id],
      queueId: lab.queueId,
      priority,
      wrapUpSeconds: 0,
      skills: needs === null ? [] : [{ skillId: skills[needs], minimumLevel: 1, relaxAfterSeconds: null }],
    });
    await lab.rest.send('POST', `/campaigns/${String(campaign.id)}/start`);
  }
  return skills;
}

/** Takes every call, and hangs up as soon as the caller is heard. */
function serve({ phone }: LabAgent): void {
  phone.behaviour = (call) => {
    call.after(50, async () => {
      await call.answer();
      await call.media.heard.waitForTone(1000);
      await call.hangUp();
    });
    return { does: 'ring' };
  };
}

describe('three campaigns of different priority on one queue, two agents with different skills, ten callers', () => {
  it('are served in the order of the floor: larger priority, then longest waiting, among those the agent can serve', async () => {
    const skills = await makeCampaigns();
    const [anne, bob] = [await lab.agent('anne'), await lab.agent('bob')];
    await lab.rest.send('PATCH', `/agents/${anne.id}`, { skills: [{ skillId: skills['anglais'], level: 9 }] });
    await lab.rest.send('PATCH', `/agents/${bob.id}`, { skills: [{ skillId: skills['allemand'], level: 3 }] });
    for (const { id } of [anne, bob]) await lab.rest.send('POST', `/agents/${id}/pause`, { reason: 'test' });

    const callers = [];
    for (const [index, campaign] of ARRIVALS.entries()) {
      const from = `+3361000000${String(index)}`;
      callers.push(await lab.dial({ to: CAMPAIGNS[campaign]?.number ?? '', from, says: { hz: 1000 } }));
      await lab.callFrom(from, (call) => call.queuedAt !== null, `caller ${String(index)} to be queued`);
    }
    serve(anne);
    serve(bob);
    const offers: Record<string, unknown>[] = [];
    const stop = await serverSentEvents(lab.rest, '/events', (event) => {
      if (event['type'] === 'call-offered') offers.push(event);
    });
    for (const { id } of [anne, bob]) await lab.rest.send('POST', `/agents/${id}/resume`);
    await Promise.all(callers.map((caller) => caller.ended(60_000)));
    await eventually(() => offers.length >= 10, { what: 'ten offers' });
    stop();

    const { items: calls } = await lab.rest.get('/calls?pageSize=500');
    const numberOf = new Map(calls.map(({ id, caller }: { id: string; caller: string }) => [id, caller]));
    const order = offers.map(({ callId, agentId }) => ({
      caller: numberOf.get(callId),
      needs: agentId === anne.id ? 'anglais' : 'allemand',
    }));
    const waiting = ARRIVALS.map((campaign, index) => ({ caller: `+3361000000${String(index)}`, campaign, index }));
    for (const { caller, needs } of order) {
      const eligible = waiting.filter(({ campaign }) => [null, needs].includes(CAMPAIGNS[campaign]?.needs ?? null));
      const first = eligible.sort((a, b) => a.campaign - b.campaign || a.index - b.index)[0];
      expect(caller).toBe(first?.caller);
      waiting.splice(
        waiting.findIndex((each) => each.caller === caller),
        1,
      );
    }
    expect(waiting).toEqual([]);
  });
});

describe('a queue that rings everybody', () => {
  it('releases the phones of the losers within 200 ms of the first answer', async () => {
    await lab.rest.send('PATCH', `/queues/${lab.queueId}`, { distribution: 'ring-all' });
    const says = { hz: 1700 };
    const team = [await lab.agent('anne', { says }), await lab.agent('bob', { says }), await lab.agent('chloe', { says })];
    const caller = await lab.dial({ from: '+33610000020' });
    const rings = await Promise.all(team.map(({ phone }) => phone.nextCall()));
    const [winner, ...losers] = rings;
    await winner?.answer();
    await Promise.all(losers.map((ring) => ring.cancelled()));
    const answeredAt = winner?.answeredAt?.ms ?? Number.NaN;
    for (const { cancelledAt } of losers) expect((cancelledAt?.ms ?? Number.NaN) - answeredAt).toBeLessThan(200);
    await caller.media.heard.waitForTone(says.hz);
    await caller.hangUp();
    await lab.rest.send('PATCH', `/queues/${lab.queueId}`, { distribution: 'longest-idle' });
  });
});
