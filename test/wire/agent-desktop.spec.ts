import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { AgentDesktop } from '../support/agent-desktop.js';
import { eventually } from '../support/eventually.js';
import { WireLab, type LabAgent } from '../support/wire-lab.js';

const SALE = { code: 'SALE', label: 'Vente', category: 'positive', profit: 49.9, countsForQuota: true };

let lab: WireLab;
let anne: LabAgent;
let desktop: AgentDesktop;

beforeAll(async () => {
  lab = await WireLab.start();
  await lab.rest.send('PATCH', `/queues/${lab.queueId}`, { ringTimeoutSeconds: 30 });
  const group = await lab.rest.send('POST', '/disposition-groups', { name: 'Ventes', dispositions: [SALE] });
  const questions = [{ key: 'contract', label: 'Contrat', type: 'text' }];
  const script = await lab.rest.send('POST', '/scripts', {
    name: 'Accueil',
    sections: [{ title: 'Bonjour', html: '<b>Oui ?</b>', questions }],
  });
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { dispositionGroupId: group.id, scriptId: script.id, wrapUpSeconds: null });
}, 300_000);

afterEach(async () => {
  desktop.close();
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

/** Anne sits down: her phone is registered, her program open, and she signs in with it. */
async function anneSitsDown(): Promise<void> {
  anne = await lab.plugIn(await lab.hire('anne'), 'anne', { says: { hz: 1700 } });
  desktop = await AgentDesktop.open(lab.backend.baseUrl, 'anne', 'password of anne');
  expect((await desktop.signIn()).body).toMatchObject({ agentId: anne.id, state: 'available' });
  expect((await desktop.signIn()).body).toMatchObject({ status: 409, code: 'already-signed-in' });
}

describe('an agent with a program of her own', () => {
  it('gets script and dispositions with the offer, talks, and ends wrap-up with what she says of the call', async () => {
    await anneSitsDown();
    const caller = await lab.dial({ from: '+33611112001', says: { hz: 1000 } });
    const ringing = await anne.phone.nextCall();
    const offer = await desktop.until('call-offered');
    expect(offer).toMatchObject({
      campaign: { id: lab.campaignId, name: 'Support' },
      caller: '+33611112001',
      script: { name: 'Accueil', sections: [{ html: '<b>Oui ?</b>', questions: [{ key: 'contract' }] }] },
      dispositions: expect.arrayContaining([expect.objectContaining(SALE), expect.objectContaining({ code: '93', label: 'Répondeur' })]),
    });
    const callId = String(offer['callId']);
    expect((await desktop.dispose({ callId, code: 'SALE' })).body).toMatchObject({ status: 409, code: 'call-not-begun' });
    await ringing.answer();
    await caller.media.heard.waitForTone(1700);
    await desktop.untilState('talking');
    expect((await desktop.call()).body).toMatchObject({ callId, state: 'talking', connectedAt: expect.any(String), disposition: null });
    expect((await desktop.signOut()).body).toMatchObject({ status: 409, code: 'agent-in-call' });
    expect((await desktop.dispose({ callId, code: '93' })).body).toMatchObject({ state: 'talking', disposition: { code: '93' } });

    expect((await desktop.hangUp()).status).toBe(200);
    await caller.endedByPeer();
    await desktop.untilState('wrap-up');
    const answers = { contract: 'FR-1234' };
    expect((await desktop.dispose({ callId, code: 'SALE', answers })).body).toMatchObject({ state: 'available' });
    await desktop.untilState('available');
    expect((await desktop.call()).status).toBe(204);
    const shown = await eventually(
      async () => {
        const call = await lab.rest.get(`/calls/${callId}`);
        return call.disposition?.code === 'SALE' ? call : null;
      },
      { what: 'the call to show what was said of it' },
    );
    expect(shown).toMatchObject({
      ending: { how: 'answered', blame: 'agent' },
      disposition: { agentId: anne.id, label: 'Vente', profit: 49.9, currency: 'EUR' },
      answers,
    });
    const states = desktop.events.filter(({ type }) => type === 'agent-state').map((event) => event['state']);
    expect(states).toEqual(['available', 'offered', 'talking', 'wrap-up', 'available']);
    const ids = desktop.events.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('misses nothing when the network drops the stream, or the backend is killed in the middle of the call', async () => {
    await anneSitsDown();
    const caller = await lab.dial({ from: '+33611112002' });
    const ringing = await anne.phone.nextCall();
    const callId = String((await desktop.until('call-offered'))['callId']);
    desktop.dropStream();
    await ringing.answer();
    await desktop.untilState('talking');
    await lab.backend.kill();
    await lab.backend.start();
    await eventually(() => desktop.connections >= 3, { what: 'the program to be back' });
    expect((await desktop.call()).body).toMatchObject({ callId, state: 'talking', script: { name: 'Accueil' } });
    await caller.hangUp();
    await ringing.endedByPeer();
    await desktop.untilState('wrap-up');
    expect((await desktop.dispose({ callId, code: 'SALE' })).body).toMatchObject({ state: 'available' });
    await desktop.until('call-disposed');
    const types = desktop.events.filter((event) => event['callId'] === callId).map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(['call-offered', 'call-taken', 'call-connected', 'conversation-ended', 'call-ended', 'call-disposed']),
    );
    const ids = desktop.events.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });
});
