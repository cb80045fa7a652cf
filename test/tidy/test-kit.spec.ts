import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { eventually, eventuallyPasses } from '../support/eventually.js';
import { newRunId, RUN_VARIABLE, sweep } from '../support/leftovers.js';
import { tallyOf } from '../support/tally.js';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'guichet-tally-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function resultFile(testResults: unknown): string {
  const path = join(directory, `${Math.random()}.json`);
  writeFileSync(path, JSON.stringify({ testResults }));
  return path;
}

describe('Who reads "N passed, N failed" can believe it', () => {
  it('counts tests, and names the failing ones', () => {
    const tally = tallyOf(
      resultFile([
        {
          name: join(process.cwd(), 'test/a.spec.ts'),
          status: 'failed',
          message: '',
          assertionResults: [
            { status: 'passed', fullName: 'a caller is heard' },
            { status: 'failed', fullName: 'a caller waits' },
          ],
        },
      ]),
      'unit',
    );
    expect(tally).toEqual({ passed: 1, failed: 1, failures: ['test/a.spec.ts › a caller waits'] });
  });

  it('a skipped test counts as failed: it proves nothing', () => {
    const assertionResults = [{ status: 'pending', fullName: 'a caller waits' }];
    const tally = tallyOf(resultFile([{ name: '/a.spec.ts', status: 'passed', message: '', assertionResults }]), 'unit');
    expect(tally.failures).toEqual(['/a.spec.ts › a caller waits (pending)']);
  });

  it('a file that cannot be loaded counts as one failure, with its reason', () => {
    const message = "  \u001b[1m● \u001b[22mTest suite failed to run\n\n    Cannot find module './x.js'\n";
    const tally = tallyOf(resultFile([{ name: '/a.spec.ts', status: 'failed', message, assertionResults: [] }]), 'unit');
    expect(tally).toEqual({ passed: 0, failed: 1, failures: ["/a.spec.ts › could not run: Cannot find module './x.js'"] });
  });

  it('a jest that leaves no result, or half of one, counts as one failure', () => {
    const half = join(directory, 'half.json');
    writeFileSync(half, '{"testResults": [');
    expect(tallyOf(join(directory, 'none.json'), 'unit').failed).toBe(1);
    expect(tallyOf(half, 'unit').failed).toBe(1);
  });
});

describe('A test that waits says for what', () => {
  it('goes on as soon as the condition holds', async () => {
    let looks = 0;
    expect(await eventually(() => ++looks === 3 && 'third', { what: 'a third look', everyMs: 1 })).toBe('third');
  });

  it('names what was awaited and what was seen last', async () => {
    const waiting = eventually(() => 0, { what: 'an agent to be free', withinMs: 30, everyMs: 5 });
    await expect(waiting).rejects.toThrow('Expected an agent to be free within 30 ms; last seen: 0');
  });

  it('takes a failed assertion for "not yet"', async () => {
    let calls = 0;
    await eventuallyPasses(() => expect(++calls).toBeGreaterThan(2), { what: 'three calls', everyMs: 1 });
    const never = eventuallyPasses(() => expect(calls).toBe(0), { what: 'no call', withinMs: 20, everyMs: 5 });
    await expect(never).rejects.toThrow('Expected no call within 20 ms; last seen: ');
  });

  it('is not held up by a look that never settles', async () => {
    const stuck = eventually(() => new Promise<true>(() => undefined), { what: 'an answer', withinMs: 30 });
    await expect(stuck).rejects.toThrow('Expected an answer within 30 ms; the last look never settled');
  });
});

describe('A run leaves nothing behind', () => {
  it('ends the detached processes that carry its marker, and no other', async () => {
    const start = (runId: string) =>
      spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env: { ...process.env, [RUN_VARIABLE]: runId } });
    const [ours, theirs] = [newRunId(), newRunId()];
    const mine = start(ours);
    const stranger = start(theirs);
    try {
      const ended = new Promise((resolve) => mine.once('exit', (_code, signal) => resolve(signal)));
      // The marker is readable only once the kernel has replaced our image by sleep's.
      const found = await eventually(async () => (await sweep(ours))[0], { what: 'the process to be found' });
      expect(found).toEqual({ pid: mine.pid, command: 'sleep 600' });
      expect(await ended).toBe('SIGTERM');
      expect(stranger.exitCode).toBeNull();
      expect(stranger.signalCode).toBeNull();
    } finally {
      mine.kill('SIGKILL');
      stranger.kill('SIGKILL');
    }
  });
});
