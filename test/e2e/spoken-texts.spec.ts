import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { MediaAddress } from '../../src/platform/audio/media-address.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';
import { eventually } from '../support/eventually.js';
import { HttpLab, type Body } from '../support/http-lab.js';
import { TalkingProgram } from '../support/talking-program.js';

const text = (value: string): object => ({ type: 'say', what: 'text', value, next: 'last' });
const scenario = (name: string, first: object): object => ({
  name,
  language: 'fr',
  start: 'first',
  nodes: { first, last: { type: 'hang-up', prompt: [{ say: 'text', value: 'Au revoir.' }] } },
});

describe('An administrator whose scenarios say texts', () => {
  let folder: string;
  let program: TalkingProgram;
  let lab: HttpLab;
  let campaign: Body;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-talk-'));
    program = new TalkingProgram(folder);
    lab = await HttpLab.start('', { SPEECH_PROGRAM: program.path });
    const site = await lab.made('/sites', { code: 'TALK', name: 'Talk' });
    const did = await lab.made('/dids', { number: '+33170009009', siteId: site['id'] });
    campaign = await lab.made('/campaigns', { name: 'Parlante', didIds: [did['id']] });
  }, 60_000);

  afterAll(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const prepared = (): string[] => readdirSync(join(lab.configuration.dataDirectory, 'speech')).filter((id) => /^[0-9a-f]{64}$/.test(id));
  const light = async (): Promise<Body | undefined> => {
    const { elements } = (await lab.get(`/campaigns/${campaign['id']}/summary`)).body;
    return (elements as Body[]).find(({ element }) => element === 'ivr');
  };

  test('has fixed texts prepared as they are saved, for a PBX to fetch at an address of their own', async () => {
    const made = await lab.made('/ivr-scenarios', scenario('Fixe', text('Bonjour.')));
    await lab.patch(`/campaigns/${campaign['id']}`, { ivr: { beforeQueueId: made['id'] } });
    await eventually(() => prepared().length === 2, { what: 'both texts to be spoken', withinMs: 20_000 });
    expect(program.spoken.sort()).toEqual([' Au revoir.', ' Bonjour.']);
    expect(await light()).toMatchObject({ light: 'green' });
    const [id = ''] = prepared();
    const path = MediaAddress.of(lab.app.get(SecretBox)).pathOfSpeech(id);
    const fetched = await fetch(`${lab.base}${path}`);
    expect([fetched.status, fetched.headers.get('cache-control')]).toEqual([200, 'private, max-age=31536000, immutable']);
    expect((await fetched.arrayBuffer()).byteLength).toBe(3_200);
    expect((await fetch(`${lab.base}${path.replace('/media/speech/', '/media/audio/')}`)).status).toBe(404);
    expect((await fetch(`${lab.base}/media/speech/${'A'.repeat(32)}/${id}.ulaw`)).status).toBe(404);
  });

  test('sees an orange light when a text cannot be spoken, until it can', async () => {
    program.install('exit 1');
    const made = await lab.made('/ivr-scenarios', scenario('Muet', text('Merci de patienter.')));
    await lab.patch(`/campaigns/${campaign['id']}`, { ivr: { beforeQueueId: made['id'] } });
    const orange = { light: 'orange', code: 'text-not-spoken' };
    await eventually(async () => (await light())?.['code'] === orange.code, { what: 'the light to change' });
    expect(await light()).toMatchObject(orange);
    program.install();
    await lab.patch(`/ivr-scenarios/${made['id']}`, { name: 'Parlant' });
    await eventually(async () => (await light())?.['light'] === 'green', { what: 'the text to be spoken', withinMs: 20_000 });
  });

  test('is told what to install when there is no synthesiser, where a saved text is only spoken to callers if it was before', async () => {
    const made = await lab.made('/ivr-scenarios', scenario('Nommé', text('Bonjour {caller}.')));
    program.uninstall();
    expect(await light()).toMatchObject({ light: 'green' });
    await lab.patch(`/campaigns/${campaign['id']}`, { ivr: { beforeQueueId: made['id'] } });
    expect(await light()).toMatchObject({ light: 'orange', code: 'texts-need-synthesiser', remedy: expect.stringContaining('pico2wave') });
    const { body } = await lab.post('/ivr-scenarios', scenario('Encore', text('Bonjour.')));
    expect(body).toMatchObject({ status: 422, code: 'invalid-scenario' });
    expect(body['errors']).toMatchObject([
      { path: 'nodes.first.what', code: 'text-needs-synthesiser', message: expect.stringMatching(/install pico2wave .*espeak-ng/) },
      { path: 'nodes.last.prompt[0].say', code: 'text-needs-synthesiser' },
    ]);
  });
});
