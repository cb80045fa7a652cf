import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { HttpLab, type Body } from '../../support/http-lab.js';
import { toneWav } from '../../support/sip/tone-wav.js';
import type { Story } from './story.js';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SECTIONS = [
  'audio',
  'skillGroups',
  'queues',
  'workSchedules',
  'callingHours',
  'holidayGroups',
  'dispositionGroups',
  'scripts',
  'ivrScenarios',
];

export const CAMPAIGN_TRANSFER: Story = {
  title: 'Campaigns copied and carried elsewhere',
  tell: (lab) => {
    let elsewhere: HttpLab;
    let campaign: Body;
    let document: Body;

    const week = { ...Object.fromEntries(DAYS.map((day) => [day, []])), monday: [{ from: '09:00', to: '18:00' }] };
    const made = async (path: string, body: object): Promise<string> => String((await lab().made(path, body))['id']);
    const counts = async (at: HttpLab): Promise<number[]> =>
      Promise.all(
        ['campaigns', 'queues', 'skill-groups', 'work-schedules', 'holiday-groups', 'scripts', 'disposition-groups', 'ivr-scenarios'].map(
          async (path) => Number((await at.get(`/${path}`)).body['total']),
        ),
      );
    /** A document as it is whatever its ids are. */
    const withoutIds = ({ campaign: told, resources }: Body): unknown => {
      const ids = SECTIONS.flatMap((section) =>
        Object.entries(resources[section] as Body).flatMap(([key, resource]) => [
          key,
          ...(section === 'skillGroups' ? (resource.skills as Body[]).map(({ id }) => String(id)) : []),
        ]),
      );
      const text = JSON.stringify({ told, resources });
      return JSON.parse(ids.reduce((so, id, index) => so.replaceAll(id, `#${index}`), text));
    };

    beforeAll(async () => {
      elsewhere = await HttpLab.start();
      const site = await made('/sites', { code: 'PAR', name: 'Paris' });
      const did = await made('/dids', { number: '+33174000001', siteId: site });
      const group = await lab().made('/skill-groups', {
        name: 'Langues',
        autoDecrement: false,
        skills: [{ name: 'Anglais' }, { name: 'Basque' }],
      });
      const melody = new FormData();
      melody.append('name', 'Bienvenue à tous');
      melody.append('language', 'fr');
      melody.append('file', new Blob([new Uint8Array(toneWav([{ hz: 700, ms: 400 }]))]), 'melody.wav');
      const welcome = await lab().send('/audio', melody);
      const survey = await made('/ivr-scenarios', { name: 'Adieu', language: 'fr', start: 'bye', nodes: { bye: { type: 'hang-up' } } });
      campaign = await lab().made('/campaigns', {
        name: 'Voyages',
        didIds: [did],
        queueId: await made('/queues', { code: '540', description: 'Voyages' }),
        priority: 4,
        skills: [{ skillId: group['skills'][1].id, minimumLevel: 2 }],
        messages: { welcomeAudioId: welcome.body['id'], menuAudioId: 'builtin:menu-overflow' },
        ivr: { afterAgentHangupId: survey },
        opening: {
          workScheduleId: await made('/work-schedules', { name: 'Bureau', timeZone: 'Europe/Paris', days: week }),
          holidayGroupId: await made('/holiday-groups', { name: 'Fêtes', holidays: [{ date: '2026-12-25', yearly: true }] }),
        },
        callingHoursId: await made('/calling-hours', { name: 'Rappels', timeZone: 'Europe/Paris', days: week }),
        scriptId: await made('/scripts', { name: 'Accueil', sections: [{ title: 'Bonjour', html: '<p>Bonjour</p>' }] }),
        dispositionGroupId: await made('/disposition-groups', {
          name: 'Ventes',
          dispositions: [{ code: 'S1', label: 'Vendu', category: 'positive', profit: 12.5 }],
        }),
        recording: { mode: 'dispositions', dispositionCodes: ['S1'] },
      });
      document = (await lab().get(`/campaigns/${campaign['id']}/export`)).body;
    });

    afterAll(async () => {
      await elsewhere.stop();
    });

    test('a copy is the same but for its name and numbers, and is red until it has some', async () => {
      const answer = await lab().post(`/campaigns/${campaign['id']}/clone`, { name: 'Voyages bis' });
      expect(answer.status).toBe(201);
      const { id, version, name, didIds, createdAt, ...copied } = answer.body;
      expect([version, name, didIds]).toEqual([1, 'Voyages bis', []]);
      expect(createdAt).not.toBe(campaign['createdAt']);
      expect(copied).toEqual(Object.fromEntries(Object.keys(copied).map((key) => [key, campaign[key]])));
      expect((await lab().get(`/campaigns/${id}/summary`)).body['light']).toBe('red');
      await lab().delete(`/campaigns/${id}`);
    });

    test('the document of a campaign makes an equal one on another installation, with all that it refers to', async () => {
      const answer = await elsewhere.post('/campaigns/import', document);
      expect([answer.status, answer.body['campaign']?.name, answer.body['campaign']?.didIds]).toEqual([201, 'Voyages', []]);
      expect(answer.body['resources'].map(({ section, outcome }: Body) => `${section} ${outcome}`)).toEqual(
        SECTIONS.map((section) => `${section} created`),
      );
      const back = (await elsewhere.get(`/campaigns/${answer.body['campaign'].id}/export`)).body;
      expect(withoutIds(back)).toEqual(withoutIds(document));
    });

    test('what is there already, by name and content, is used again', async () => {
      const before = await counts(elsewhere);
      const again = await elsewhere.post('/campaigns/import', document);
      expect(again.body['resources'].every(({ outcome }: Body) => outcome === 'reused')).toBe(true);
      expect(await counts(elsewhere)).toEqual([Number(before[0]) + 1, ...before.slice(1)]);
    });

    test('what has the same name and another content is made under another name, and that is told', async () => {
      const own = (await elsewhere.get('/work-schedules')).body['items'][0];
      await elsewhere.patch(`/work-schedules/${own.id}`, { days: { monday: [{ from: '10:00', to: '11:00' }] } });
      const first = await elsewhere.post('/campaigns/import', document);
      const schedule = first.body['resources'].find(({ section }: Body) => section === 'workSchedules');
      expect(schedule).toMatchObject({ outcome: 'renamed', name: 'Bureau (2)' });
      expect(first.body['campaign'].opening.workScheduleId).toBe(schedule.id);
      const second = await elsewhere.post('/campaigns/import', document);
      expect(second.body['resources'].find(({ section }: Body) => section === 'workSchedules')).toMatchObject({
        outcome: 'reused',
        name: 'Bureau (2)',
      });
    });

    test.each<[string, (of: Body) => void, number, string]>([
      ['a format of the future', (of) => (of['formatVersion'] = 9), 400, 'formatVersion'],
      ['an unknown section', (of) => (of['resources'].cars = {}), 400, 'resources.cars'],
      ['a resource of the wrong shape', (of) => (of['resources'].queues = { q: { code: '9' } }), 400, 'resources.queues.q.code'],
      ['a reference to nothing', (of) => (of['campaign'].scriptId = 'lost'), 422, 'campaign.scriptId'],
      ['a number that is none', (of) => (of['campaign'].opening.rerouteNumber = '12'), 422, 'opening.rerouteNumber'],
      ['hours that overlap', overlapping, 422, 'days.monday[1]'],
      ['a sound that was changed on the way', changed, 422, 'sha256'],
    ])('a document with %s is refused, saying where, and leaves nothing behind', async (_what, spoil, status, path) => {
      const fresh = await HttpLab.start();
      const spoilt = structuredClone(document);
      spoil(spoilt);
      const answer = await fresh.post('/campaigns/import', spoilt);
      const left = await counts(fresh);
      await fresh.stop();
      expect([answer.status, JSON.stringify(answer.body['errors'])]).toEqual([status, expect.stringContaining(path)]);
      expect(left.every((count) => count === 0)).toBe(true);
    });

    test('only an administrator may send a large document', async () => {
      const large = { ...document, exportedAt: 'x'.repeat(2_000_000) };
      expect((await elsewhere.post('/campaigns/import', large)).status).toBe(201);
      expect((await elsewhere.post('/campaigns/import', large, { token: 'nobody' })).status).toBe(413);
    });
  },
};

function changed(of: Body): void {
  for (const sound of Object.values(of['resources'].audio as Record<string, Body>))
    sound['content'] = `AAAA${String(sound['content']).slice(4)}`;
}

function overlapping(of: Body): void {
  for (const schedule of Object.values(of['resources'].workSchedules as Record<string, Body>)) {
    schedule['days'].monday.push({ from: '10:00', to: '11:00' });
  }
}
