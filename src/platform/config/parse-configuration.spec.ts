import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { envExample } from './env-example.js';
import { CONFIGURATION_KEYS } from './keys.js';
import { ConfigurationFaulty, parseConfiguration } from './parse-configuration.js';

function faultsOf(environment: Record<string, string>): string[] {
  try {
    parseConfiguration(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationFaulty)) throw error;
    return error.message.split('\n');
  }
}

describe('configuration', () => {
  test('an operator who sets nothing gets an embedded PBX with a working example, on SQLite', () => {
    expect(parseConfiguration({ DATA_DIR: '/var/lib/guichet' })).toEqual({
      http: { host: '127.0.0.1', port: 3000, trustedProxies: [] },
      dataDirectory: '/var/lib/guichet',
      database: { kind: 'sqlite', file: '/var/lib/guichet/guichet.sqlite' },
      adminPassword: null,
      log: { level: 'info', format: null },
      defaultLanguage: 'fr',
      timeZone: null,
      pbx: {
        kind: 'embedded',
        ariApp: 'guichet',
        ariUser: null,
        ariPassword: null,
        ariPort: 8088,
        sipAddress: '127.0.0.1',
        sipPort: 5060,
        rtpPorts: { first: 10_000, last: 19_999 },
        trunk: null,
        soundsDirectory: null,
      },
      speechProgram: null,
      trunkNumber: null,
      sipDomain: '127.0.0.1',
      outboundHttpAllowed: [],
      auditRetentionDays: 365,
      voicemailRetentionDays: 90,
      callRetentionDays: null,
      demo: true,
    });
  });

  test("an operator's own PBX and MariaDB are taken from their URLs", () => {
    const configuration = parseConfiguration({
      ARI_URL: 'http://pbx.lan:8088/',
      ARI_USER: 'guichet',
      ARI_PASSWORD: 'secret',
      TRUNK_ENDPOINT: 'PJSIP/{number}@carrier',
      DATABASE_URL: 'mysql://gui%40chet:p%3Aw@db.lan/calls',
    });
    expect(configuration.pbx).toEqual({
      kind: 'external',
      ariUrl: 'http://pbx.lan:8088',
      ariApp: 'guichet',
      ariUser: 'guichet',
      ariPassword: 'secret',
      trunkEndpoint: 'PJSIP/{number}@carrier',
      mediaUrl: null,
    });
    expect(configuration.database).toEqual({
      kind: 'mysql',
      host: 'db.lan',
      port: 3306,
      user: 'gui@chet',
      password: 'p:w',
      database: 'calls',
    });
    expect([configuration.sipDomain, configuration.demo]).toEqual(['pbx.lan', false]);
  });

  test('every fault is told at once, a line for each key', () => {
    const faults = faultsOf({
      HTTP_PORT: '80000',
      DATABASE_URL: 'postgres://x',
      GUICHET_ADMIN_PASSWORD: 'short',
      LOG_LEVEL: 'loud',
      TZ: 'Paris',
      PBX_RTP_PORTS: '20000-10000',
      PBX_TRUNK_REGISTER: '1',
      TRUNK_NUMBER: '0170000000',
      OUTBOUND_HTTP_ALLOW: '10.0.0.0/8,http://crm.lan',
      DEMO: 'yes',
    });
    const keys = faults.map((line) => line.split(' ')[0]);
    expect(keys.sort()).toEqual(
      [
        'DATABASE_URL',
        'DEMO',
        'GUICHET_ADMIN_PASSWORD',
        'HTTP_PORT',
        'LOG_LEVEL',
        'OUTBOUND_HTTP_ALLOW',
        'PBX_RTP_PORTS',
        'PBX_TRUNK',
        'TRUNK_NUMBER',
        'TZ',
      ].sort(),
    );
    expect(faults.every((line) => /expected|needs/.test(line))).toBe(true);
  });

  test('no password is shown in a fault', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://user:hunter2@/x', ARI_URL: 'http://a:hunter2@pbx' }).join('\n');
    expect(faults).toContain('DATABASE_URL');
    expect(faults).not.toContain('hunter2');
  });

  test('with ARI_URL the account is needed', () => {
    expect(faultsOf({ ARI_URL: 'http://pbx:8088' })).toEqual([
      expect.stringContaining('ARI_USER'),
      expect.stringContaining('ARI_PASSWORD'),
    ]);
  });

  test.each(['0.0.0.0', '::'])('a PBX on every address (%s) cannot tell phones where to register: SIP_DOMAIN is asked for', (address) => {
    expect(faultsOf({ PBX_SIP_ADDRESS: address })).toEqual([expect.stringMatching(/^SIP_DOMAIN is unset: .*phones register at/)]);
    expect(parseConfiguration({ PBX_SIP_ADDRESS: address, SIP_DOMAIN: 'pbx.lan' }).sipDomain).toBe('pbx.lan');
  });

  test('ARI_URL may have a prefix, but not what is added to it', () => {
    const account = { ARI_USER: 'guichet', ARI_PASSWORD: 'secret' };
    expect(parseConfiguration({ ARI_URL: 'https://pbx.lan/asterisk/', ...account }).pbx).toMatchObject({
      ariUrl: 'https://pbx.lan/asterisk',
    });
    expect(faultsOf({ ARI_URL: 'http://pbx.lan:8088/ari', ...account })).toEqual([expect.stringContaining('expected http://pbx.lan:8088')]);
  });

  test('a PBX on this machine fetches sounds on the loopback, another where MEDIA_URL says', () => {
    const account = { ARI_USER: 'guichet', ARI_PASSWORD: 'secret' };
    const mediaUrl = (more: Record<string, string>): unknown => parseConfiguration({ ...account, ...more }).pbx;
    expect(mediaUrl({ ARI_URL: 'http://127.0.0.1:8088', HTTP_PORT: '3001' })).toMatchObject({ mediaUrl: 'http://127.0.0.1:3001' });
    expect(mediaUrl({ ARI_URL: 'http://localhost:8088', HTTP_HOST: '192.0.2.1' })).toMatchObject({ mediaUrl: null });
    expect(mediaUrl({ ARI_URL: 'http://pbx.lan:8088' })).toMatchObject({ mediaUrl: null });
    expect(mediaUrl({ ARI_URL: 'http://pbx.lan:8088', MEDIA_URL: 'https://guichet.lan/' })).toMatchObject({
      mediaUrl: 'https://guichet.lan',
    });
    expect(faultsOf({ ARI_URL: 'http://pbx.lan', MEDIA_URL: 'guichet.lan:3000', ...account })).toEqual([
      expect.stringContaining('MEDIA_URL'),
    ]);
    expect(faultsOf({ ARI_URL: 'http://127.0.0.1', HTTP_PORT: 'x', ...account })).toHaveLength(1);
  });

  test('proxies that are trusted are addresses and networks', () => {
    expect(parseConfiguration({ TRUST_PROXY: '127.0.0.1, 10.0.0.0/8,fd00::/8' }).http.trustedProxies).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
      'fd00::/8',
    ]);
    expect(faultsOf({ TRUST_PROXY: 'proxy.lan,10.0.0.0/33,1' })).toHaveLength(3);
  });

  test('an empty variable is an unset one', () => {
    expect(parseConfiguration({ HTTP_PORT: '', ARI_URL: ' ', DEMO: '' }).http.port).toBe(3000);
  });

  test('nothing can be changed after it was read', () => {
    const configuration = parseConfiguration({});
    expect(() => Object.assign(configuration.http, { port: 1 })).toThrow(TypeError);
  });

  test('.env.example is what the keys say', () => {
    expect(readFileSync(join(import.meta.dirname, '../../../.env.example'), 'utf8')).toBe(envExample());
  });

  test('every key has a unit and a description', () => {
    for (const { unit, description } of CONFIGURATION_KEYS) expect(Math.min(unit.length, description.length)).toBeGreaterThan(2);
  });
});
