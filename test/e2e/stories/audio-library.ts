import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { readWav } from '../../../src/platform/audio/wav.js';
import type { Answer, Body } from '../../support/http-lab.js';
import { toneSequence } from '../../support/sip/tone-analysis.js';
import { toneWav } from '../../support/sip/tone-wav.js';
import { wavTone } from '../../support/wav-files.js';
import type { Story } from './story.js';

const UNKNOWN = '01JZZZZZZZZZZZZZZZZZZZZZZZ';
const MEGABYTE = 1024 * 1024;

function form(file: Buffer | null, texts: Readonly<Record<string, string>> = { name: 'Accueil', language: 'fr' }): FormData {
  const parts = new FormData();
  for (const [name, value] of Object.entries(texts)) parts.append(name, value);
  if (file !== null) parts.append('file', new Blob([new Uint8Array(file)], { type: 'text/html' }), '../../../etc/welcome.exe');
  return parts;
}

export const AUDIO_LIBRARY: Story = {
  title: 'The audio library',
  tell: (lab) => {
    const folder = (): string => join(lab().configuration.dataDirectory, 'audio');
    const upload = (file: Buffer, texts?: Readonly<Record<string, string>>): Promise<Answer> => lab().send('/audio', form(file, texts));
    const uploaded = async (file = toneWav([{ hz: 700, ms: 400 }])): Promise<Body> => {
      const answer = await upload(file);
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    };
    const content = (id: string, init: Parameters<ReturnType<typeof lab>['fetch']>[1] = {}): Promise<Response> =>
      lab().fetch(`/audio/${id}/content`, init);

    /** Those that keep a sound from being deleted, once a holiday group and a scenario play it. */
    const holders = async (audioId: string): Promise<string[]> => {
      await lab().made('/holiday-groups', { name: 'Sonnants', holidays: [{ date: '2026-12-25', audioId }] });
      const nodes = { say: { type: 'play', audioIds: [audioId], next: 'over' }, over: { type: 'hang-up' } };
      await lab().made('/ivr-scenarios', { name: 'Sonnant', language: 'fr', start: 'say', nodes });
      return ((await lab().delete(`/audio/${audioId}`)).body['users'] as string[]).sort();
    };

    test('an administrator uploads a studio recording, and it is there for callers: 8 kHz, mono, whatever its name and type say', async () => {
      const file = wavTone({ sampleRate: 44_100, bits: 24, channels: 2, extensible: true, chunks: true }, 1_000, 0.75);
      const { status, body } = await upload(file, { name: 'Été – accueil « jour »', language: 'fr' });
      expect([status, body]).toEqual([
        201,
        expect.objectContaining({
          ...{ name: 'Été – accueil « jour »', language: 'fr', builtin: false, durationSeconds: 0.75, version: 1, present: true },
          ...{ peakDbfs: -6, loudnessDbfs: -9, warnings: [] },
          source: { encoding: 'pcm', sampleRate: 44_100, bits: 24, channels: 2 },
        }),
      ]);
      expect((await lab().get(`/audio/${body['id']}`)).body).toEqual(body);
      const heard = readWav(Buffer.from(await (await content(String(body['id']))).arrayBuffer()));
      expect([heard.sampleRate, heard.samples.length]).toEqual([8_000, 6_000]);
      expect(toneSequence(heard.samples).map(({ hz }) => hz)).toEqual([1_000]);
    });

    test('the files are for the PBX and for nobody else on this machine, in every format that callers speak', async () => {
      const { id } = await uploaded(wavTone({ sampleRate: 16_000, bits: 16 }));
      const own = join(folder(), String(id));
      expect(readdirSync(own).sort()).toEqual(['sound.alaw', 'sound.sln16', 'sound.ulaw', 'sound.wav']);
      expect([folder(), own].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700]);
      expect(readdirSync(own).map((name) => statSync(join(own, name)).mode & 0o777)).toEqual([0o600, 0o600, 0o600, 0o600]);
    });

    test('what callers would not hear well is told at once', async () => {
      const quiet = await uploaded(Buffer.from(toneWav([{ hz: 700, ms: 400 }])).map((byte, at) => (at < 44 ? byte : 0)) as Buffer);
      expect(quiet['warnings']).toEqual([expect.objectContaining({ code: 'silent' })]);
    });

    test('every missing part is named', async () => {
      const nothing = await lab().send('/audio', form(null, {}));
      expect(nothing.body).toMatchObject({ status: 400, code: 'bad-shape' });
      expect(nothing.body['errors'].map(({ path }: { path: string }) => path).sort()).toEqual(['file', 'language', 'name']);
      const text = await lab().send('/audio', form(null, { file: 'not a file', name: 'A', language: 'de', colour: 'blue' }));
      expect(text.body['errors'].map(({ path }: { path: string }) => path).sort()).toEqual(['colour', 'file', 'language']);
      expect((await lab().post('/audio', { name: 'A', language: 'fr' })).body).toMatchObject({ status: 415 });
    });

    test.each([
      ['an empty file', Buffer.alloc(0), 'empty-file'],
      ['a page that calls itself WAV', Buffer.from('<html>hello</html>'), 'not-wav'],
      ['a file cut short', wavTone({ sampleRate: 8_000, bits: 16 }).subarray(0, 4_000), 'truncated'],
      ['one with a header only', toneWav([]), 'no-sound'],
      ['one with nine channels', wavTone({ sampleRate: 8_000, bits: 16, channels: 9 }), 'unsupported-channels'],
      ['one at 500 Hz', wavTone({ sampleRate: 500, bits: 16 }), 'unsupported-rate'],
      ['one of an hour', wavTone({ sampleRate: 4_000, bits: 8 }, 500, 3_600), 'too-long'],
    ])('%s is refused, and nothing of it stays', async (_what, file, code) => {
      const before = readdirSync(folder());
      const { body } = await upload(file);
      expect(body).toMatchObject({ status: 422, code, errors: [{ path: 'file', code }] });
      expect(readdirSync(folder())).toEqual(before);
    });

    test('a file that is too large is refused, whether it says so or not; so is a second file, or a form that ends too early', async () => {
      expect((await upload(Buffer.alloc(21 * MEGABYTE))).body).toMatchObject({ status: 413, code: 'file-too-large' });
      const two = form(toneWav([{ hz: 700, ms: 100 }]));
      two.append('other', new Blob(['x']), 'x.wav');
      expect((await lab().send('/audio', two)).body).toMatchObject({ status: 400, code: 'unexpected-file', errors: [{ path: 'file' }] });
      const broken = await lab().post('/audio', '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nRIFF', {
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
      });
      expect(broken.body).toMatchObject({ status: 400, code: 'bad-form' });
    });

    test('an upload repeated with the same key is done once; with another file the key is refused', async () => {
      const headers = { 'idempotency-key': 'one upload' };
      const [one, other] = [toneWav([{ hz: 700, ms: 100 }]), toneWav([{ hz: 800, ms: 100 }])];
      const first = await lab().send('/audio', form(one), { headers });
      const again = await lab().send('/audio', form(one), { headers });
      expect([again.status, again.body['id']]).toEqual([201, first.body['id']]);
      expect((await lab().send('/audio', form(other), { headers })).body).toMatchObject({ code: 'idempotency-key-reused' });
    });

    test('supervisors list and listen, and may not upload, rename or delete', async () => {
      const { id } = await uploaded();
      await lab().made('/agents', { login: 'sound.supervisor', password: 'a long password', displayName: 'S', role: 'supervisor' });
      const token = await lab().signIn('sound.supervisor', 'a long password');
      expect((await lab().get('/audio', { token })).status).toBe(200);
      expect((await content(String(id), { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
      expect((await lab().send('/audio', form(toneWav([{ hz: 700, ms: 100 }])), { token })).status).toBe(403);
      expect((await lab().patch(`/audio/${id}`, { name: 'B' }, { token })).status).toBe(403);
      expect((await lab().delete(`/audio/${id}`, { token })).status).toBe(403);
      expect((await content(String(id), { headers: { authorization: '' } })).status).toBe(401);
    });

    test('the list holds what Guichet brings and what was uploaded, by language, page after page', async () => {
      await upload(toneWav([{ hz: 700, ms: 100 }]), { name: 'An English one', language: 'en' });
      const all = (await lab().get('/audio?pageSize=500')).body;
      const builtin = (await lab().get('/audio?builtin=true&pageSize=500')).body;
      const own = (await lab().get('/audio?builtin=false&pageSize=500')).body;
      expect(all['total']).toBe(Number(builtin['total']) + Number(own['total']));
      expect(all['items']).toEqual([...builtin['items'], ...own['items']]);
      const english = (await lab().get('/audio?builtin=false&language=en')).body;
      expect(english['items'].map(({ name }: Body) => name)).toEqual(['An English one']);
      const pages: string[] = [];
      for (let page = 1; pages.length < all['total']; page += 1) {
        const { items } = (await lab().get(`/audio?page=${page}&pageSize=7`)).body;
        pages.push(...items.map(({ id }: Body) => String(id)));
      }
      expect(pages).toEqual(all['items'].map(({ id }: Body) => id));
      expect((await lab().get('/audio?builtin=perhaps')).status).toBe(400);
    });

    test('a player asks for a part, for the length alone, or for what is not there', async () => {
      const { id } = await uploaded();
      const whole = Buffer.from(await (await content(String(id))).arrayBuffer());
      const part = await content(String(id), { headers: { range: 'bytes=4-11' } });
      expect([part.status, part.headers.get('content-range'), part.headers.get('content-type')]).toEqual([
        206,
        `bytes 4-11/${whole.length}`,
        'audio/wav',
      ]);
      expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(4, 12));
      const head = await content(String(id), { method: 'HEAD' });
      expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([
        200,
        String(whole.length),
        'bytes',
      ]);
      const outside = await content(String(id), { headers: { range: 'bytes=9000000-' } });
      expect([outside.status, outside.headers.get('content-range')]).toEqual([416, `bytes */${whole.length}`]);
      expect(await outside.json()).toMatchObject({ status: 416, code: 'range-not-satisfiable' });
      const builtin = await lab().fetch('/audio/builtin:welcome/content?language=en');
      expect(readFileSync('sounds/en/welcome.wav').equals(Buffer.from(await builtin.arrayBuffer()))).toBe(true);
    });

    test.each(['..%2F..%2Fmaster-key', '%2e%2e', '.incoming-x', '.without-a-row', 'builtin:..%2F..%2Fpackage', UNKNOWN])(
      'the name %s leads nowhere',
      async (id) => {
        expect((await content(id)).status).toBe(404);
        expect((await lab().get(`/audio/${id}`)).status).toBe(404);
        expect((await lab().delete(`/audio/${id}`)).status).toBe(404);
      },
    );

    test('a sound is renamed by whoever saw its latest version; those that Guichet brings stay as they are', async () => {
      const { id } = await uploaded();
      const renamed = await lab().patch(`/audio/${id}`, { name: 'Nuit', language: 'en' }, { headers: { 'if-match': '"1"' } });
      expect([renamed.status, renamed.body]).toEqual([200, expect.objectContaining({ name: 'Nuit', language: 'en', version: 2 })]);
      expect((await lab().patch(`/audio/${id}`, { name: 'Jour' }, { headers: { 'if-match': '"1"' } })).status).toBe(412);
      expect((await lab().patch(`/audio/${id}`, { name: ' ' })).status).toBe(400);
      expect((await lab().patch('/audio/builtin:welcome', { name: 'Mine' })).body).toMatchObject({ status: 409, code: 'audio-builtin' });
      expect((await lab().delete('/audio/builtin:welcome')).body).toMatchObject({ status: 409, code: 'audio-builtin' });
    });

    test('a sound that a campaign plays cannot be deleted, and the answer says by which; afterwards nothing is left of it', async () => {
      const { id } = await uploaded();
      const site = await lab().made('/sites', { code: 'AUDIO', name: 'Audio' });
      const did = await lab().made('/dids', { number: '+33170009001', siteId: site['id'] });
      const campaign = await lab().made('/campaigns', { name: 'Sonore', didIds: [did['id']], messages: { holdAudioId: id } });
      const refused = await lab().delete(`/audio/${id}`);
      expect(refused.body).toMatchObject({ status: 409, code: 'audio-in-use', users: ['the campaign "Sonore"'] });
      expect(refused.body['detail']).toContain('Sonore');
      expect((await content(String(id))).status).toBe(200);
      await lab().patch(`/campaigns/${campaign['id']}`, { messages: { holdAudioId: null } });
      expect((await lab().delete(`/audio/${id}`)).status).toBe(204);
      expect(existsSync(join(folder(), String(id)))).toBe(false);
      expect(await holders(String((await uploaded())['id']))).toEqual(['the IVR scenario "Sonnant"', 'the holiday group "Sonnants"']);
      const again = await lab().patch(`/campaigns/${campaign['id']}`, { messages: { holdAudioId: id } });
      expect(again.body).toMatchObject({ status: 422, code: 'unknown-audio' });
    });

    test('the sounds that are on the PBX already are listed, and campaigns play them', async () => {
      const { items } = (await lab().get('/audio/pbx')).body;
      expect(items).toEqual([
        { id: 'pbx:custom/summer', name: 'custom/summer', languages: ['fr'], text: null },
        { id: 'pbx:vm-goodbye', name: 'vm-goodbye', languages: ['en', 'fr'], text: 'Goodbye.' },
      ]);
      expect((await lab().get('/audio/pbx?language=en&search=good')).body).toMatchObject({ total: 1, items: [{ name: 'vm-goodbye' }] });
      const site = await lab().made('/sites', { code: 'PBX', name: 'PBX' });
      const did = await lab().made('/dids', { number: '+33170009003', siteId: site['id'] });
      const messages = { welcomeAudioId: 'pbx:custom/summer' };
      const campaign = await lab().made('/campaigns', { name: 'Estivale', didIds: [did['id']], messages });
      for (const welcomeAudioId of ['pbx:custom/winter', 'pbx:../../etc/passwd', 'pbx:odd,name', 'pbx:guichet/welcome', 'pbx:']) {
        const { body } = await lab().patch(`/campaigns/${campaign['id']}`, { messages: { welcomeAudioId } });
        expect([welcomeAudioId, body['code']]).toEqual([welcomeAudioId, 'unknown-audio']);
      }
    });

    test('a campaign whose sound vanished from the disk is told so in its summary', async () => {
      const { id } = await uploaded();
      const site = await lab().made('/sites', { code: 'VANISH', name: 'Vanish' });
      const did = await lab().made('/dids', { number: '+33170009002', siteId: site['id'] });
      const campaign = await lab().made('/campaigns', { name: 'Perdue', didIds: [did['id']], messages: { holdAudioId: id } });
      const light = async (): Promise<Body | undefined> => {
        const { elements } = (await lab().get(`/campaigns/${campaign['id']}/summary`)).body;
        return (elements as Body[]).find(({ element }) => element === 'hold');
      };
      expect(await light()).toMatchObject({ light: 'green' });
      rmSync(join(folder(), String(id)), { recursive: true });
      expect(await light()).toMatchObject({ light: 'orange', code: 'audio-missing' });
    });

    test('when the disk does not take the file there is no sound, and nothing half of one', async () => {
      const before = (await lab().get('/audio?builtin=false')).body['total'];
      const blocked = `${folder()}-away`;
      await withoutFolder(folder(), blocked, async () => {
        expect((await upload(toneWav([{ hz: 700, ms: 100 }]))).status).toBe(500);
      });
      expect((await lab().get('/audio?builtin=false')).body['total']).toBe(before);
    });

    test('after a death in the middle, files without a row are put aside, and a row without its file is told', async () => {
      const { writeFileSync, mkdirSync, renameSync } = await import('node:fs');
      const [kept, vanished] = [await uploaded(), await uploaded()];
      mkdirSync(join(folder(), '.incoming-01HALFWAY'));
      mkdirSync(join(folder(), UNKNOWN));
      writeFileSync(join(folder(), UNKNOWN, 'sound.wav'), 'x');
      renameSync(join(folder(), String(kept['id'])), join(folder(), '.without-a-row', String(kept['id'])));
      rmSync(join(folder(), String(vanished['id'])), { recursive: true });
      await lab().restart();
      expect(readdirSync(folder())).not.toEqual(expect.arrayContaining(['.incoming-01HALFWAY']));
      expect([existsSync(join(folder(), UNKNOWN)), existsSync(join(folder(), '.without-a-row', UNKNOWN))]).toEqual([false, true]);
      expect((await lab().get(`/audio/${kept['id']}`)).body).toMatchObject({ present: true });
      expect((await lab().get(`/audio/${vanished['id']}`)).body).toMatchObject({ present: false });
      const gone = await content(String(vanished['id']));
      expect([gone.status, ((await gone.json()) as Body)['code']]).toEqual([404, 'audio-vanished']);
      expect((await lab().delete(`/audio/${vanished['id']}`)).status).toBe(204);
    });
  },
};

/** Runs `work` while a file stands where the folder was, as on a disk that went away. */
async function withoutFolder(folder: string, aside: string, work: () => Promise<void>): Promise<void> {
  const { renameSync, writeFileSync } = await import('node:fs');
  renameSync(folder, aside);
  writeFileSync(folder, '');
  chmodSync(folder, 0o400);
  try {
    await work();
  } finally {
    rmSync(folder);
    renameSync(aside, folder);
  }
}
