import { expect, test } from '@jest/globals';

import type { Story } from './story.js';

const UNKNOWN = '01JZZZZZZZZZZZZZZZZZZZZZZZ';

export const WRONG_INPUT: Story = {
  title: 'Wrong input',
  tell: (lab) => {
    test('a body that is no JSON is refused as such', async () => {
      const answer = await lab().post('/sites', '{"code": "PAR",');
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.body).toMatchObject({
        status: 400,
        code: 'bad-json',
        title: expect.any(String),
        detail: expect.any(String),
        errors: [],
      });
    });

    test.each([
      ['a list', '[]'],
      ['null', 'null'],
      ['a text', '"site"'],
      ['nothing', ''],
    ])('%s instead of an object is refused', async (_what, body) => {
      expect((await lab().post('/sites', body)).status).toBe(400);
    });

    test('an unknown property is refused by name', async () => {
      const answer = await lab().post('/sites', { code: 'PAR', name: 'Paris', colour: 'blue' });
      expect(answer.body).toMatchObject({ status: 400, code: 'unknown-property', errors: [{ path: 'colour', code: 'unknown-property' }] });
    });

    test('an unknown property deep inside is named by its path', async () => {
      const answer = await lab().post('/campaigns', { name: 'A', didIds: ['x'], messages: { welcome: 'builtin:welcome' } });
      expect(answer.body['errors']).toEqual([expect.objectContaining({ path: 'messages.welcome', code: 'unknown-property' })]);
      const skills = await lab().post('/agents', {
        login: 'a',
        skills: [
          { skillId: 's', level: 1 },
          { skillId: 's', level: 12 },
        ],
      });
      expect(skills.body['errors']).toEqual([expect.objectContaining({ path: 'skills[1].level' })]);
    });

    test('every fault of a body is told at once', async () => {
      const answer = await lab().post('/queues', { code: '49', ringTimeoutSeconds: 0, distribution: 'best', agentIds: 'all', why: 1 });
      expect(answer.status).toBe(400);
      const paths = (answer.body['errors'] as { path: string }[]).map(({ path }) => path).sort();
      expect(paths).toEqual(['agentIds', 'code', 'distribution', 'ringTimeoutSeconds', 'why']);
    });

    test('null is no value where a value is needed, also in a change', async () => {
      const site = await lab().made('/sites', { code: 'NUL', name: 'Null' });
      const answer = await lab().patch(`/sites/${site['id']}`, { name: null });
      expect(answer.body).toMatchObject({ status: 400, errors: [{ path: 'name' }] });
    });

    test('keys that mean something to JavaScript are refused like any other', async () => {
      const answer = await lab().post('/sites', '{"code":"PRO","name":"Proto","__proto__":{"admin":true},"constructor":{"prototype":{}}}');
      expect(answer.status).toBe(400);
    });

    test('a body of another type, or too large, is refused for what it is', async () => {
      const form = await lab().post('/sites', 'code=PAR', { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
      expect(form.body).toMatchObject({ status: 415, code: 'unsupported-media-type' });
      const large = await lab().post('/sites', { code: 'BIG', name: 'x'.repeat(1_100_000) });
      expect(large.body).toMatchObject({ status: 413, code: 'body-too-large' });
    });

    test.each(['/sites', '/dids', '/queues', '/agents', '/campaigns', '/calls'])(
      'an id that does not exist is 404 under %s',
      async (path) => {
        const answer = await lab().get(`${path}/${UNKNOWN}`);
        expect(answer.body).toMatchObject({ status: 404, code: `unknown-${path.slice(1, -1)}` });
      },
    );

    test('a path that does not exist is 404, and one that cannot be decoded 400', async () => {
      expect((await lab().get('/nowhere')).body).toMatchObject({ status: 404, code: 'unknown-route' });
      for (const outside of ['/', '/nowhere', '/media/voicemails//x', '/media/audio/x']) {
        const answer = await fetch(lab().base + outside);
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(await answer.json()).toMatchObject({ status: 404, code: 'unknown-route' });
      }
      expect((await lab().get('/sites/%E0%A4%A')).status).toBe(400);
    });

    test.each(['page=0', 'page=x', 'pageSize=501', 'pageSize=-1', 'page=1&page=2', 'sort=name'])('a list refuses ?%s', async (query) => {
      expect((await lab().get(`/sites?${query}`)).status).toBe(400);
    });

    test('a reference to what does not exist is impossible, and says where', async () => {
      const answer = await lab().post('/dids', { number: '0170000001', siteId: UNKNOWN });
      expect(answer.body).toMatchObject({ status: 422, code: 'unknown-site', errors: [{ path: 'siteId', code: 'unknown-site' }] });
    });

    test('no answer tells of our insides', async () => {
      const hostile = await lab().post('/sites', { code: "x'; DROP TABLE sites; --", name: 'x' });
      expect(hostile.status).toBe(400);
      const text = JSON.stringify((await lab().get(`/calls?campaignId=${encodeURIComponent("' OR 1=1 --")}`)).body);
      expect(text).not.toMatch(/SELECT|stack|node_modules/i);
    });

    test('a change of what somebody else changed meanwhile is refused when If-Match says so', async () => {
      const site = await lab().made('/sites', { code: 'IFM', name: 'One' });
      const path = `/sites/${site['id']}`;
      const first = await lab().patch(path, { name: 'Two' }, { headers: { 'if-match': '"1"' } });
      expect([first.status, first.body['version'], first.headers.get('etag')]).toEqual([200, 2, '"2"']);
      const second = await lab().patch(path, { name: 'Three' }, { headers: { 'if-match': '"1"' } });
      expect(second.body).toMatchObject({ status: 412, code: 'stale-version', currentVersion: 2 });
      expect((await lab().delete(path, { headers: { 'if-match': '"1"' } })).status).toBe(412);
      expect((await lab().patch(path, { name: 'Three' }, { headers: { 'if-match': 'latest' } })).body['code']).toBe('bad-if-match');
      expect((await lab().patch(path, { name: 'Three' })).body['version']).toBe(3);
    });

    test('of ten changes at once that all saw the same version, one holds', async () => {
      const site = await lab().made('/sites', { code: 'TEN', name: 'Ten' });
      const changes = Array.from({ length: 10 }, (_, index) =>
        lab().patch(`/sites/${site['id']}`, { name: `Ten ${index}` }, { headers: { 'if-match': '"1"' } }),
      );
      const statuses = (await Promise.all(changes)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 412)).toHaveLength(9);
    });
  },
};
