import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { HttpLab } from '../support/http-lab.js';
import { picoProgram } from '../support/pico-program.js';

describe('An administrator who types an announcement', () => {
  let folder: string;
  let lab: HttpLab;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-pico-'));
    lab = await HttpLab.start('', { SPEECH_PROGRAM: await picoProgram(folder) });
  }, 300_000);

  afterAll(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const spoken = (body: object): ReturnType<HttpLab['post']> => lab.post('/audio/speech', body);

  test('has it spoken, in the language asked for, and campaigns can play it', async () => {
    const text = 'Bonjour. Nos bureaux sont fermés pour inventaire jusqu’à lundi matin.';
    const { status, body } = await spoken({ text, language: 'fr', name: 'Inventaire' });
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({ name: 'Inventaire', language: 'fr', text, builtin: false, present: true }),
    ]);
    expect(body['durationSeconds']).toBeGreaterThan(2);
    expect(body['durationSeconds']).toBeLessThan(10);
    expect(body['loudnessDbfs']).toBeGreaterThan(-35);
    expect((await lab.fetch(`/audio/${body['id']}/content`)).status).toBe(200);
    const english = await spoken({ text: 'Our offices are closed.', language: 'en', voice: 'en-US' });
    expect(english.body).toMatchObject({ name: 'Our offices are closed.', language: 'en' });
  });

  test.each([
    '--wave=/tmp/elsewhere.wav',
    '-h',
    '$(touch /tmp/guichet-was-here) `id` ; "quoted" \'too\'',
    '<genfile file="/tmp/guichet-was-here"/>oui',
  ])('can type %s: it is words, never an order', async (text) => {
    expect((await spoken({ text, language: 'fr' })).status).toBe(201);
    expect(['/tmp/elsewhere.wav', '/tmp/guichet-was-here'].filter(existsSync)).toEqual([]);
  });

  test('is told what is wrong with the text or the voice', async () => {
    expect((await spoken({ text: 'a'.repeat(2_001), language: 'fr' })).body).toMatchObject({ status: 400, errors: [{ path: 'text' }] });
    expect((await spoken({ text: ' … ', language: 'fr' })).body).toMatchObject({ status: 400, errors: [{ path: 'text' }] });
    expect((await spoken({ text: 'a\u0000b', language: 'fr' })).body).toMatchObject({ status: 400, errors: [{ path: 'text' }] });
    const voice = await spoken({ text: 'Bonjour', language: 'fr', voice: '../en-GB' });
    expect(voice.body).toMatchObject({ status: 422, code: 'unknown-voice', voices: ['fr-FR'], errors: [{ path: 'voice' }] });
  });

  test('leaves no working files behind', () => {
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('guichet-speech-'))).toEqual([]);
  });
});

test('without a synthesiser an administrator is told what to install', async () => {
  const lab = await HttpLab.start('', { SPEECH_PROGRAM: '/nowhere/pico2wave' });
  try {
    const { body } = await lab.post('/audio/speech', { text: 'Bonjour', language: 'fr' });
    expect(body).toMatchObject({ status: 501, code: 'no-synthesiser' });
    expect(body['detail']).toMatch(/install pico2wave .*espeak-ng/);
  } finally {
    await lab.stop();
  }
});
