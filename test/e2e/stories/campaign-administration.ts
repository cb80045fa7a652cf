import { beforeAll, expect, test } from '@jest/globals';

import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

const UNKNOWN = '01JZZZZZZZZZZZZZZZZZZZZZZZ';

export const CAMPAIGN_ADMINISTRATION: Story = {
  title: 'Defaults and versions of campaigns',
  tell: (lab) => {
    let siteId: string;
    let queueId: string;
    let lastNumber = 171_000_000;

    const newDid = async (): Promise<string> => String((await lab().made('/dids', { number: `+33${++lastNumber}`, siteId }))['id']);
    const newCampaign = async (more: object = {}): Promise<Body> =>
      lab().made('/campaigns', { name: 'Support', didIds: [await newDid()], ...more });

    beforeAll(async () => {
      siteId = String((await lab().made('/sites', { code: 'PAR', name: 'Paris' }))['id']);
      queueId = String((await lab().made('/queues', { code: '500' }))['id']);
    });

    test('new campaigns begin with the defaults, those already made keep what they have', async () => {
      const before = await newCampaign();
      const factory = await lab().get('/campaign-defaults');
      expect(factory.body).toMatchObject({ version: 1, queueId: null, wrapUpSeconds: 30, messages: { welcomeAudioId: null } });
      const set = await lab().put('/campaign-defaults', {
        queueId,
        wrapUpSeconds: 60,
        messages: { welcomeAudioId: 'builtin:welcome', loopSeconds: 20 },
        overflow: { perCriterion: { menu: { kind: 'callback' } } },
      });
      expect([set.status, set.headers.get('etag')]).toEqual([200, '"2"']);
      expect((await lab().get(`/campaigns/${before['id']}`)).body).toEqual(before);
      const made = await newCampaign({ messages: { loopSeconds: 45 } });
      expect(made).toMatchObject({
        queueId,
        wrapUpSeconds: 60,
        messages: { welcomeAudioId: 'builtin:welcome', loopSeconds: 45, announceEwt: true },
        overflow: { perCriterion: { menu: { kind: 'callback', audioId: null, scenarioId: null, number: null } } },
      });
      expect(await newCampaign({ queueId: null, overflow: { perCriterion: { menu: null } } })).toMatchObject({
        queueId: null,
        overflow: { perCriterion: { menu: null } },
      });
    });

    test('what a new set of defaults leaves out is as Guichet comes', async () => {
      await lab().put('/campaign-defaults', { wrapUpSeconds: 5, priority: 3 });
      const second = await lab().put('/campaign-defaults', { priority: 4 });
      expect(second.body).toMatchObject({ wrapUpSeconds: 30, priority: 4, queueId: null });
      expect((await newCampaign())['priority']).toBe(4);
    });

    test('of two administrators who change the defaults at once, the second is told', async () => {
      const { version } = (await lab().get('/campaign-defaults')).body;
      const headers = { 'if-match': `"${version}"` };
      const answers = await Promise.all([5, 6].map((priority) => lab().put('/campaign-defaults', { priority }, { headers })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    });

    test('defaults are checked like a campaign, and keep their queue from being deleted', async () => {
      const wrong = await lab().put('/campaign-defaults', { name: 'No', queueId: UNKNOWN });
      expect(wrong.body).toMatchObject({ status: 400, errors: [{ path: 'name', code: 'unknown-property' }] });
      const unknown = await lab().put('/campaign-defaults', { queueId: UNKNOWN, messages: { holdAudioId: 'none' } });
      expect(unknown.body).toMatchObject({ status: 422, errors: [{ path: 'queueId' }, { path: 'messages.holdAudioId' }] });
      const queue = await lab().made('/queues', { code: '510' });
      await lab().put('/campaign-defaults', { queueId: queue['id'] });
      const refused = await lab().delete(`/queues/${queue['id']}`);
      expect(refused.body).toMatchObject({ status: 409, code: 'queue-in-use', detail: expect.stringContaining('the campaign defaults') });
      await lab().put('/campaign-defaults', {});
      expect((await lab().delete(`/queues/${queue['id']}`)).status).toBe(204);
    });

    test('numbers are kept in E.164, however they were written', async () => {
      const campaign = await newCampaign({
        displayedNumber: { kind: 'specific', number: '01 70 00 00 09@@@IP@@', byPrefix: [{ prefix: '+33', number: '0170000008' }] },
        opening: { whenClosed: 'reroute', rerouteNumber: '0033170000007' },
        overflow: { strategy: { kind: 'reroute', number: '+33 (0)1.70.00.00.06' }, perCriterion: { wait: { number: '0170 00 00 05' } } },
      });
      expect(campaign).toMatchObject({
        displayedNumber: { kind: 'specific', number: '+33170000009', forced: true, byPrefix: [{ prefix: '+33', number: '+33170000008' }] },
        opening: { rerouteNumber: '+33170000007' },
        overflow: { strategy: { number: '+33170000006' }, perCriterion: { wait: { number: '+33170000005' } } },
      });
    });

    test('every number that is none is named, together with every other fault', async () => {
      const answer = await lab().post('/campaigns', {
        name: 'Wrong',
        didIds: [await newDid()],
        displayedNumber: { number: '17', byPrefix: [{ prefix: '+1', number: 'call me' }] },
        opening: { rerouteNumber: '0170000001;user=phone' },
        overflow: { strategy: { number: '01700' }, perCriterion: { menu: { number: '0170000001@evil.example' } } },
        voicemail: { minSeconds: 30, maxSeconds: 30, overflowQueueId: UNKNOWN },
        callback: { deadline: { date: '2026-02-30' } },
      });
      expect(answer.body).toMatchObject({
        status: 422,
        code: 'invalid-number',
        errors: [
          { path: 'displayedNumber.number', code: 'invalid-number' },
          { path: 'displayedNumber.byPrefix[0].number', code: 'invalid-number' },
          { path: 'opening.rerouteNumber', code: 'invalid-number' },
          { path: 'overflow.strategy.number', code: 'invalid-number' },
          { path: 'overflow.perCriterion.menu.number', code: 'invalid-number' },
          { path: 'voicemail.overflowQueueId', code: 'unknown-queue' },
          { path: 'voicemail.minSeconds', code: 'bad-range' },
          { path: 'callback.deadline.date', code: 'bad-date' },
        ],
      });
    });

    test('a disposition that decides what is recorded must be one that agents can give', async () => {
      const group = await lab().made('/disposition-groups', {
        name: 'Ventes',
        dispositions: [{ code: 'S1', label: 'Vendu', category: 'positive' }],
      });
      const campaign = await newCampaign({
        name: 'Recorded',
        dispositionGroupId: group['id'],
        recording: { mode: 'dispositions', dispositionCodes: ['S1', '93'] },
      });
      expect(campaign['dispositionGroupId']).toBe(group['id']);
      const wrong = await lab().patch(`/campaigns/${campaign['id']}`, { recording: { dispositionCodes: ['S1', 'S2'] } });
      expect(wrong.body).toMatchObject({ status: 422, errors: [{ path: 'recording.dispositionCodes[1]', code: 'unknown-disposition' }] });
      const used = await lab().delete(`/disposition-groups/${group['id']}`);
      expect(used.body).toMatchObject({ status: 409, detail: expect.stringContaining('the campaign "Recorded"') });
    });

    test('a reroute whose number is not known yet can be saved', async () => {
      const campaign = await newCampaign({ opening: { whenClosed: 'reroute' }, displayedNumber: { kind: 'specific' } });
      expect(campaign).toMatchObject({ opening: { rerouteNumber: null }, displayedNumber: { number: null } });
    });

    test('every change is a version that tells who, when and what, the latest first', async () => {
      const campaign = await newCampaign({ name: 'History', queueId });
      const path = `/campaigns/${campaign['id']}`;
      const [first] = campaign['didIds'] as string[];
      await lab().patch(path, { priority: 9, messages: { loopSeconds: 60 } });
      const second = await newDid();
      await lab().patch(path, { didIds: [second] });
      await lab().post(`${path}/start`);
      await lab().patch(`/dids/${second}`, { campaignId: null });

      const { items, total } = (await lab().get(`${path}/versions?pageSize=4`)).body;
      expect(total).toBe(5);
      expect(items).toEqual([
        { version: 5, at: expect.any(String), by: 'admin', changes: [{ path: 'didIds', from: [second], to: [] }] },
        { version: 4, at: expect.any(String), by: 'admin', changes: [{ path: 'state', from: 'stopped', to: 'running' }] },
        { version: 3, at: expect.any(String), by: 'admin', changes: [{ path: 'didIds', from: [first], to: [second] }] },
        {
          version: 2,
          at: expect.any(String),
          by: 'admin',
          changes: [
            { path: 'priority', from: expect.any(Number), to: 9 },
            { path: 'messages.loopSeconds', from: 30, to: 60 },
          ],
        },
      ]);
      const then = (await lab().get(`${path}/versions/2`)).body;
      expect(then).toMatchObject({ version: 2, campaign: { name: 'History', state: 'stopped', priority: 9, didIds: [first] } });
      const { id, version, override, createdAt, ...original } = campaign;
      expect([id, version, override, createdAt]).toEqual([campaign['id'], 1, null, expect.any(String)]);
      expect((await lab().get(`${path}/versions/1`)).body['campaign']).toEqual(original);
      expect((await lab().get(`${path}/versions/5`)).body['campaign'].didIds).toEqual([]);
    });

    test('versions that never were, and those of no campaign, are not found', async () => {
      const campaign = await newCampaign();
      expect((await lab().get(`/campaigns/${campaign['id']}/versions/7`)).body).toMatchObject({ status: 404, code: 'unknown-version' });
      expect((await lab().get(`/campaigns/${campaign['id']}/versions/latest`)).status).toBe(400);
      expect((await lab().get(`/campaigns/${UNKNOWN}/versions`)).body).toMatchObject({ status: 404, code: 'unknown-campaign' });
    });

    test('supervisors read the defaults and the versions, and set nothing', async () => {
      await lab().made('/agents', { login: 'sue', password: 'sue supervises', role: 'supervisor' });
      const token = await lab().signIn('sue', 'sue supervises');
      const { id } = await newCampaign();
      expect((await lab().get('/campaign-defaults', { token })).status).toBe(200);
      expect((await lab().get(`/campaigns/${id}/versions`, { token })).status).toBe(200);
      expect((await lab().put('/campaign-defaults', {}, { token })).status).toBe(403);
    });
  },
};
