import { beforeAll, expect, test } from '@jest/globals';

import type { CallRecord, JournalEntry } from '../../../src/core/journal/facts.js';
import { brandId, type AgentId, type CampaignId, type OfferId, type QueueId } from '../../../src/core/kernel/ids.js';
import { JournalService } from '../../../src/modules/calls/journal.service.js';
import { EventReader } from '../../support/event-reader.js';
import type { Answer } from '../../support/http-lab.js';
import { agentState, arrived, callOf, ended, entryOf, NINE } from '../../support/journal-entries.js';
import { QUESTIONS, REFUSAL, SALE } from '../../support/sales-script.js';
import type { Story } from './story.js';

export const CALL_DISPOSITIONS: Story = {
  title: 'What agents say of their calls',
  tell: (lab) => {
    let groupId: string;
    let campaign: { id: string; version: number };
    let alice: AgentId;
    let bruno: AgentId;
    let token: string;

    beforeAll(async () => {
      const siteId = (await lab().made('/sites', { code: 'PAR', name: 'Paris' }))['id'];
      const didIds = [(await lab().made('/dids', { number: '+33170000001', siteId }))['id']];
      const queueId = (await lab().made('/queues', { code: '500' }))['id'];
      groupId = String((await lab().made('/disposition-groups', { name: 'Ventes', currency: 'CHF', dispositions: [SALE, REFUSAL] }))['id']);
      const section = { title: 'Accueil', html: '<p>Bonjour<script>x</script></p>', questions: QUESTIONS };
      const scriptId = (await lab().made('/scripts', { name: 'Accueil', sections: [section] }))['id'];
      const made = await lab().made('/campaigns', {
        name: 'Ventes',
        didIds,
        queueId,
        scriptId,
        dispositionGroupId: groupId,
        language: 'en',
      });
      campaign = { id: String(made['id']), version: Number(made['version']) };
      alice = brandId<AgentId>(String((await lab().made('/agents', { login: 'alice', password: 'alice knows it' }))['id']));
      bruno = brandId<AgentId>(String((await lab().made('/agents', { login: 'bruno', password: 'bruno knows it' }))['id']));
      token = await lab().signIn('alice', 'alice knows it');
    });

    const call = (id: string, more: Partial<CallRecord> = {}): CallRecord => ({
      ...callOf(id, { campaignId: brandId<CampaignId>(campaign.id), planVersion: campaign.version, queuedAt: NINE }),
      ...more,
    });
    const offered = (id: string, agentId = alice): JournalEntry =>
      entryOf({
        type: 'call-offered',
        callId: call(id).callId,
        offerId: brandId<OfferId>(`offer of ${id}`),
        agentId,
        queueId: brandId<QueueId>('01JQUEUE'),
        ringsUntil: NINE + 15_000,
      });
    const connected = (id: string, at: number, agentId = alice): JournalEntry => {
      const record = call(id, { agentId, answeredAt: at });
      return entryOf({ type: 'call-connected', callId: record.callId, agentId, queueId: brandId<QueueId>('01JQUEUE'), call: record }, at);
    };
    const tell = (...entries: JournalEntry[]): void => {
      for (const entry of entries) lab().desk.tell(entry);
    };
    /** The agent talks in a call that was told of, or wraps it up. */
    const talks = (id: string, at: number, state: 'talking' | 'wrap-up' = 'talking', agentId = alice): void => {
      tell(arrived(call(id)), offered(id, agentId), connected(id, at, agentId));
      lab().desk.place(agentId, state, call(id).callId);
    };
    const dispose = (body: object): Promise<Answer> => lab().post('/agent/disposition', body, { token });

    test('an agent without a call is shown none', async () => {
      expect((await lab().get('/agent/call', { token })).status).toBe(204);
      expect((await lab().get(`/agents/${alice}/call`)).status).toBe(204);
    });

    test('the offer brings script and dispositions of the campaign, in the event and on request', async () => {
      const [own, all] = [await EventReader.open(lab().base, token), await EventReader.open(lab().base, lab().token ?? '')];
      const expected = { seconds: 119.6, low: 60, high: 240.2 };
      const told = { type: 'ewt-announced', callId: call('first').callId, sound: 'ewt-2', position: 2, expected } as const;
      tell(arrived(call('first')), entryOf(told, NINE), offered('first'));
      lab().desk.place(alice, 'offered', call('first').callId);
      const handedOver = {
        campaign: { id: campaign.id, name: 'Ventes' },
        caller: '+33612345678',
        did: '+33170000001',
        announcedWait: { announcedAt: '2026-01-31T09:00:00.000Z', seconds: 120, lowSeconds: 60, highSeconds: 240 },
        language: 'en',
        script: expect.objectContaining({ name: 'Accueil', sections: [expect.objectContaining({ html: '<p>Bonjour</p>' })] }),
        dispositionGroup: { id: groupId, version: 1, name: 'Ventes', currency: 'CHF' },
        dispositions: expect.arrayContaining([
          { ...SALE, details: [], system: false },
          expect.objectContaining({ code: '93', label: 'Answering machine', system: true }),
        ]),
      };
      const [event] = await own.until(1);
      expect(event).toMatchObject({
        event: 'call-offered',
        data: { callId: 'first', ringsUntil: '2026-01-31T09:00:15.000Z', ...handedOver },
      });
      const shown = await lab().get('/agent/call', { token });
      expect(shown.body).toMatchObject({ callId: 'first', state: 'offered', connectedAt: null, disposition: null, ...handedOver });
      expect((await all.until(3))[2]?.data).not.toHaveProperty('script');
      own.close();
      all.close();
    });

    test('of a call that has not begun nothing can be said, nor of a stranger’s, nor of none', async () => {
      expect((await dispose({ callId: 'first', code: 'SALE' })).body).toMatchObject({ status: 409, code: 'call-not-begun' });
      talks('of bruno', NINE, 'talking', bruno);
      expect((await dispose({ callId: 'of bruno', code: 'SALE' })).body).toMatchObject({ status: 409, code: 'not-your-call' });
      expect((await dispose({ callId: 'nowhere', code: 'SALE' })).body).toMatchObject({ status: 404, code: 'unknown-call' });
    });

    test('during the call it is kept, and shown with the call', async () => {
      talks('second', NINE + 1_000);
      const answers = { contract: 'FR-1', seats: 3, again: false, reason: 'Panne', tools: ['C', 'A'], due: '2028-02-29' };
      const { body } = await dispose({ callId: 'second', code: 'NO', detailCode: 'PRICE', note: 'later', answers });
      const said = {
        code: 'NO',
        label: 'Refus',
        detailCode: 'PRICE',
        detailLabel: 'Trop cher',
        category: 'argued',
        profit: null,
        currency: null,
        countsForQuota: false,
        note: 'later',
        answers,
      };
      expect(body).toMatchObject({ agentId: alice, state: 'talking', callId: 'second', disposition: said });
      expect((await lab().get('/agent/call', { token })).body).toMatchObject({ state: 'talking', disposition: said });
    });

    test('every impossible thing is named at once, with its path', async () => {
      const answers = { contract: 1, seats: 'x', again: 'no', reason: 'Autre', tools: ['A', 'A'], due: '2027-02-29', hair: 'red' };
      const { status, body } = await dispose({ callId: 'second', code: 'SALE', detailCode: 'PRICE', answers });
      expect([status, (body['errors'] as { path: string; code: string }[]).map(({ path, code }) => [path, code])]).toEqual([
        422,
        [
          ['detailCode', 'unknown-detail'],
          ...['contract', 'seats', 'again', 'reason', 'tools', 'due'].map((key) => [`answers.${key}`, 'bad-answer']),
          ['answers.hair', 'unknown-question'],
        ],
      ]);
      expect((await dispose({ callId: 'second', code: 'WHAT' })).body['errors'][0]).toMatchObject({
        path: 'code',
        code: 'unknown-disposition',
      });
      expect((await dispose({ callId: 'second', code: 'SALE', mood: 1 })).body).toMatchObject({ status: 400, code: 'unknown-property' });
    });

    test('a callback is planned with it, in the future and where the policy lets it, or the whole is refused', async () => {
      const planning = (callback: unknown): Promise<Answer> => dispose({ callId: 'second', code: 'SALE', callback });
      const planned = lab().desk.planned.length;
      const at = '2099-03-01T09:30:00Z';
      expect((await planning({ number: '+33612345678', at: '2020-01-01T00:00:00Z' })).body).toMatchObject({
        status: 422,
        errors: [{ path: 'callback.at', code: 'callback-in-the-past' }],
      });
      expect((await planning({ number: '+12025550100', at })).body).toMatchObject({ status: 422, code: 'number-not-allowed' });
      const { errors } = (await planning({ number: 7, when: at })).body as { errors: { path: string }[] };
      expect(errors.map(({ path }) => path).sort()).toEqual(['callback.at', 'callback.number', 'callback.when']);
      expect(lab().desk.planned).toHaveLength(planned);
      expect((await planning({ number: '+33612345678', at })).body).toMatchObject({
        callbackId: '01JPLANNED',
        disposition: { code: 'SALE' },
      });
      const wish = { number: '+33612345678', agentId: alice, callId: 'second', at: Date.parse(at), campaignId: campaign.id };
      expect(lab().desk.planned.at(-1)).toMatchObject({ ...wish, call: { record: { callId: 'second' }, plan: { name: 'Ventes' } } });
    });

    test('in wrap-up it ends wrap-up, unless that is to be kept', async () => {
      talks('third', NINE + 2_000, 'wrap-up');
      expect((await dispose({ callId: 'third', code: '93', keepWrapUp: true })).body).toMatchObject({ state: 'wrap-up' });
      expect((await dispose({ callId: 'third', code: 'SALE', answers: null })).body).toMatchObject({
        state: 'available',
        disposition: { code: 'SALE', profit: 49.9, currency: 'CHF', countsForQuota: true },
      });
      expect((await lab().get('/agent/call', { token })).status).toBe(204);
    });

    test('it may be corrected until another call begins, by a supervisor too', async () => {
      tell(offered('fourth'));
      const corrected = await lab().post(`/agents/${alice}/disposition`, { callId: 'third', code: 'NO' });
      expect(corrected.body).toMatchObject({ state: 'available', disposition: { code: 'NO' } });
      talks('fourth', NINE + 3_000, 'wrap-up');
      expect((await dispose({ callId: 'third', code: 'SALE' })).body).toMatchObject({ status: 409, code: 'another-call-began' });
      expect((await dispose({ callId: 'fourth', code: 'SALE' })).status).toBe(200);
    });

    test('a call keeps the group that it began with, and what was said of it', async () => {
      talks('fifth', NINE + 4_000);
      await lab().patch(`/disposition-groups/${groupId}`, { currency: 'EUR', dispositions: [{ ...SALE, label: 'Vendu', profit: 60 }] });
      expect((await dispose({ callId: 'fifth', code: 'NO' })).status).toBe(200);
      talks('sixth', NINE + 5_000);
      expect((await dispose({ callId: 'sixth', code: 'NO' })).status).toBe(422);
      expect((await dispose({ callId: 'sixth', code: 'SALE' })).body['disposition']).toMatchObject({
        label: 'Vendu',
        profit: 60,
        currency: 'EUR',
      });
    });

    test('after a restart the agent goes on with the call, and with no older one', async () => {
      const entries = [
        arrived(call('old')),
        connected('old', NINE + 6_000),
        ended(call('old', { agentId: alice, answeredAt: NINE + 6_000 }), 'answered', NINE + 7_000),
        arrived(call('kept')),
        connected('kept', NINE + 8_000),
        agentState(alice, 'talking', { callId: 'kept' }),
      ];
      await lab().app.get(JournalService).write(entries);
      await lab().restart();
      lab().desk.place(alice, 'talking', call('kept').callId);
      token = await lab().signIn('alice', 'alice knows it');
      expect((await lab().get('/agent/call', { token })).body).toMatchObject({
        callId: 'kept',
        connectedAt: '2026-01-31T09:00:08.000Z',
        campaign: { name: 'Ventes' },
      });
      for (const _ of [1, 2]) expect((await dispose({ callId: 'old', code: 'SALE' })).body).toMatchObject({ code: 'another-call-began' });
      expect((await dispose({ callId: 'kept', code: 'SALE' })).status).toBe(200);
    });

    test('the campaign tells how often what was said, its conversion rate, profit and quota', async () => {
      const what = { detailCode: null, detailLabel: null, note: null, answers: {}, campaignId: brandId<CampaignId>(campaign.id) };
      const sale = {
        ...what,
        code: 'SALE',
        label: 'Vente',
        category: 'positive',
        profit: 0.1,
        currency: 'EUR',
        countsForQuota: true,
      } as const;
      const no = { ...what, code: 'NO', label: 'Refus', category: 'argued', profit: null, currency: null, countsForQuota: false } as const;
      const machine = { ...no, code: '93', label: 'Répondeur', category: 'not-argued' } as const;
      const said = [
        { agentId: alice, ...no },
        { agentId: alice, ...sale },
        { agentId: bruno, ...sale, profit: 0.2 },
        { agentId: alice, ...sale, profit: 5, currency: 'CHF' },
        { agentId: alice, ...no },
        { agentId: bruno, ...machine },
      ];
      // The second corrects the first; the last is of a later day.
      const entries = said.map((each, index) => {
        const callId = callOf(`figure ${String(Math.max(1, index))}`).callId;
        return entryOf({ type: 'call-disposed', callId, arrivedAt: NINE + (index === 5 ? 86_400_000 : 0), ...each });
      });
      await lab().app.get(JournalService).write(entries);
      await lab().app.get(JournalService).write(entries.slice(0, 1));
      const path = `/campaigns/${campaign.id}/dispositions`;
      const { body } = await lab().get(`${path}?from=2026-01-31T09:00:00Z&to=2026-02-01T09:00:00Z`);
      const line = { code: 'SALE', label: 'Vente', category: 'positive' };
      expect(body).toMatchObject({
        given: 4,
        byCategory: { positive: 3, argued: 1, notArgued: 0 },
        conversionRate: 0.75,
        quota: 3,
        profit: [
          { currency: 'CHF', amount: 5 },
          { currency: 'EUR', amount: 0.3 },
        ],
      });
      expect(body['dispositions'][0]).toEqual({ ...line, given: 2, quota: 2, profit: 0.3, currency: 'EUR' });
      expect((await lab().get(`${path}?from=2026-02-01T09:00:00Z`)).body).toMatchObject({ given: 1, conversionRate: null, profit: [] });
      expect((await lab().get(`${path}?from=2030-01-01T00:00:00Z`)).body).toMatchObject({ given: 0, dispositions: [], quota: 0 });
      expect((await lab().get(`${path}?to=soon`)).body).toMatchObject({ status: 400, code: 'bad-instant' });
      expect((await lab().get('/campaigns/01JZZZZZZZZZZZZZZZZZZZZZZZ/dispositions')).body).toMatchObject({ code: 'unknown-campaign' });
    });

    test('the call tells what was said of it: the last agent’s, everybody’s last, and the survey', async () => {
      const said = { label: 'Vente', detailCode: null, detailLabel: null, profit: null, currency: null, countsForQuota: false, note: null };
      const record = call('told', { agentId: bruno });
      const disposed = (agentId: AgentId, code: string, answers: Record<string, string>): JournalEntry => {
        const { callId, arrivedAt } = record;
        const fact = { type: 'call-disposed', callId, agentId, campaignId: brandId<CampaignId>(campaign.id), arrivedAt } as const;
        return entryOf({ ...fact, ...said, code, category: 'argued', answers });
      };
      const survey = { type: 'scenario-ended', callId: record.callId, use: 'survey', exit: 'hang-up', answers: { note: '5' } } as const;
      await lab()
        .app.get(JournalService)
        .write([
          arrived(record),
          disposed(bruno, 'FIRST', {}),
          disposed(bruno, 'LAST', { contract: 'FR-2' }),
          disposed(alice, 'OTHER', {}),
          entryOf(survey),
        ]);
      const { body } = await lab().get('/calls/told');
      expect(body).toMatchObject({
        disposition: { agentId: bruno, code: 'LAST', at: '2026-01-31T09:00:00.000Z' },
        answers: { contract: 'FR-2' },
        surveyAnswers: { note: '5' },
      });
      expect((body['dispositions'] as { code: string }[]).map(({ code }) => code)).toEqual(['LAST', 'OTHER']);
      expect((await lab().get('/calls/old')).body).toMatchObject({ disposition: null, dispositions: [], answers: {}, surveyAnswers: {} });
    });
  },
};
