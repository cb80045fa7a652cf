import { expect, test } from '@jest/globals';

import { DispositionGroupsService } from '../../../src/modules/disposition-groups/disposition-groups.service.js';
import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

const UNKNOWN = '01JZZZZZZZZZZZZZZZZZZZZZZZ';
const SALE = { code: 'SALE', label: 'Vente', category: 'positive', profit: 49.9, countsForQuota: true };
const REFUSAL = { code: 'NO', label: 'Refus', category: 'argued', details: [{ code: 'PRICE', label: 'Trop cher' }] };

export const DISPOSITIONS: Story = {
  title: 'Disposition groups',
  tell: (lab) => {
    const groups = (): DispositionGroupsService => lab().app.get(DispositionGroupsService);
    const codes = (group: Body): string[] => (group['dispositions'] as { code: string }[]).map(({ code }) => code);

    test('a group has its own dispositions, with profit and details, and those of the system', async () => {
      const group = await lab().made('/disposition-groups', { name: 'Ventes', currency: 'CHF', dispositions: [SALE, REFUSAL] });
      expect(group).toMatchObject({ name: 'Ventes', currency: 'CHF', includeSystem: true, version: 1 });
      expect(group['dispositions'].slice(0, 2)).toEqual([
        { ...SALE, details: [], system: false },
        { ...REFUSAL, profit: null, countsForQuota: false, system: false },
      ]);
      expect(codes(group)).toEqual(['SALE', 'NO', '90', '91', '92', '93', '94', '95', '96', '97', '98', '99']);
      expect((await lab().get(`/disposition-groups/${group['id']}`)).body).toEqual(group);
      expect(groups().codes(String(group['id']))).toEqual(new Set(codes(group)));
      expect(groups().plan(String(group['id']), 'fr')).toMatchObject({ currency: 'CHF', version: 1 });
    });

    test('system dispositions are told in the language of the reader', async () => {
      const { id } = await lab().made('/disposition-groups', { name: 'Langues' });
      const machine = async (language: string): Promise<string> => {
        const { body } = await lab().get(`/disposition-groups/${id}`, { headers: { 'accept-language': language } });
        return (body['dispositions'] as { code: string; label: string }[]).find(({ code }) => code === '93')?.label ?? '';
      };
      expect([await machine('fr-FR,fr;q=0.9'), await machine('en-GB'), await machine('de')]).toEqual([
        'Répondeur',
        'Answering machine',
        'Répondeur',
      ]);
    });

    test('what was read can be sent back, and leaves everything as it was', async () => {
      const group = await lab().made('/disposition-groups', { name: 'Aller-retour', dispositions: [SALE] });
      const { body } = await lab().patch(`/disposition-groups/${group['id']}`, { dispositions: group['dispositions'] });
      expect(body).toEqual({ ...group, version: 2 });
    });

    test('a group without the system ones has its own only, at once and after a restart', async () => {
      const { id } = await lab().made('/disposition-groups', { name: 'Sans système', dispositions: [SALE] });
      const { body } = await lab().patch(`/disposition-groups/${id}`, { includeSystem: false });
      expect([codes(body), body['version']]).toEqual([['SALE'], 2]);
      expect(groups().codes(String(id))).toEqual(new Set(['SALE']));
      await lab().restart();
      expect(groups().codes(String(id))).toEqual(new Set(['SALE']));
    });

    test('every contradiction is named at once, with its path', async () => {
      const answer = await lab().post('/disposition-groups', {
        name: 'Impossible',
        currency: 'EUX',
        dispositions: [SALE, { ...REFUSAL, code: '93' }, { ...SALE, details: [1, 2].map(() => ({ code: 'A', label: 'A' })) }],
      });
      expect([answer.status, (answer.body['errors'] as { path: string; code: string }[]).map(({ path, code }) => [path, code])]).toEqual([
        422,
        [
          ['currency', 'unknown-currency'],
          ['dispositions[1].code', 'reserved-code'],
          ['dispositions[2].details[1].code', 'duplicate-code'],
          ['dispositions[2].code', 'duplicate-code'],
        ],
      ]);
    });

    test.each([
      ['a category that does not exist', { category: 'neutral' }, 'category'],
      ['a profit that is a text', { profit: '12' }, 'profit'],
      ['a profit to five decimals', { profit: 1.000_01 }, 'profit'],
      ['a code that is a number', { code: 12 }, 'code'],
      ['an empty label', { label: '   ' }, 'label'],
      ['too many details', { details: Array.from({ length: 101 }, (_, index) => ({ code: `D${index}`, label: 'D' })) }, 'details'],
    ])('%s is refused', async (_what, wrong, property) => {
      const answer = await lab().post('/disposition-groups', { name: 'Refusé', dispositions: [{ ...SALE, ...wrong }] });
      expect([answer.status, answer.body['errors'][0].path]).toEqual([400, `dispositions[0].${property}`]);
    });

    test('two hundred dispositions are taken, one more is not', async () => {
      const many = Array.from({ length: 201 }, (_, index) => ({ ...SALE, code: `S${index}` }));
      expect((await lab().post('/disposition-groups', { name: 'Beaucoup', dispositions: many })).status).toBe(400);
      expect((await lab().post('/disposition-groups', { name: 'Beaucoup', dispositions: many.slice(1) })).status).toBe(201);
    });

    test('names are the same however their accents were typed, and sort alike on every database', async () => {
      await lab().made('/disposition-groups', { name: 'Z\u00e9ro ' });
      expect((await lab().post('/disposition-groups', { name: 'Ze\u0301ro' })).body).toMatchObject({ status: 409, code: 'name-taken' });
      expect((await lab().post('/disposition-groups', { name: 'Zero' })).status).toBe(201);
      const { body } = await lab().get('/disposition-groups');
      const names = (body['items'] as { name: string }[]).map(({ name }) => name);
      expect(names.filter((name) => name.startsWith('Z'))).toEqual(['Zero', 'Zéro']);
    });

    test('a group that something uses cannot be removed, and the answer says by what', async () => {
      const { id } = await lab().made('/disposition-groups', { name: 'En usage' });
      groups().whoUses(async (_manager, group) => (group === id ? ['the campaign "Ventes"'] : []));
      const refused = await lab().delete(`/disposition-groups/${id}`);
      expect(refused.body).toMatchObject({ status: 409, code: 'disposition-group-in-use' });
      expect(refused.body['detail']).toContain('Ventes');
      const free = await lab().made('/disposition-groups', { name: 'Libre' });
      expect((await lab().delete(`/disposition-groups/${free['id']}`)).status).toBe(204);
      expect(groups().codes(String(free['id']))).toBeNull();
      expect((await lab().get(`/disposition-groups/${UNKNOWN}`)).body).toMatchObject({ status: 404, code: 'unknown-disposition-group' });
    });
  },
};
