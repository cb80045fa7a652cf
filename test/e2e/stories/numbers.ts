import { beforeAll, expect, test } from '@jest/globals';

import { DirectoryService } from '../../../src/modules/directory/directory.service.js';
import type { Story } from './story.js';

export const NUMBERS: Story = {
  title: 'Sites and numbers',
  tell: (lab) => {
    let paris: string;
    let london: string;

    beforeAll(async () => {
      paris = String((await lab().made('/sites', { code: 'PAR', name: 'Paris' }))['id']);
      london = String((await lab().made('/sites', { code: 'LON', name: 'London', country: 'GB', timeZone: 'Europe/London' }))['id']);
    });

    test('a site is in France unless said otherwise, and its code is unique', async () => {
      expect((await lab().get(`/sites/${paris}`)).body).toMatchObject({ country: 'FR', timeZone: 'Europe/Paris' });
      expect((await lab().post('/sites', { code: 'PAR', name: 'Again' })).body).toMatchObject({ status: 409, code: 'code-taken' });
      expect((await lab().post('/sites', { code: 'NOW', name: 'Nowhere', country: 'XX' })).body).toMatchObject({
        status: 422,
        code: 'unknown-country',
      });
      expect((await lab().post('/sites', { code: 'NOW', name: 'Nowhere', timeZone: 'Paris' })).status).toBe(400);
    });

    test.each([
      ['01 70 00 00 01', '+33170000001'],
      ['+33 (0)1.70.00.00.02', '+33170000002'],
      ['0033170000003', '+33170000003'],
      ['33170000004', '+33170000004'],
      ['+44 20 7946 0001', '+442079460001'],
    ])('the number %s is kept as %s', async (written, number) => {
      expect(await lab().made('/dids', { number: written, siteId: paris })).toMatchObject({
        number,
        siteId: paris,
        campaignId: null,
        version: 1,
      });
    });

    test('a number without country is of the country of its site', async () => {
      expect(await lab().made('/dids', { number: '020 7946 0002', siteId: london })).toMatchObject({ number: '+442079460002' });
    });

    test.each(['12', 'abc', '+999123456789', '0170', '01 70 00 00 01 ext 5'])('"%s" is no number', async (number) => {
      const answer = await lab().post('/dids', { number, siteId: paris });
      expect([400, 422]).toContain(answer.status);
      expect(answer.body['errors']).toEqual([expect.objectContaining({ path: 'number' })]);
    });

    test('a number that exists is refused, however it is written', async () => {
      const answer = await lab().post('/dids', { number: '0033 1 70 00 00 01', siteId: paris });
      expect(answer.body).toMatchObject({ status: 409, code: 'did-exists', clashes: ['+33170000001'] });
    });

    test('ten thousand numbers are created by one request, and found as free', async () => {
      const began = performance.now();
      const answer = await lab().post('/dids/ranges', { first: '+33180000000', last: '01 80 00 99 99', siteId: paris });
      expect(performance.now() - began).toBeLessThan(15_000);
      expect([answer.status, answer.body]).toEqual([201, { created: 10_000 }]);
      const free = await lab().get(`/dids?free=true&siteId=${paris}&pageSize=500&page=20`);
      expect(free.body['items']).toHaveLength(500);
      expect(free.body['total']).toBe(10_005);
    });

    test('a range that overlaps is refused whole, with every number that clashes', async () => {
      const answer = await lab().post('/dids/ranges', { first: '0180009998', last: '0180010001', siteId: paris });
      expect(answer.body).toMatchObject({ status: 409, code: 'did-exists', clashes: ['+33180009998', '+33180009999'] });
      expect(answer.body['errors']).toHaveLength(2);
      expect((await lab().post('/dids', { number: '0180010000', siteId: paris })).status).toBe(201);
    });

    test.each([
      ['backwards', '0190000009', '0190000000'],
      ['too long', '0190000000', '0190010000'],
      ['of two lengths', '+33190000000', '+442079460005'],
    ])('a range %s is impossible', async (_how, first, last) => {
      expect((await lab().post('/dids/ranges', { first, last, siteId: paris })).body).toMatchObject({ status: 422, code: 'bad-range' });
    });

    test('a site with numbers cannot be deleted, an empty one can', async () => {
      expect((await lab().delete(`/sites/${paris}`)).body).toMatchObject({ status: 409, code: 'site-in-use' });
      const empty = await lab().made('/sites', { code: 'EMP', name: 'Empty' });
      expect((await lab().delete(`/sites/${empty['id']}`)).status).toBe(204);
    });

    test('a number that leads to a campaign cannot be deleted, and says to which', async () => {
      const did = await lab().made('/dids', { number: '0170000077', siteId: paris });
      const campaign = await lab().made('/campaigns', { name: 'Sales', didIds: [did['id']] });
      const refused = await lab().delete(`/dids/${did['id']}`);
      expect(refused.body).toMatchObject({ status: 409, code: 'did-in-use', campaign: { id: campaign['id'], name: 'Sales' } });
      expect(refused.body['detail']).toContain('Sales');
      expect((await lab().patch(`/dids/${did['id']}`, { campaignId: null })).body).toMatchObject({ campaignId: null, version: 3 });
      expect((await lab().get(`/campaigns/${campaign['id']}`)).body).toMatchObject({ didIds: [], version: 2 });
      expect((await lab().delete(`/dids/${did['id']}`)).status).toBe(204);
    });

    test.each(['+33170000088', '0033170000088', '0170000088', '33170000088', '170000088'])(
      'a call to %s, as a carrier may write it, finds the number as soon as it is created',
      async (dialled) => {
        await lab().post('/dids', { number: '0170000088', siteId: paris });
        expect(lab().app.get(DirectoryService).lookUp(dialled)).toEqual({ did: '+33170000088', plan: null });
      },
    );

    test('a call to a number that is none of ours finds nothing', () => {
      const directory = lab().app.get(DirectoryService);
      expect([directory.lookUp('0170009999'), directory.lookUp(''), directory.lookUp('s'), directory.lookUp('*98')]).toEqual([
        null,
        null,
        null,
        null,
      ]);
    });

    test('the number of a caller is understood in the country of the number dialled', () => {
      const directory = lab().app.get(DirectoryService);
      expect(directory.callerNumber('0612345678', '+33170000001')).toBe('+33612345678');
      expect(directory.callerNumber('02079460009', '+442079460002')).toBe('+442079460009');
      expect(directory.callerNumber('anonymous', '+33170000001')).toBeNull();
      expect(directory.callerNumber('1234', '+33170000001')).toBe('1234');
    });
  },
};
