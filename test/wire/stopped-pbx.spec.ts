import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtProgram } from '../support/built-program.js';
import type { Backend } from '../support/backend.js';
import { eventually } from '../support/eventually.js';
import { Installation } from '../support/installation.js';

let place: Installation;
let backend: Backend;

beforeAll(async () => {
  place = await Installation.make();
  backend = place.backend();
  await backend.start(120_000);
}, 300_000);

afterAll(async () => {
  await backend.stop();
  await place.remove();
});

/** `npm run pbx -- …` in a folder whose file `.env` says where the data is. */
async function pbx(command: string): Promise<{ code: number; printed: string }> {
  writeFileSync(join(place.directory, '.env'), `DATA_DIR=${place.directory}\n`);
  const { DATA_DIR: _, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [builtProgram('wiring/pbx-command.js'), command], { cwd: place.directory, env }, (fault, printed) => {
      resolve({ code: fault === null ? 0 : Number(fault.code), printed });
    });
  });
}

it('an operator whose data directory is named in .env sees the PBX that the backend started', async () => {
  const { code, printed } = await pbx('status');
  expect([code, printed]).toEqual([0, expect.stringMatching(/^The PBX runs \(process \d+\)/)]);
});

it('a PBX that is stopped beside a running backend stays stopped, until the next start', async () => {
  expect(await pbx('stop')).toEqual({ code: 0, printed: expect.stringContaining('The PBX is stopped.') });
  await eventually(() => backend.printed.includes('was stopped with'), { what: 'the backend to say that it knows' });
  expect((await pbx('status')).code).toBe(3);
  expect((await fetch(`${backend.baseUrl}/health/ready`)).status).toBe(503);
  expect(await backend.stop()).toBe(0);
  await backend.start();
  expect((await pbx('status')).code).toBe(0);
});

it('a PBX that died is started again although it had once been stopped on purpose', async () => {
  process.kill(Number(readFileSync(join(place.directory, 'pbx', 'asterisk.pid'), 'utf8')), 'SIGKILL');
  await eventually(() => backend.printed.includes('has been started again'), { what: 'the PBX to be started again', withinMs: 30_000 });
  expect((await pbx('status')).code).toBe(0);
});

it('a configuration that the running PBX could not take in is given to it at the next start', async () => {
  expect(await backend.stop()).toBe(0);
  const unapplied = join(place.directory, 'pbx', 'unapplied.json');
  writeFileSync(unapplied, JSON.stringify(['extensions.conf']));
  const before = backend.printed.length;
  await backend.start();
  expect(backend.printed.slice(before)).toContain('has been given the new configuration');
  expect(existsSync(unapplied)).toBe(false);
});
