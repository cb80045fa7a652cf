import { expect, test } from '@jest/globals';

import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

export const SKILLS: Story = {
  title: 'Skills',
  tell: (lab) => {
    const languages = async (name: string): Promise<Body> =>
      lab().made('/skill-groups', { name, skills: [{ name: 'Anglais' }, { name: 'Allemand' }] });

    test('a group of skills reaches the floor at once, and its skills keep their ids when it is changed', async () => {
      const group = await languages('Langues');
      const [english] = group['skills'];
      expect(group).toMatchObject({ autoDecrement: true, version: 1, skills: [{ name: 'Anglais' }, { name: 'Allemand' }] });
      const changed = await lab().patch(`/skill-groups/${group['id']}`, {
        autoDecrement: false,
        skills: [{ id: english.id, name: 'English' }, { name: 'Español' }],
      });
      expect(changed.body).toMatchObject({
        autoDecrement: false,
        version: 2,
        skills: [{ id: english.id, name: 'English' }, { name: 'Español' }],
      });
      const onFloor = lab().desk.skillGroups.find(({ groupId }) => groupId === group['id']);
      expect(onFloor).toMatchObject({ autoDecrement: false, skillIds: changed.body['skills'].map(({ id }: { id: string }) => id) });
    });

    test('two groups cannot have one name, and a skill cannot be taken from another group', async () => {
      const group = await languages('Produits');
      expect((await lab().post('/skill-groups', { name: 'Produits' })).body).toMatchObject({ status: 409, code: 'name-taken' });
      const answer = await lab().post('/skill-groups', { name: 'Autres', skills: [{ id: group['skills'][0].id, name: 'Anglais' }] });
      expect(answer.body).toMatchObject({ status: 422, code: 'unknown-skill', errors: [{ path: 'skills[0].id' }] });
    });

    test('an agent has levels, a campaign requires them; neither may name a skill that does not exist', async () => {
      const { skills } = await languages('Langues du support');
      const agent = await lab().made('/agents', { login: 'skilled', skills: [{ skillId: skills[0].id, level: 9 }] });
      expect(agent['skills']).toEqual([{ skillId: skills[0].id, level: 9 }]);
      const site = await lab().made('/sites', { code: 'SKILLS', name: 'Skills' });
      const did = await lab().made('/dids', { number: '+33170008001', siteId: site['id'] });
      const campaign = await lab().made('/campaigns', {
        name: 'Skilled',
        didIds: [did['id']],
        skills: [{ skillId: skills[1].id, minimumLevel: 3 }],
      });
      expect(campaign['skills']).toEqual([{ skillId: skills[1].id, minimumLevel: 3, relaxAfterSeconds: null }]);
      const unknown = await lab().patch(`/campaigns/${campaign['id']}`, { skills: [{ skillId: 'none' }] });
      expect(unknown.body).toMatchObject({ status: 422, code: 'unknown-skill', errors: [{ path: 'skills[0].skillId' }] });
    });

    test('a skill that somebody has or needs cannot be removed; the answer says who', async () => {
      const group = await languages('Langues en usage');
      await lab().made('/agents', { login: 'polyglot', displayName: 'Zoé', skills: [{ skillId: group['skills'][0].id, level: 1 }] });
      const refused = await lab().patch(`/skill-groups/${group['id']}`, { skills: [] });
      expect(refused.body).toMatchObject({ status: 409, code: 'skill-in-use' });
      expect(refused.body['detail']).toContain('Zoé');
      expect((await lab().delete(`/skill-groups/${group['id']}`)).status).toBe(409);
      const free = await languages('Langues libres');
      expect((await lab().delete(`/skill-groups/${free['id']}`)).status).toBe(204);
    });

    test('the limits of a campaign are kept as they are set, and impossible ones are named', async () => {
      const site = await lab().made('/sites', { code: 'LIMITS', name: 'Limits' });
      const did = await lab().made('/dids', { number: '+33170008002', siteId: site['id'] });
      const campaign = await lab().made('/campaigns', {
        name: 'Limited',
        didIds: [did['id']],
        messages: { loopSeconds: 20 },
        overflow: { waitSeconds: 120, loops: 3, queueLength: 0, strategy: { audioId: 'builtin:deterrent' } },
      });
      expect(campaign).toMatchObject({
        messages: { loopSeconds: 20 },
        overflow: { waitSeconds: 120, loops: 3, queueLength: 0, strategy: { kind: 'deterrent', audioId: 'builtin:deterrent' } },
      });
      const impossible = await lab().patch(`/campaigns/${campaign['id']}`, { overflow: { loops: 0, queueLength: -1 } });
      expect(impossible.body).toMatchObject({ status: 400, errors: [{ path: 'overflow.loops' }, { path: 'overflow.queueLength' }] });
      const unknown = await lab().patch(`/campaigns/${campaign['id']}`, { overflow: { strategy: { audioId: 'nothing' } } });
      expect(unknown.body).toMatchObject({ status: 422, errors: [{ path: 'overflow.strategy.audioId', code: 'unknown-audio' }] });
    });
  },
};
