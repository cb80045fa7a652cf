import { expect, test } from '@jest/globals';

import { ScriptsService } from '../../../src/modules/scripts/scripts.service.js';
import type { Story } from './story.js';

const UNKNOWN = '01JZZZZZZZZZZZZZZZZZZZZZZZ';

export const SCRIPTS: Story = {
  title: 'Scripts',
  tell: (lab) => {
    test('a script has sections with text and questions, as they were given', async () => {
      const sections = [
        { title: 'Accueil', html: '<p>Bonjour <b>{{contact.name}}</b></p>', questions: [] },
        {
          title: 'Besoin',
          html: '',
          questions: [
            { key: 'contract', label: 'Numéro de contrat', type: 'text', options: [] },
            { key: 'reason', label: 'Motif', type: 'choice', options: ['Panne', 'Facture'] },
            { key: 'visit', label: 'Date de visite', type: 'date', options: [] },
          ],
        },
      ];
      const script = await lab().made('/scripts', { name: 'Support', sections });
      expect(script).toEqual({ id: expect.any(String), version: 1, name: 'Support', sections });
      const changed = await lab().patch(`/scripts/${script['id']}`, { name: 'Support 2' }, { headers: { 'if-match': '"1"' } });
      expect(changed.body).toEqual({ ...script, name: 'Support 2', version: 2 });
      expect((await lab().get(`/scripts/${script['id']}`)).body).toEqual(changed.body);
      expect((await lab().patch(`/scripts/${script['id']}`, { name: 'X' }, { headers: { 'if-match': '"1"' } })).status).toBe(412);
    });

    test('of hostile HTML the answer shows what was kept, and nothing else is ever read', async () => {
      const html =
        '<p onclick="steal()">Lire <a href="javascript:steal()">ici</a><script>steal()</script><img src="https://evil.example/x"></p>';
      const script = await lab().made('/scripts', { name: 'Hostile', sections: [{ title: 'A', html }] });
      expect(script['sections'][0].html).toBe('<p>Lire <a rel="noopener noreferrer" target="_blank">ici</a></p>');
      expect(JSON.stringify((await lab().get(`/scripts/${script['id']}`)).body)).not.toContain('steal');
    });

    test('questions that could not be answered or told apart are named with their paths', async () => {
      const question = { label: 'Q', type: 'text' };
      const answer = await lab().post('/scripts', {
        name: 'Impossible',
        sections: [
          {
            title: 'A',
            questions: [
              { ...question, key: 'one' },
              { ...question, key: 'two', type: 'choice' },
            ],
          },
          {
            title: 'B',
            questions: [
              { ...question, key: 'one', options: null },
              { ...question, key: 'three', options: ['x'] },
              { ...question, key: 'four', type: 'choices', options: ['x', 'x '] },
            ],
          },
        ],
      });
      expect([answer.status, (answer.body['errors'] as { path: string; code: string }[]).map(({ path, code }) => [path, code])]).toEqual([
        422,
        [
          ['sections[0].questions[1].options', 'options-required'],
          ['sections[1].questions[0].key', 'duplicate-key'],
          ['sections[1].questions[1].options', 'options-not-allowed'],
          ['sections[1].questions[2].options[1]', 'duplicate-option'],
        ],
      ]);
    });

    test.each([
      ['a question of an unknown type', { key: 'q', label: 'Q', type: 'file' }, 'sections[0].questions[0].type'],
      ['a key with spaces', { key: 'a b', label: 'Q', type: 'text' }, 'sections[0].questions[0].key'],
      ['an option that is no text', { key: 'q', label: 'Q', type: 'choice', options: [1] }, 'sections[0].questions[0].options'],
    ])('%s is refused', async (_what, question, path) => {
      const answer = await lab().post('/scripts', { name: 'Refusé', sections: [{ title: 'A', questions: [question] }] });
      expect([answer.status, answer.body['errors'][0].path]).toEqual([400, path]);
    });

    test('two scripts cannot have one name, and one in use cannot be removed', async () => {
      const { id } = await lab().made('/scripts', { name: 'Unique' });
      expect((await lab().post('/scripts', { name: 'Unique' })).body).toMatchObject({ status: 409, code: 'name-taken' });
      lab()
        .app.get(ScriptsService)
        .whoUses(async (_manager, script) => (script === id ? ['the campaign "Support"'] : []));
      expect((await lab().delete(`/scripts/${id}`)).body).toMatchObject({ status: 409, code: 'script-in-use' });
      const free = await lab().made('/scripts', { name: 'Libre' });
      expect((await lab().delete(`/scripts/${free['id']}`)).status).toBe(204);
      expect((await lab().get(`/scripts/${UNKNOWN}`)).body).toMatchObject({ status: 404, code: 'unknown-script' });
    });
  },
};
