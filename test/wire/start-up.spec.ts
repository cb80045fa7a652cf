import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { freePort } from '../support/free-port.js';
import { Installation, type FailedStart } from '../support/installation.js';
import { MariaDb } from '../support/mariadb.js';
import { WireLab } from '../support/wire-lab.js';

/** Told in words and with exit code 1: an operator needs no stack. */
function expectSentence({ code, printed }: FailedStart): void {
  expect(code).toBe(1);
  expect(printed).not.toMatch(/^\s+at /m);
  expect(printed).not.toContain('Error:');
}

describe('an operator who starts Guichet', () => {
  let place: Installation;

  beforeEach(async () => {
    place = await Installation.make();
  });

  afterEach(async () => {
    const left = place.hasPbx;
    await place.remove();
    expect(left).toBe(false);
  });

  it('with several faults in the configuration is told all of them at once', async () => {
    const failed = await place.failToStart({
      HTTP_PORT: 'abc',
      PBX_RTP_PORTS: '5',
      DATABASE_URL: 'ftp://guichet:hidden-word@db.example/guichet',
      LOG_LEVEL: 'loud',
      TZ: 'Mars/Olympus',
      GUICHET_ADMIN_PASSWORD: 'short',
    });
    expectSentence(failed);
    const keys = ['HTTP_PORT', 'PBX_RTP_PORTS', 'DATABASE_URL', 'LOG_LEVEL', 'TZ', 'GUICHET_ADMIN_PASSWORD'];
    const lines = failed.printed.trim().split('\n');
    expect(lines.map((line) => line.split(' ')[0]).sort()).toEqual(keys.sort());
    for (const line of lines) expect(line).toContain('expected');
    expect(failed.printed).not.toMatch(/hidden-word|short/);
  });

  it('with an Asterisk of their own but without its account is told what is missing', async () => {
    const failed = await place.failToStart({ ARI_URL: 'http://127.0.0.1:8088', TRUNK_ENDPOINT: 'PJSIP/carrier' });
    expectSentence(failed);
    for (const key of ['ARI_USER', 'ARI_PASSWORD', 'TRUNK_ENDPOINT']) expect(failed.printed).toContain(key);
  });

  it('on an HTTP port that is taken is told which setting to change, and no PBX is left behind', async () => {
    const other = createServer().listen(Number(place.environment['HTTP_PORT']), '127.0.0.1');
    await once(other, 'listening');
    const failed = await place.failToStart();
    other.close();
    expectSentence(failed);
    expect(failed.printed).toMatch(/taken.*HTTP_PORT/);
  });

  it('on a SIP port that is taken is told which setting to change', async () => {
    const other = createSocket('udp4').bind(Number(place.environment['PBX_SIP_PORT']), '127.0.0.1');
    await once(other, 'listening');
    const failed = await place.failToStart();
    other.close();
    expectSentence(failed);
    expect(failed.printed).toMatch(/SIP port.*taken.*PBX_SIP_PORT/);
  }, 120_000);

  it('with a database server that does not answer is told where it looked and what to check, within 15 seconds', async () => {
    const port = await freePort();
    const failed = await place.failToStart({ DATABASE_URL: `mysql://guichet:hidden-word@127.0.0.1:${port}/calls` });
    expectSentence(failed);
    expect(failed.afterMs).toBeLessThan(15_000);
    expect(failed.printed).toContain(`127.0.0.1:${port}`);
    expect(failed.printed).toMatch(/check that MariaDB runs/);
    expect(failed.printed).not.toContain('hidden-word');
  });

  it('with a server that takes the connection and says nothing is told so within 15 seconds', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = mute.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const failed = await place.failToStart({ DATABASE_URL: `mysql://guichet:hidden-word@127.0.0.1:${port}/calls` });
    mute.close();
    expectSentence(failed);
    expect(failed.afterMs).toBeLessThan(15_000);
    expect(failed.printed).toContain(`127.0.0.1:${port}`);
  });

  it('with a data directory where nothing can be written is told so', async () => {
    // Nobody makes files there, not even root.
    const failed = await place.failToStart({ DATA_DIR: '/proc/sys' });
    expectSentence(failed);
    expect(failed.printed).toMatch(/DATA_DIR \/proc\/sys cannot be written/);
  });
});

describe('an operator who keeps the data on MariaDB', () => {
  let maria: MariaDb;

  beforeAll(async () => {
    maria = await MariaDb.start();
  }, 120_000);

  afterAll(async () => {
    await maria.stop();
  });

  it.each([
    ['a wrong password', (url: string) => url.replace(maria.password, 'hidden-word'), /refused the user "guichet"/],
    ['a database that is not there', (url: string) => `${url}_missing`, /create it: CREATE DATABASE/],
  ])('with %s is told what to check, and the password is not shown', async (_what, spoil, advice) => {
    const place = await Installation.make();
    const failed = await place.failToStart({ DATABASE_URL: spoil(maria.url(await maria.freshDatabase())) });
    await place.remove();
    expectSentence(failed);
    expect(failed.printed).toMatch(advice);
    expect(failed.printed).not.toContain('hidden-word');
    expect(failed.printed).not.toContain(maria.password);
  });

  it('has calls answered and finds them in the list', async () => {
    const lab = await WireLab.start({ DATABASE_URL: maria.url(await maria.freshDatabase()) });
    try {
      await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: 1700 } });
      const caller = await lab.dial({ from: '+33611111401' });
      await caller.media.heard.waitForTone(1700, { withinMs: 20_000 });
      await caller.hangUp();
      expect((await lab.ended('+33611111401')).ending).toMatchObject({ how: 'answered', blame: 'caller' });
      const { total, items } = await lab.rest.get('/calls');
      expect([total, items[0].caller]).toEqual([1, '+33611111401']);
      await lab.clear();
    } finally {
      await lab.stop();
    }
  }, 180_000);
});
