import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend } from '../support/backend.js';
import { eventually } from '../support/eventually.js';
import { Installation } from '../support/installation.js';
import { Rest } from '../support/rest.js';

/** SIPp is fetched at the first run on a machine. */
const WITH_DOWNLOAD_MS = 240_000;

let place: Installation;
let backend: Backend;

beforeAll(async () => {
  place = await Installation.make({ DEMO: '1' });
  backend = place.backend();
  await backend.start();
}, 300_000);

afterAll(async () => {
  await backend.stop();
  await place.remove();
});

/** `npm run demo` in another terminal. */
async function npmRunDemo(
  environment: Readonly<Record<string, string>>,
  heard: (printed: string) => void = () => undefined,
): Promise<{ code: number | null; printed: string }> {
  const child = spawn('npm', ['run', '--silent', 'demo'], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      heard(printed);
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, printed };
}

async function rest(): Promise<Rest> {
  return Rest.signIn(backend.baseUrl, 'admin', readFileSync(join(place.directory, 'admin-password'), 'utf8').trim());
}

describe('somebody who tries Guichet', () => {
  it('is told at the first start where the API is, the password, the number to dial, two SIP accounts and how to stop', async () => {
    await eventually(() => backend.printed.includes('pbx -- stop'), { what: 'the banner' });
    const { printed } = backend;
    const password = readFileSync(join(place.directory, 'admin-password'), 'utf8').trim();
    expect(printed).toContain(`${backend.baseUrl}/api/v1`);
    expect(printed).toContain(`admin, password ${password}`);
    expect(printed).toContain('Number to dial +33170000001');
    for (const agent of ['alice', 'bruno']) {
      expect(printed).toMatch(
        new RegExp(`Agent ${agent} +SIP account \\S+, password \\S+, registrar 127\\.0\\.0\\.1:${place.environment['PBX_SIP_PORT']}`),
      );
    }
    expect(printed).toMatch(/Ctrl\+C stops the backend/);
    expect(printed).toMatch(/npm run pbx -- stop/);
  });

  it(
    'sees a real call go through with `npm run demo`: arrived, welcome, queued, offered, connected, ended',
    async () => {
      const { code, printed } = await npmRunDemo(place.environment);
      expect({ code, printed }).toMatchObject({ code: 0 });
      const told = [...printed.matchAll(/^ +[\d.]+ s {2}(arrived|welcome|queued|offered|connected|ended)/gm)].map(([, step]) => step);
      expect(told).toEqual(['arrived', 'welcome', 'queued', 'offered', 'connected', 'ended']);
      expect(printed).toContain('they hear each other');
    },
    WITH_DOWNLOAD_MS,
  );

  it(
    'sees the call survive when Guichet is killed in the middle of it and started again',
    async () => {
      const again: Promise<unknown>[] = [];
      const { code, printed } = await npmRunDemo(place.environment, (soFar) => {
        if (soFar.includes('they hear each other') && again.length === 0) again.push(backend.kill().then(() => backend.start()));
      });
      await Promise.all(again);
      expect(printed).toMatch(
        /they hear each other\n[^]*Guichet is gone[^]*Guichet is back[^]*ended \(answered\)\nThe call went as it should\./,
      );
      expect(code).toBe(0);
    },
    WITH_DOWNLOAD_MS,
  );

  it('starts it again within seconds once it is loaded, on the same PBX and with one example only', async () => {
    const pid = readFileSync(join(place.directory, 'pbx', 'asterisk.pid'), 'utf8');
    expect(await backend.stop()).toBe(0);
    const before = backend.printed.length;
    // What Node takes to load the program says how busy this machine is; the rest is ours.
    const { afterMs: loading } = await place.failToStart({ HTTP_PORT: 'abc' });
    expect((await backend.start()) - loading).toBeLessThan(10_000);
    await eventually(() => backend.printed.slice(before).includes('pbx -- stop'), { what: 'the banner' });
    expect(readFileSync(join(place.directory, 'pbx', 'asterisk.pid'), 'utf8')).toBe(pid);
    expect(backend.printed.slice(before)).not.toContain('Starting Asterisk');
    const api = await rest();
    for (const [list, total] of [
      ['sites', 1],
      ['dids', 1],
      ['queues', 1],
      ['campaigns', 1],
    ] as const) {
      expect([list, (await api.get(`/${list}`)).total]).toEqual([list, total]);
    }
    const { items } = await api.get('/agents?pageSize=500');
    expect(items.map(({ login }: { login: string }) => login).sort()).toEqual(['admin', 'alice', 'bruno']);
  });

  it(
    'who runs the demo before Guichet is told to start it, with exit code 1',
    async () => {
      const nowhere = await Installation.make();
      const unstarted = await npmRunDemo(nowhere.environment);
      const unanswered = await npmRunDemo({ ...nowhere.environment, GUICHET_ADMIN_PASSWORD: 'a password of nobody' });
      await nowhere.remove();
      for (const { code, printed } of [unstarted, unanswered]) {
        expect(code).toBe(1);
        expect(printed).toMatch(/^The demo failed: .*npm start/m);
        expect(printed).not.toMatch(/^\s+at /m);
      }
    },
    WITH_DOWNLOAD_MS,
  );
});
