import { beforeAll, expect, test } from '@jest/globals';

import type { CampaignId } from '../../../src/core/kernel/ids.js';
import { brandId } from '../../../src/core/kernel/ids.js';
import { DirectoryService } from '../../../src/modules/directory/directory.service.js';
import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

const UNKNOWN = '01JZZZZZZZZZZZZZZZZZZZZZZZ';

export const CAMPAIGNS: Story = {
  title: 'Campaigns',
  tell: (lab) => {
    let siteId: string;
    let queueId: string;
    let lastNumber = 170_000_000;

    const newDid = async (): Promise<Body> => lab().made('/dids', { number: `+33${++lastNumber}`, siteId });
    const newCampaign = async (more: object = {}): Promise<Body> =>
      lab().made('/campaigns', { name: 'Support', didIds: [(await newDid())['id']], queueId, ...more });

    beforeAll(async () => {
      siteId = String((await lab().made('/sites', { code: 'PAR', name: 'Paris' }))['id']);
      queueId = String((await lab().made('/queues', { code: '500' }))['id']);
    });

    test('a campaign is made from a name and a free number, everything else being preset', async () => {
      const did = await newDid();
      const campaign = await lab().made('/campaigns', { name: 'Minimal', didIds: [did['id']] });
      expect(campaign).toEqual({
        id: expect.any(String),
        version: 1,
        name: 'Minimal',
        state: 'stopped',
        override: null,
        didIds: [did['id']],
        queueId: null,
        priority: 0,
        language: 'fr',
        wrapUpSeconds: 30,
        conventionalPause: { seconds: 0, starts: 'with-wrap-up' },
        recording: { mode: 'none', dispositionCodes: [], retentionDays: 90, consentAudioId: null },
        ivr: { beforeQueueId: null, afterAgentHangupId: null },
        displayedNumber: { kind: 'trunk', number: null, forced: false, byPrefix: [] },
        messages: {
          welcomeAudioId: null,
          welcomeBeforeAnswer: true,
          ewtAudioId: null,
          announceEwt: true,
          ewtCaution: 0.7,
          announcePosition: false,
          holdAudioId: null,
          whisperAudioId: null,
          menuAudioId: null,
          menuScenarioId: null,
          loopSeconds: 30,
        },
        opening: {
          workScheduleId: null,
          holidayGroupId: null,
          closedAudioId: null,
          whenClosed: 'hang-up',
          rerouteNumber: null,
          waitingAtClose: 'serve',
        },
        overflow: {
          waitSeconds: null,
          loops: null,
          queueLength: null,
          strategy: { kind: 'deterrent', audioId: null, scenarioId: null, number: null },
          perCriterion: { wait: null, loops: null, queueLength: null, menu: null },
        },
        voicemail: { greetingAudioId: null, maxSeconds: 180, minSeconds: 2, overflowAfterHours: 24, overflowQueueId: null },
        callback: {
          promptAudioId: null,
          greetingAudioId: null,
          maxAttempts: 3,
          retryAfterSeconds: 300,
          expiresAfterHours: 48,
          dialFirst: 'agent',
          recoverLost: 'off',
          deadline: { relativeHours: null, date: null },
        },
        skills: [],
        scriptId: null,
        dispositionGroupId: null,
        callingHoursId: null,
        createdAt: expect.any(String),
      });
      expect((await lab().get(`/dids/${did['id']}`)).body).toMatchObject({ campaignId: campaign['id'], version: 2 });
    });

    test('a campaign needs a name and at least one number', async () => {
      const answer = await lab().post('/campaigns', { didIds: [] });
      expect(answer.body).toMatchObject({ status: 400, errors: [{ path: 'name' }, { path: 'didIds' }] });
    });

    test('what it refers to must exist', async () => {
      const did = await newDid();
      const body = { name: 'X', didIds: [did['id']], queueId: UNKNOWN, messages: { welcomeAudioId: 'builtin:nothing' } };
      expect((await lab().post('/campaigns', body)).body).toMatchObject({
        status: 422,
        errors: [
          { path: 'queueId', code: 'unknown-queue' },
          { path: 'messages.welcomeAudioId', code: 'unknown-audio' },
        ],
      });
      expect((await lab().post('/campaigns', { name: 'X', didIds: [did['id'], UNKNOWN] })).body).toMatchObject({
        status: 422,
        errors: [{ path: 'didIds[1]', code: 'unknown-did' }],
      });
      expect((await lab().get(`/dids/${did['id']}`)).body['campaignId']).toBeNull();
    });

    test('a number leads to one campaign only', async () => {
      const campaign = await newCampaign({ name: 'First come' });
      const [taken] = campaign['didIds'] as string[];
      const refused = await lab().post('/campaigns', { name: 'Second', didIds: [(await newDid())['id'], taken] });
      expect(refused.body).toMatchObject({ status: 409, code: 'did-taken', errors: [{ path: 'didIds[1]' }] });
      expect(refused.body['detail']).toContain('First come');
    });

    test('of two campaigns that ask for the same number at once, one gets it', async () => {
      const did = await newDid();
      const answers = await Promise.all(['A', 'B', 'C', 'D'].map((name) => lab().post('/campaigns', { name, didIds: [did['id']] })));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    });

    test('a change merges objects, replaces lists, and makes a new version', async () => {
      const campaign = await newCampaign({ messages: { welcomeAudioId: 'builtin:welcome' }, conventionalPause: { seconds: 5 } });
      const another = await newDid();
      const changed = await lab().patch(`/campaigns/${campaign['id']}`, {
        wrapUpSeconds: null,
        conventionalPause: { starts: 'after-wrap-up' },
        messages: { welcomeBeforeAnswer: false },
        didIds: [another['id']],
      });
      expect(changed.body).toMatchObject({
        version: 2,
        wrapUpSeconds: null,
        conventionalPause: { seconds: 5, starts: 'after-wrap-up' },
        messages: { welcomeAudioId: 'builtin:welcome', welcomeBeforeAnswer: false },
        didIds: [another['id']],
      });
      const [released] = campaign['didIds'] as string[];
      expect((await lab().get(`/dids/${released}`)).body['campaignId']).toBeNull();
    });

    test('a campaign without queue or number does not start, and says what to do', async () => {
      const campaign = await newCampaign({ queueId: null });
      await lab().patch(`/campaigns/${campaign['id']}`, { didIds: [] });
      const refused = await lab().post(`/campaigns/${campaign['id']}/start`);
      expect(refused.body).toMatchObject({
        status: 409,
        code: 'campaign-not-ready',
        elements: [
          { element: 'dids', light: 'red', code: 'no-did', remedy: expect.any(String) },
          { element: 'queue', light: 'red', code: 'no-queue', remedy: expect.any(String) },
        ],
      });
    });

    test('calls see a campaign start, change and stop, each as soon as it is answered', async () => {
      const campaign = await newCampaign({ messages: { welcomeAudioId: 'builtin:welcome' }, priority: 7, language: 'en' });
      const directory = lab().app.get(DirectoryService);
      const number = `+33${lastNumber}`;
      expect(directory.lookUp(number)?.plan).toMatchObject({ running: false, version: 1 });
      const started = await lab().post(`/campaigns/${campaign['id']}/start`);
      expect(started.body).toMatchObject({ state: 'running', version: 2 });
      expect(directory.lookUp(number)?.plan).toMatchObject({
        campaignId: campaign['id'],
        version: 2,
        running: true,
        queueId,
        priority: 7,
        language: 'en',
        welcome: { kind: 'builtin', name: 'welcome' },
        hold: null,
        afterCall: { wrapUpSeconds: 30, conventionalPauseSeconds: 0, conventionalPauseStarts: 'with-wrap-up' },
      });
      expect((await lab().post(`/campaigns/${campaign['id']}/start`)).body['version']).toBe(2);
      await lab().patch(`/campaigns/${campaign['id']}`, { wrapUpSeconds: 0 });
      expect(directory.lookUp(number)?.plan?.afterCall.wrapUpSeconds).toBe(0);
      expect(directory.planOf(brandId<CampaignId>(String(campaign['id'])), 2)?.afterCall.wrapUpSeconds).toBe(30);
      expect((await lab().post(`/campaigns/${campaign['id']}/stop`)).body).toMatchObject({ state: 'stopped', version: 4 });
      expect(directory.lookUp(number)?.plan?.running).toBe(false);
    });

    test('a supervisor starts and stops, but does not change', async () => {
      const campaign = await newCampaign();
      await lab().made('/agents', { login: 'sue', password: 'sue supervises', role: 'supervisor' });
      const token = await lab().signIn('sue', 'sue supervises');
      expect((await lab().post(`/campaigns/${campaign['id']}/start`, undefined, { token })).status).toBe(200);
      expect((await lab().patch(`/campaigns/${campaign['id']}`, { priority: 1 }, { token })).status).toBe(403);
      expect((await lab().post(`/campaigns/${campaign['id']}/stop`, undefined, { token })).status).toBe(200);
    });

    test('a running campaign is not deleted; a stopped one is, and frees its numbers', async () => {
      const campaign = await newCampaign();
      const [didId] = campaign['didIds'] as string[];
      await lab().post(`/campaigns/${campaign['id']}/start`);
      expect((await lab().delete(`/campaigns/${campaign['id']}`)).body).toMatchObject({ status: 409, code: 'campaign-running' });
      await lab().post(`/campaigns/${campaign['id']}/stop`);
      expect((await lab().delete(`/campaigns/${campaign['id']}`)).status).toBe(204);
      expect((await lab().get(`/dids/${didId}`)).body['campaignId']).toBeNull();
    });

    test('a number given to a campaign under /dids is in the campaign', async () => {
      const campaign = await newCampaign();
      const did = await newDid();
      await lab().patch(`/dids/${did['id']}`, { campaignId: campaign['id'] });
      expect((await lab().get(`/campaigns/${campaign['id']}`)).body).toMatchObject({
        version: 2,
        didIds: expect.arrayContaining([did['id']]),
      });
      const direct = await lab().made('/dids', { number: `+33${++lastNumber}`, siteId, campaignId: campaign['id'] });
      expect((await lab().get(`/campaigns/${campaign['id']}`)).body['didIds']).toContain(direct['id']);
      expect((await lab().patch(`/dids/${did['id']}`, { campaignId: UNKNOWN })).body).toMatchObject({
        status: 422,
        code: 'unknown-campaign',
      });
    });

    test('the built-in sounds are listed with what is said', async () => {
      const answer = await lab().get('/audio?language=en&pageSize=500');
      expect(answer.body['items']).toContainEqual(
        expect.objectContaining({ id: 'builtin:welcome', languages: ['fr', 'en'], builtin: true }),
      );
    });
  },
};
