import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

const END = { type: 'end' };
const PLAY = { type: 'play', audioIds: ['builtin:welcome'], next: 'last' };

/** The blocks of JSON in docs/ivr.md, in order. */
function documented(): Body[] {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/ivr.md'), 'utf8');
  return [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) => JSON.parse(json ?? '') as Body);
}

export const IVR_SCENARIOS: Story = {
  title: 'IVR scenarios',
  tell: (lab) => {
    const scenario = (name: string, more: object = {}): object => ({
      name,
      language: 'fr',
      start: 'first',
      nodes: { first: PLAY, last: END },
      ...more,
    });
    const made = (name: string, more: object = {}): Promise<Body> => lab().made('/ivr-scenarios', scenario(name, more));

    test('a scenario is answered with its defaults, and can be sent back as it was answered', async () => {
      const created = await made('Complet');
      expect(created).toMatchObject({ version: 1, language: 'fr', inputs: [], nodes: { first: { interruptible: true } } });
      const { id, version, ...document } = created;
      expect((await lab().patch(`/ivr-scenarios/${id}`, document, { headers: { 'if-match': `"${version}"` } })).body).toEqual({
        ...created,
        version: 2,
      });
      expect((await lab().patch(`/ivr-scenarios/${id}`, {}, { headers: { 'if-match': '"1"' } })).body).toMatchObject({ status: 412 });
      expect((await lab().get('/ivr-scenarios')).body['items']).toContainEqual({ ...created, version: 2 });
    });

    test('every fault of the nodes is told at once, and nothing is saved', async () => {
      const nodes = { first: { ...PLAY, audioIds: ['gone'], next: 'nowhere', loud: true }, lost: { type: 'dance' } };
      const refused = await lab().post('/ivr-scenarios', scenario('Faux', { nodes }));
      expect(refused.body).toMatchObject({ status: 422, code: 'invalid-scenario' });
      expect(refused.body['errors'].map(({ path, code }: Body) => `${path} ${code}`)).toEqual([
        'nodes.first.loud unknown-property',
        'nodes.lost.type unknown-node-type',
        'nodes.first.audioIds[0] unknown-audio',
      ]);
      const shapeless = await lab().post('/ivr-scenarios', { name: '', language: 'de', nodes: [], colour: 1 });
      expect(shapeless.body).toMatchObject({ status: 400 });
      expect((await lab().get('/ivr-scenarios')).body['items'].map(({ name }: Body) => name)).not.toContain('Faux');
    });

    test('a change touches what it names; null takes a node away', async () => {
      const { id } = await made('Changé');
      const nodes = { first: { audioIds: ['builtin:closed'], next: 'bye' }, bye: { type: 'hang-up' }, last: null };
      const changed = await lab().patch(`/ivr-scenarios/${id}`, { nodes });
      expect(changed.body['nodes']).toEqual({
        first: { type: 'play', audioIds: ['builtin:closed'], interruptible: true, next: 'bye' },
        bye: { type: 'hang-up', prompt: [] },
      });
      const broken = await lab().patch(`/ivr-scenarios/${id}`, { nodes: { bye: null } });
      expect(broken.body).toMatchObject({ status: 422, errors: [{ path: 'nodes.first.next', code: 'unknown-node' }] });
    });

    test('two scenarios cannot have one name', async () => {
      await made('Unique');
      expect((await lab().post('/ivr-scenarios', scenario('Unique'))).body).toMatchObject({ status: 409, code: 'name-taken' });
    });

    test('a queue, a skill or a scenario that a scenario needs is not deleted; the answer says who needs it', async () => {
      const queue = await lab().made('/queues', { code: '577', description: 'Menu' });
      const group = await lab().made('/skill-groups', { name: 'Langues du menu', skills: [{ name: 'Anglais' }] });
      const enqueue = { type: 'enqueue', queueId: queue['id'], skills: [{ skillId: group['skills'][0].id, minimumLevel: 2 }] };
      const inner = await made('Choix', { nodes: { first: enqueue } });
      const outer = await made('Tout', { nodes: { first: { type: 'sub-scenario', scenarioId: inner['id'], next: 'last' }, last: END } });
      for (const [path, code, user] of [
        [`/queues/${queue['id']}`, 'queue-in-use', 'Choix'],
        [`/skill-groups/${group['id']}`, 'skill-in-use', 'Choix'],
        [`/ivr-scenarios/${inner['id']}`, 'ivr-scenario-in-use', 'Tout'],
      ] as const) {
        const refused = await lab().delete(path);
        expect(refused.body).toMatchObject({ status: 409, code });
        expect(refused.body['detail']).toContain(user);
      }
      expect((await lab().delete(`/ivr-scenarios/${outer['id']}`)).status).toBe(204);
      expect((await lab().delete(`/ivr-scenarios/${inner['id']}`)).status).toBe(204);
      expect((await lab().get(`/ivr-scenarios/${inner['id']}`)).body).toMatchObject({ status: 404, code: 'unknown-ivr-scenario' });
    });

    test('a scenario that a campaign names is not deleted; a campaign cannot name one that does not exist', async () => {
      const site = await lab().made('/sites', { code: 'IVR', name: 'IVR' });
      const did = await lab().made('/dids', { number: '+33170008101', siteId: site['id'] });
      const { id } = await made('Enquête');
      const campaign = { name: 'Avec enquête', didIds: [did['id']], ivr: { afterAgentHangupId: id } };
      const running = await lab().made('/campaigns', campaign);
      expect((await lab().delete(`/ivr-scenarios/${id}`)).body).toMatchObject({
        status: 409,
        code: 'ivr-scenario-in-use',
        users: ['the campaign "Avec enquête"'],
      });
      const unknown = await lab().patch(`/campaigns/${running['id']}`, { ivr: { beforeQueueId: 'none' } });
      expect(unknown.body).toMatchObject({ status: 422, errors: [{ path: 'ivr.beforeQueueId', code: 'unknown-scenario' }] });
    });

    test('a scenario is not changed so that one which leads to it would go round for ever', async () => {
      const ask = { type: 'menu', prompt: [{ audioId: 'builtin:welcome' }], choices: [{ key: '1', next: 'last' }] };
      const asking = await made('Demande', { nodes: { first: { ...ask, onTimeout: 'last', onInvalid: 'last' }, last: END } });
      await made('Boucle', { nodes: { first: { type: 'sub-scenario', scenarioId: asking['id'], next: 'first' } } });
      const refused = await lab().patch(`/ivr-scenarios/${asking['id']}`, { nodes: { first: PLAY } });
      expect(refused.body).toMatchObject({ status: 422, code: 'spoils-scenario', errors: [{ code: 'endless-loop' }] });
      expect(refused.body['detail']).toContain('Boucle');
      const itself = { nodes: { first: { type: 'sub-scenario', scenarioId: asking['id'], next: 'last' } } };
      expect((await lab().patch(`/ivr-scenarios/${asking['id']}`, itself)).body).toMatchObject({
        status: 422,
        errors: [{ path: 'nodes.first.scenarioId', code: 'scenario-within-itself' }],
      });
    });

    test('a compiled scenario of another product is refused with what to do instead', async () => {
      const form = new FormData();
      form.set('file', new Blob([new Uint8Array([0, 1, 2])]), 'accueil.onc');
      const headers = { authorization: `Bearer ${lab().token}` };
      for (const body of [form, new Uint8Array([0xca, 0xfe, 0xba, 0xbe])]) {
        const type: Record<string, string> = body instanceof FormData ? {} : { 'content-type': 'application/octet-stream' };
        const response = await fetch(`${lab().base}/api/v1/ivr-scenarios`, { method: 'POST', headers: { ...headers, ...type }, body });
        const problem = (await response.json()) as Body;
        expect(problem).toMatchObject({ status: 415, code: 'compiled-scenario' });
        expect(problem['detail']).toContain('rebuild it as a JSON document');
      }
    });

    test('the example of the documentation is right, is drawn, and does what the page says', async () => {
      const [document, inputs] = documented();
      const queue = await lab().made('/queues', { code: '578', description: 'Commandes' });
      const text = JSON.stringify(document).replaceAll('QUEUE-ID', String(queue['id']));
      const { id, version: _version, ...saved } = await lab().made('/ivr-scenarios', JSON.parse(text));
      expect(saved['name']).toBe(document?.['name']);
      const diagram = await fetch(`${lab().base}/api/v1/ivr-scenarios/${id}/diagram`, {
        headers: { authorization: `Bearer ${lab().token}` },
      });
      expect([diagram.status, diagram.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
      expect(await diagram.text()).toMatch(/^flowchart TD\n {2}s\(\["start"\]\) --> n0\n/);
      const told = await lab().post(`/ivr-scenarios/${id}/simulate`, inputs);
      expect(told.status).toBe(200);
      expect(told.body['path'].map(({ nodeId }: Body) => nodeId).join(' ')).toBe('hours welcome choose order lookUp isVip vip');
      expect(told.body['exit']).toEqual({ exit: 'enqueue', priorityOffset: 10, skills: [], queueId: queue['id'] });
      expect(told.body['answers']).toEqual({ reason: '1' });
      const silent = await lab().post(`/ivr-scenarios/${id}/simulate`, { inputs: { at: '2026-01-04T10:00:00Z' } });
      expect(silent.body['path'].map(({ nodeId }: Body) => nodeId)).toEqual(['hours', 'leaveMessage']);
    });

    test('a made-up caller is checked like any other body', async () => {
      const { id } = await made('Essai');
      const wrong = { keys: ['abc'], at: 'yesterday', http: [], mood: 'bad' };
      const refused = await lab().post(`/ivr-scenarios/${id}/simulate`, { inputs: wrong });
      expect(refused.body).toMatchObject({ status: 400 });
      expect(refused.body['errors'].map(({ path }: Body) => path).sort()).toEqual([
        'inputs.at',
        'inputs.http',
        'inputs.keys',
        'inputs.mood',
      ]);
      const impossible = await lab().post(`/ivr-scenarios/${id}/simulate`, { inputs: { http: { a: 1 }, schedules: { b: 'ajar' } } });
      expect(impossible.body).toMatchObject({ status: 422, errors: [{ path: 'inputs.http.a' }, { path: 'inputs.schedules.b' }] });
      expect((await lab().post(`/ivr-scenarios/none/simulate`, { inputs: {} })).status).toBe(404);
    });

    test('scenarios outlive a restart', async () => {
      const { id } = await made('Durable');
      await lab().restart();
      const told = await lab().post(`/ivr-scenarios/${id}/simulate`, { inputs: {} });
      expect(told.body).toMatchObject({
        path: [{ nodeId: 'first', heard: ['builtin:welcome'] }, { nodeId: 'last' }],
        exit: { exit: 'done' },
      });
    });
  },
};
