import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Backend } from '../support/backend.js';
import { freePort } from '../support/free-port.js';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { WireLab } from '../support/wire-lab.js';

let lab: WireLab;
let caller: SippCaller;
let conversation: IncomingCall;

beforeAll(async () => {
  lab = await WireLab.start();
  const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: 1700 } });
  caller = await lab.dial({ from: '+33611111501', says: { hz: 1000 } });
  conversation = await anne.phone.nextCall();
  await caller.media.heard.waitForTone(1700);
}, 300_000);

afterAll(async () => {
  await lab.clear();
  await lab.stop();
});

function pbxProcess(): string {
  return readFileSync(join(String(lab.environment['DATA_DIR']), 'pbx', 'asterisk.pid'), 'utf8');
}

/** The first one has lost nothing: the talk goes on, and it still hears of new calls. */
async function firstIsUndisturbed(number: string): Promise<void> {
  const since = performance.now();
  await caller.media.heard.waitForTone(1700, { since });
  await conversation.media.heard.waitForTone(1000, { since });
  expect((await fetch(`${lab.backend.baseUrl}/health/ready`)).status).toBe(200);
  const other = await lab.dial({ from: number });
  await lab.callFrom(number, (call) => call.queuedAt !== null, 'the new caller to be queued');
  await other.hangUp();
  await lab.ended(number);
  expect(lab.backend.printed).not.toMatch(/replaced|connection to the PBX (was )?lost/i);
}

describe('a second Guichet started by mistake while a caller talks', () => {
  it.each([
    ['with the very same settings', '+33611111502', () => Promise.resolve({})],
    ['on another HTTP port', '+33611111503', async () => ({ HTTP_PORT: String(await freePort()) })],
  ])('%s refuses, and the first one goes on as if nothing had been', async (_how, number, changes) => {
    const pbx = pbxProcess();
    const second = new Backend({ ...lab.environment, ...(await changes()) });
    expect(await second.runToEnd()).toBe(1);
    expect(second.printed).toMatch(/^Another Guichet \(process \d+\) works in DATA_DIR/);
    expect(second.printed).not.toMatch(/^\s+at /m);
    expect(pbxProcess()).toBe(pbx);
    await firstIsUndisturbed(number);
  });

  it('is let in once the first one has died, and takes the talk over', async () => {
    await lab.backend.kill();
    await lab.backend.start();
    await caller.media.heard.waitForTone(1700, { since: performance.now() });
    await caller.hangUp();
    expect((await lab.ended('+33611111501')).ending).toMatchObject({ how: 'answered' });
  });
});
