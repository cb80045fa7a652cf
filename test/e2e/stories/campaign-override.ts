import { beforeAll, expect, test } from '@jest/globals';

import { openingOf } from '../../../src/core/plan/campaign-plan.js';
import { DirectoryService } from '../../../src/modules/directory/directory.service.js';
import { eventually } from '../../support/eventually.js';
import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

const HOUR_MS = 3_600_000;
const UNKNOWN = '01JZZZZZZZZZZZZZZZZZZZZZZZ';

export const CAMPAIGN_OVERRIDE: Story = {
  title: 'Campaigns forced open or closed',
  tell: (lab) => {
    let siteId: string;
    let queueId: string;
    let supervisor: string;
    let lastNumber = 172_000_000;

    const running = async (name: string): Promise<Body> => {
      const did = await lab().made('/dids', { number: `+33${++lastNumber}`, siteId });
      const { id } = await lab().made('/campaigns', { name, didIds: [did['id']], queueId });
      return (await lab().post(`/campaigns/${id}/start`)).body;
    };
    const force = async (campaign: Body, state: string, until?: string | null): Promise<Body> =>
      (await lab().put(`/campaigns/${campaign['id']}/override`, { state, until }, { token: supervisor })).body;
    const opening = async (campaign: Body, instant?: number): Promise<Body> =>
      (await lab().get(`/campaigns/${campaign['id']}/opening${instant === undefined ? '' : `?instant=${iso(instant)}`}`)).body;
    const iso = (at: number): string => new Date(at).toISOString();
    const newCallsFindItOpen = (): boolean => {
      const plan = lab().app.get(DirectoryService).lookUp(`+33${lastNumber}`)?.plan;
      return plan != null && openingOf(plan, Date.now()).open;
    };

    beforeAll(async () => {
      siteId = String((await lab().made('/sites', { code: 'PAR', name: 'Paris' }))['id']);
      queueId = String((await lab().made('/queues', { code: '500' }))['id']);
      await lab().made('/agents', { login: 'sue', password: 'sue supervises', role: 'supervisor' });
      supervisor = await lab().signIn('sue', 'sue supervises');
    });

    test('a supervisor closes a campaign for an hour: new calls find it closed as soon as it is answered', async () => {
      const campaign = await running('Closed for an hour');
      expect([newCallsFindItOpen(), campaign['override']]).toEqual([true, null]);
      const until = iso(Date.now() + HOUR_MS);
      const forced = await force(campaign, 'closed', until);
      const override = { state: 'closed', until, since: expect.any(String), by: 'sue' };
      expect(forced).toMatchObject({ version: campaign['version'], state: 'running', override });
      expect(newCallsFindItOpen()).toBe(false);
      expect(await opening(campaign)).toEqual({ open: false, reason: 'override', holiday: null, nextChange: until });
      expect(await opening(campaign, Date.parse(until))).toMatchObject({ open: true, reason: 'open' });
      expect((await lab().get(`/campaigns/${campaign['id']}`)).body['override']).toEqual(override);
      const listed = (await lab().get('/campaigns?pageSize=500')).body['items'].find(({ id }: Body) => id === campaign['id']);
      expect(listed.override).toEqual(override);

      expect((await force(campaign, 'none'))['override']).toBeNull();
      expect(newCallsFindItOpen()).toBe(true);
    });

    test('the live board tells which campaigns take calls, and why', async () => {
      const campaign = await running('On the board');
      const onBoard = async (): Promise<Body> => (await lab().get('/live')).body['campaigns'].find(({ id }: Body) => id === campaign['id']);
      expect(await onBoard()).toEqual({
        id: campaign['id'],
        name: 'On the board',
        state: 'running',
        open: true,
        reason: 'open',
        holiday: null,
        nextChange: null,
        override: null,
      });
      await force(campaign, 'closed', null);
      expect(await onBoard()).toMatchObject({ open: false, reason: 'override', override: { state: 'closed', until: null } });
      await force(campaign, 'none');
      await lab().post(`/campaigns/${campaign['id']}/stop`);
      expect(await onBoard()).toMatchObject({ state: 'stopped', open: false, reason: 'stopped' });
    });

    test('an override outlives a restart, and one that is over counts no more', async () => {
      const lasting = await running('Forced for good');
      await force(lasting, 'closed', null);
      const brief = await running('Forced for a moment');
      await force(brief, 'closed', iso(Date.now() + 1_500));
      expect(newCallsFindItOpen()).toBe(false);
      await lab().restart();
      supervisor = await lab().signIn('sue', 'sue supervises');
      expect(await opening(lasting)).toMatchObject({ open: false, reason: 'override' });
      await eventually(async () => (await opening(brief))['open'], { what: 'the campaign to open again' });
      expect((await lab().get(`/campaigns/${brief['id']}`)).body['override']).toBeNull();
      expect(newCallsFindItOpen()).toBe(true);
    });

    test('an override that would be over already, or of no campaign, is refused', async () => {
      const campaign = await running('Late');
      const path = `/campaigns/${campaign['id']}/override`;
      expect((await lab().put(path, { state: 'open', until: '2020-01-01T00:00:00Z' })).body).toMatchObject({
        status: 422,
        code: 'past-instant',
        errors: [{ path: 'until' }],
      });
      expect((await lab().put(path, { state: 'open', until: 'tomorrow' })).body).toMatchObject({ status: 400, code: 'bad-instant' });
      expect((await lab().put(path, { state: 'ajar' })).status).toBe(400);
      expect((await lab().put(`/campaigns/${UNKNOWN}/override`, { state: 'open' })).body).toMatchObject({ status: 404 });
      expect((await lab().get(`/campaigns/${UNKNOWN}/opening`)).body).toMatchObject({ status: 404, code: 'unknown-campaign' });
    });

    test('a campaign keeps its hours and holidays; a change of them reaches new calls, and they stay while it uses them', async () => {
      const always = { from: '00:00', to: '24:00' };
      const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
      const week = (ranges: object[]): object => Object.fromEntries(days.map((day) => [day, ranges]));
      const schedule = await lab().made('/work-schedules', { name: 'Jour et nuit', timeZone: 'Europe/Paris', days: week([always]) });
      const holidays = await lab().made('/holiday-groups', { name: 'Fêtes', holidays: [] });
      const campaign = await running('With hours');
      const set = await lab().patch(`/campaigns/${campaign['id']}`, {
        opening: { workScheduleId: schedule['id'], holidayGroupId: holidays['id'] },
      });
      expect([set.status, newCallsFindItOpen()]).toEqual([200, true]);
      const light = async (): Promise<unknown> =>
        (await lab().get(`/campaigns/${campaign['id']}/summary`)).body['elements'].find(({ element }: Body) => element === 'opening').code;

      await lab().patch(`/work-schedules/${schedule['id']}`, { days: week([]) });
      expect([newCallsFindItOpen(), (await opening(campaign))['reason'], await light()]).toEqual([false, 'outside-hours', 'never-open']);
      await lab().patch(`/work-schedules/${schedule['id']}`, { days: week([always]) });
      const aroundNow = [-1, 0, 1].map((day) => ({ date: iso(Date.now() + day * 24 * HOUR_MS).slice(0, 10), audioId: 'builtin:closed' }));
      await lab().patch(`/holiday-groups/${holidays['id']}`, { holidays: aroundNow });
      expect([newCallsFindItOpen(), (await opening(campaign))['reason'], await light()]).toEqual([false, 'holiday', 'holiday-now']);

      for (const path of [`/work-schedules/${schedule['id']}`, `/holiday-groups/${holidays['id']}`]) {
        const refused = await lab().delete(path);
        expect(refused.body).toMatchObject({ status: 409, detail: expect.stringContaining('the campaign "With hours"') });
      }
      const unknown = await lab().patch(`/campaigns/${campaign['id']}`, { opening: { workScheduleId: UNKNOWN }, callingHoursId: UNKNOWN });
      expect(unknown.body['errors']).toMatchObject([
        { path: 'opening.workScheduleId', code: 'unknown-work-schedule' },
        { path: 'callingHoursId', code: 'unknown-calling-hours' },
      ]);
    });

    test('a stopped campaign stays closed, and one that is deleted takes its override along', async () => {
      const campaign = await running('Stopped and forced');
      await force(campaign, 'open', null);
      await lab().post(`/campaigns/${campaign['id']}/stop`);
      expect(await opening(campaign)).toMatchObject({ open: false, reason: 'stopped' });
      expect((await lab().delete(`/campaigns/${campaign['id']}`)).status).toBe(204);
    });
  },
};
