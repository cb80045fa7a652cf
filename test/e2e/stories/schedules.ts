import { expect, test } from '@jest/globals';

import { CallingHoursService } from '../../../src/modules/calling-hours/calling-hours.service.js';
import { HolidayGroupsService } from '../../../src/modules/holiday-groups/holiday-groups.service.js';
import { WorkSchedulesService } from '../../../src/modules/work-schedules/work-schedules.service.js';
import type { Story } from './story.js';

const OFFICE = [
  { from: '09:00', to: '12:00' },
  { from: '14:00', to: '18:00' },
];

/** Both are hours of the week: what holds for one holds for the other. */
const KINDS: [path: string, code: string, service: typeof WorkSchedulesService | typeof CallingHoursService][] = [
  ['/work-schedules', 'work-schedule', WorkSchedulesService],
  ['/calling-hours', 'calling-hours', CallingHoursService],
];

export const SCHEDULES: Story = {
  title: 'Schedules and holidays',
  tell: (lab) => {
    test.each(KINDS)('%s: hours are kept day by day, and a change of one day leaves the others alone', async (path) => {
      const made = await lab().made(path, { name: 'Bureau', timeZone: 'europe/paris', days: { monday: OFFICE, friday: OFFICE } });
      const closed = { tuesday: [], wednesday: [], thursday: [], saturday: [], sunday: [] };
      expect(made).toMatchObject({ version: 1, timeZone: 'Europe/Paris', days: { ...closed, monday: OFFICE, friday: OFFICE } });
      const days = { friday: [], saturday: [{ from: '00:00', to: '24:00' }] };
      const changed = await lab().patch(`${path}/${made['id']}`, { days }, { headers: { 'if-match': '"1"' } });
      expect(changed.body).toMatchObject({ version: 2, name: 'Bureau', days: { ...closed, monday: OFFICE, ...days } });
      expect((await lab().get(`${path}/${made['id']}`)).body).toEqual(changed.body);
      expect((await lab().patch(`${path}/${made['id']}`, { name: 'X' }, { headers: { 'if-match': '"1"' } })).status).toBe(412);
      expect((await lab().get(path)).body).toMatchObject({ total: 1, items: [changed.body] });
    });

    test.each(KINDS)('%s: anybody who plans sees at which instant it opens and closes', async (path) => {
      const { id } = await lab().made(path, { name: 'Lundi', timeZone: 'Europe/Paris', days: { monday: OFFICE } });
      const at = async (instant: string) => (await lab().get(`${path}/${id}/at?instant=${encodeURIComponent(instant)}`)).body;
      const holiday = null;
      expect(await at('2026-11-23T08:00:00Z')).toEqual({ open: true, reason: 'open', holiday, nextChange: '2026-11-23T11:00:00.000Z' });
      expect(await at('2026-11-23T18:00:00+01:00')).toEqual({
        open: false,
        reason: 'outside-hours',
        holiday,
        nextChange: '2026-11-30T08:00:00.000Z',
      });
      // Two days later the clocks go forward: nine o'clock is an hour sooner.
      expect(await at('2026-03-27T12:00:00Z')).toMatchObject({ open: false, nextChange: '2026-03-30T07:00:00.000Z' });
      expect((await lab().get(`${path}/${id}/at`)).status).toBe(200);
    });

    test.each(KINDS)('%s: an instant that is none is refused', async (path) => {
      const { id } = await lab().made(path, { name: 'Instants', timeZone: 'UTC', days: {} });
      for (const instant of ['', 'tomorrow', '2026-11-23', '2026-13-01T00:00:00Z', '9999-12-31T23:59:59Z', '0000-01-01T00:00:00Z']) {
        const answer = await lab().get(`${path}/${id}/at?instant=${instant}`);
        expect([instant, answer.status, answer.body['errors'][0].path]).toEqual([instant, 400, 'instant']);
      }
      expect((await lab().get(`${path}/${id}/at?when=now`)).status).toBe(400);
      expect((await lab().get(`${path}/none/at`)).status).toBe(404);
    });

    test.each(KINDS)('%s: every fault of a body is named by its path', async (path) => {
      const range = (from: unknown, to: unknown) => ({ from, to });
      const days = {
        monday: [range('9:00', '12:00'), range('24:00', '24:00'), null, []],
        tuesday: 'all day',
        wednesday: [{ from: '09:00', to: '10:00', room: 1 }],
        funday: [],
      };
      const answer = await lab().post(path, { name: '', timeZone: 'Europe/Atlantis', days, hours: 1 });
      expect([answer.status, (answer.body['errors'] as { path: string }[]).map((error) => error.path).sort()]).toEqual([
        400,
        [
          'days.funday',
          'days.monday[0].from',
          'days.monday[1].from',
          'days.monday[2]',
          'days.monday[3]',
          'days.tuesday',
          'days.wednesday[0].room',
          'hours',
          'name',
          'timeZone',
        ],
      ]);
      for (const zone of ['+01:00', '', null, 3])
        expect((await lab().post(path, { name: 'A', timeZone: zone, days: {} })).status).toBe(400);
      for (const none of [null, [], 'x']) expect((await lab().post(path, { name: 'A', timeZone: 'UTC', days: none })).status).toBe(400);
    });

    test.each(KINDS)('%s: ranges that overlap or end before they begin are impossible; unused and touching ones are not', async (path) => {
      const monday = [...OFFICE, { from: '11:30', to: '13:00' }];
      const tuesday = [
        { from: '18:00', to: '09:00' },
        { from: '22:00', to: '00:00' },
      ];
      const wrong = await lab().post(path, { name: 'Wrong', timeZone: 'UTC', days: { monday, tuesday } });
      expect(wrong.body).toMatchObject({
        status: 422,
        errors: [
          { path: 'days.monday[2]', code: 'overlapping-ranges' },
          { path: 'days.tuesday[0]', code: 'empty-range' },
          { path: 'days.tuesday[1]', code: 'empty-range' },
        ],
      });
      const unused = { from: '00:00', to: '00:00' };
      const touching = [unused, { from: '12:00', to: '24:00' }, { from: '00:00', to: '12:00' }, unused];
      const { id } = await lab().made(path, { name: 'Touching', timeZone: 'UTC', days: { monday: touching } });
      const { body } = await lab().get(`${path}/${id}/at?instant=2026-11-23T00:00:00Z`);
      expect(body).toMatchObject({ open: true, nextChange: '2026-11-24T00:00:00.000Z' });
      const later = await lab().patch(`${path}/${id}`, { days: { monday } });
      expect(later.body).toMatchObject({ status: 422, code: 'overlapping-ranges' });
    });

    test.each(KINDS)('%s: names are unique, and what is used is not deleted; the answer says by what', async (path, code, token) => {
      const { id } = await lab().made(path, { name: 'Used', timeZone: 'UTC', days: {} });
      expect((await lab().post(path, { name: 'Used', timeZone: 'UTC', days: {} })).body).toMatchObject({ status: 409, code: 'name-taken' });
      const service = lab().app.get<WorkSchedulesService | CallingHoursService>(token);
      service.whoUses(async (_manager, used) => (used === id ? ['the campaign "Support"'] : []));
      const refused = await lab().delete(`${path}/${id}`);
      expect(refused.body).toMatchObject({ status: 409, code: `${code}-in-use`, users: ['the campaign "Support"'] });
      expect(refused.body['detail']).toContain('Support');
      const free = await lab().made(path, { name: 'Free', timeZone: 'UTC', days: {} });
      expect((await lab().delete(`${path}/${free['id']}`)).status).toBe(204);
      expect((await lab().get(`${path}/${free['id']}`)).body).toMatchObject({ status: 404, code: `unknown-${code}` });
      expect([service.hours(free['id']), service.hours(id)?.timeZone]).toEqual([null, 'UTC']);
    });

    test.each(KINDS)('%s: who listens hears of a change once calls can see it', async (path, _code, token) => {
      const service = lab().app.get<WorkSchedulesService | CallingHoursService>(token);
      const zones: unknown[] = [];
      const { id } = await lab().made(path, { name: 'Heard', timeZone: 'UTC', days: {} });
      service.whenChanged(async () => void zones.push(service.hours(id)?.timeZone));
      await lab().patch(`${path}/${id}`, { timeZone: 'Asia/Kathmandu' });
      await lab().delete(`${path}/${id}`);
      expect(zones).toEqual(['Asia/Kathmandu', undefined]);
    });

    test('supervisors read hours and holidays and change nothing', async () => {
      await lab().made('/agents', { login: 'planner', password: 'a planner of tests', role: 'supervisor' });
      const token = await lab().signIn('planner', 'a planner of tests');
      for (const path of ['/work-schedules', '/calling-hours', '/holiday-groups']) {
        const { status } = await lab().get(path, { token });
        const refused = await lab().post(path, { name: 'Mine', timeZone: 'UTC', days: {} }, { token });
        expect([path, status, refused.status]).toEqual([path, 200, 403]);
      }
    });

    test('holidays are whole days or parts of them, each with its message, once or every year', async () => {
      const holidays = [
        { date: '2026-12-25', yearly: true, audioId: 'builtin:closed' },
        { date: '2026-12-24', from: '14:00' },
        { date: '2026-12-24', to: '09:30' },
        { date: '2026-12-25' },
        { date: '2024-02-29', yearly: true },
      ];
      const group = await lab().made('/holiday-groups', { name: 'Fêtes', holidays });
      const plain = { yearly: false, from: null, to: null, audioId: null };
      expect(group['holidays']).toEqual(holidays.map((holiday) => ({ ...plain, ...holiday })));
      const inMemory = lab().app.get(HolidayGroupsService).holidays(group['id']);
      expect(inMemory?.map(({ message }) => message)).toEqual([{ kind: 'builtin', name: 'closed' }, null, null, null, null]);
      const renamed = await lab().patch(`/holiday-groups/${group['id']}`, { name: 'Fermetures' });
      expect(renamed.body).toEqual({ ...group, name: 'Fermetures', version: 2 });
      const emptied = await lab().patch(`/holiday-groups/${group['id']}`, { holidays: [] }, { headers: { 'if-match': '"2"' } });
      expect(emptied.body).toMatchObject({ name: 'Fermetures', version: 3, holidays: [] });
      expect((await lab().delete(`/holiday-groups/${group['id']}`, { headers: { 'if-match': '"2"' } })).status).toBe(412);
      expect((await lab().delete(`/holiday-groups/${group['id']}`)).status).toBe(204);
    });

    test('days that do not exist and times that are none are refused, each by its path', async () => {
      const holidays = [
        { date: '2026-02-29', yearly: true },
        { date: '25/12/2026' },
        { date: '2026-12-25', yearly: 'yes', from: '8:00', to: '24:30', audioId: 5 },
        'Christmas',
        { date: '2026-12-25', message: 'x' },
        [],
      ];
      const answer = await lab().post('/holiday-groups', { name: 'Wrong', holidays });
      expect([answer.status, (answer.body['errors'] as { path: string }[]).map((error) => error.path).sort()]).toEqual([
        400,
        [
          'holidays[0].date',
          'holidays[1].date',
          'holidays[2].audioId',
          'holidays[2].from',
          'holidays[2].to',
          'holidays[2].yearly',
          'holidays[3]',
          'holidays[4].message',
          'holidays[5]',
        ],
      ]);
      const day = (index: number) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
      const many = Array.from({ length: 501 }, (_, index) => ({ date: day(index) }));
      expect((await lab().post('/holiday-groups', { name: 'Many', holidays: many })).status).toBe(400);
      expect((await lab().made('/holiday-groups', { name: 'Many', holidays: many.slice(1) }))['holidays']).toHaveLength(500);
    });

    test('one day twice, a part that ends before it begins and an unknown sound are impossible', async () => {
      const holidays = [
        { date: '2026-12-25', yearly: true },
        { date: '2020-12-25', yearly: true, from: '08:00' },
        { date: '2026-12-24', from: '14:00', to: '14:00' },
        { date: '2026-12-31', audioId: 'nothing' },
        { date: '2026-12-31', from: '12:00' },
      ];
      const answer = await lab().post('/holiday-groups', { name: 'Impossible', holidays });
      expect(answer.body).toMatchObject({
        status: 422,
        errors: [
          { path: 'holidays[1]', code: 'duplicate-holiday' },
          { path: 'holidays[2]', code: 'empty-range' },
          { path: 'holidays[4]', code: 'duplicate-holiday' },
          { path: 'holidays[3].audioId', code: 'unknown-audio' },
        ],
      });
    });

    test('a group of holidays has a name of its own and is not deleted while it is used', async () => {
      const { id } = await lab().made('/holiday-groups', { name: 'Ponts' });
      expect((await lab().post('/holiday-groups', { name: 'Ponts' })).body).toMatchObject({ status: 409, code: 'name-taken' });
      const service = lab().app.get(HolidayGroupsService);
      service.whoUses(async (_manager, used) => (used === id ? ['the campaign "Support"'] : []));
      expect((await lab().delete(`/holiday-groups/${id}`)).body).toMatchObject({ status: 409, code: 'holiday-group-in-use' });
      expect((await lab().get('/holiday-groups/none')).body).toMatchObject({ status: 404, code: 'unknown-holiday-group' });
    });

    test('hours and holidays are in memory again after a restart', async () => {
      const { id } = await lab().made('/work-schedules', { name: 'Kept', timeZone: 'Asia/Tokyo', days: { sunday: OFFICE } });
      await lab().restart();
      expect(lab().app.get(WorkSchedulesService).hours(id)).toMatchObject({ timeZone: 'Asia/Tokyo', days: { sunday: OFFICE, monday: [] } });
    });
  },
};
