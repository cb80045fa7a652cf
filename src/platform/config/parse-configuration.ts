import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';

import { parseAllowed } from '../outbound-http/address-rules.js';
import type { CarrierTrunk, Configuration, DatabasePlace, EmbeddedPbx, ExternalPbx } from './configuration.js';
import { EnvironmentReader, parsePort, type ConfigurationFault, type Environment } from './environment-reader.js';

/** Everything that is wrong with the environment, at once. Its message has a line per key. */
export class ConfigurationFaulty extends Error {
  override readonly name = 'ConfigurationFaulty';

  constructor(readonly faults: readonly ConfigurationFault[]) {
    super(faults.map(({ key, problem }) => `${key} ${problem}`).join('\n'));
  }
}

const HOST_PORT = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/;

/** The complete configuration, frozen. Throws `ConfigurationFaulty` with every fault of the environment. */
export function parseConfiguration(environment: Environment): Configuration {
  const reader = new EnvironmentReader(environment);
  const dataDirectory = resolve(reader.text('DATA_DIR') ?? './data');
  const pbx = reader.text('ARI_URL') === null ? embeddedPbx(reader) : externalPbx(reader);
  const configuration: Configuration = {
    http: { host: listenAddress(reader), port: reader.port('HTTP_PORT', 3000, 0), trustedProxies: trustedProxies(reader) },
    dataDirectory,
    database: databasePlace(reader, dataDirectory),
    adminPassword: adminPassword(reader),
    log: {
      level: reader.oneOf('LOG_LEVEL', ['error', 'warn', 'info', 'debug']) ?? 'info',
      format: reader.oneOf('LOG_FORMAT', ['json', 'pretty']),
    },
    defaultLanguage: reader.oneOf('DEFAULT_LANGUAGE', ['fr', 'en']) ?? 'fr',
    timeZone: timeZone(reader),
    pbx,
    speechProgram: reader.matching('SPEECH_PROGRAM', /(^|\/)(pico2wave|espeak)[^/]*$/, 'a pico2wave or an espeak-ng'),
    trunkNumber: reader.matching('TRUNK_NUMBER', /^\+[1-9]\d{6,14}$/, 'a number in E.164, such as +33170000000'),
    sipDomain: reader.matching('SIP_DOMAIN', HOST_PORT, 'host or host:port') ?? ownSipDomain(pbx, reader),
    outboundHttpAllowed: outboundHttpAllowed(reader),
    auditRetentionDays: days(reader, 'AUDIT_RETENTION_DAYS') ?? 365,
    voicemailRetentionDays: days(reader, 'VOICEMAIL_RETENTION_DAYS') ?? 90,
    callRetentionDays: days(reader, 'CALL_RETENTION_DAYS'),
    demo: reader.flag('DEMO') ?? pbx.kind === 'embedded',
  };
  if (reader.faults.length > 0) throw new ConfigurationFaulty(reader.faults);
  return deepFreeze(configuration);
}

function listenAddress(reader: EnvironmentReader): string {
  return reader.matching('HTTP_HOST', /^(?:[A-Za-z0-9._-]+|[0-9a-fA-F:]+)$/, 'an address or host name, without a port') ?? '127.0.0.1';
}

function trustedProxies(reader: EnvironmentReader): string[] {
  const proxies = (reader.text('TRUST_PROXY') ?? '').split(',').flatMap((proxy) => proxy.trim() || []);
  for (const proxy of proxies) {
    const [address = '', length, more] = proxy.split('/');
    const longest = isIP(address) === 4 ? 32 : 128;
    const known =
      isIP(address) !== 0 && more === undefined && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= longest));
    if (!known) reader.fault('TRUST_PROXY', `has "${proxy}": expected IP addresses or networks such as 10.0.0.0/8, separated by commas`);
  }
  return proxies;
}

function outboundHttpAllowed(reader: EnvironmentReader): string[] {
  const allowed = (reader.text('OUTBOUND_HTTP_ALLOW') ?? '').split(',').flatMap((one) => one.trim() || []);
  for (const one of allowed) {
    if (parseAllowed(one) !== null) continue;
    reader.fault(
      'OUTBOUND_HTTP_ALLOW',
      `has "${one}": expected networks such as 10.1.0.0/16, addresses or host names, separated by commas`,
    );
  }
  return allowed;
}

function days(reader: EnvironmentReader, key: `${'AUDIT' | 'VOICEMAIL' | 'CALL'}_RETENTION_DAYS`): number | null {
  const text = reader.matching(key, /^\d{1,4}$/, 'a number of days from 1 to 3650');
  if (text === null) return null;
  const number = Number(text);
  if (number < 1 || number > 3650) reader.fault(key, `is ${number}: expected 1 to 3650`);
  return number;
}

function adminPassword(reader: EnvironmentReader): string | null {
  const password = reader.secret('GUICHET_ADMIN_PASSWORD');
  if (password !== null && (password.length < 8 || password.length > 200)) {
    reader.fault('GUICHET_ADMIN_PASSWORD', `has ${password.length} characters: expected 8 to 200`);
  }
  return password;
}

function timeZone(reader: EnvironmentReader): string | null {
  // POSIX allows a leading colon before a zone's name.
  const zone = reader.text('TZ')?.replace(/^:/, '') ?? null;
  if (zone === null) return null;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    reader.fault('TZ', `is "${zone}": expected the name of a time zone, such as Europe/Paris`);
    return null;
  }
}

function databasePlace(reader: EnvironmentReader, dataDirectory: string): DatabasePlace {
  const preset: DatabasePlace = { kind: 'sqlite', file: join(dataDirectory, 'guichet.sqlite') };
  const value = reader.secret('DATABASE_URL')?.trim() || null;
  if (value === null) return preset;
  const expected = 'expected sqlite:<file> or mysql://user:password@host[:port]/database';
  if (value.startsWith('sqlite:')) {
    const file = value.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
    return file === '' ? preset : { kind: 'sqlite', file: resolve(dataDirectory, file) };
  }
  // The value may hold a password: it is never shown.
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !['mysql:', 'mariadb:'].includes(url.protocol)) {
    reader.fault('DATABASE_URL', `is not understood: ${expected}`);
    return preset;
  }
  const database = unescaped(url.pathname.slice(1));
  const user = unescaped(url.username);
  const password = unescaped(url.password);
  if (!url.hostname || !user || !database || password === null || database.includes('/')) {
    const missing = [!url.hostname && 'a host', !user && 'a user', (!database || database.includes('/')) && 'one database name'].filter(
      Boolean,
    );
    reader.fault('DATABASE_URL', `lacks ${missing.join(', ') || 'a readable password (percent-encode special characters)'}: ${expected}`);
    return preset;
  }
  if (url.search) reader.fault('DATABASE_URL', `has parameters after "?", which are not supported: ${expected}`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { kind: 'mysql', host, port: url.port ? Number(url.port) : 3306, user, password, database };
}

/** Null when the percent-encoding is broken. */
function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function ariApp(reader: EnvironmentReader): string {
  return reader.matching('ARI_APP', /^[A-Za-z0-9_-]{1,60}$/, 'letters, digits, - and _') ?? 'guichet';
}

function soundsDirectory(reader: EnvironmentReader): string | null {
  const directory = reader.text('SOUNDS_DIR');
  if (directory === null) return null;
  if (!existsSync(directory)) reader.fault('SOUNDS_DIR', `is "${directory}": expected a directory that exists`);
  return resolve(directory);
}

function externalPbx(reader: EnvironmentReader): ExternalPbx {
  const url = reader.text('ARI_URL') ?? '';
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    reader.fault('ARI_URL', 'is not understood: expected http://host:port or https://host:port');
  } else if (/\/ari\/*$/.test(parsed.pathname)) {
    reader.fault('ARI_URL', `ends in /ari, which is added here: expected ${parsed.origin}${parsed.pathname.replace(/\/ari\/*$/, '')}`);
  } else if (parsed.username || parsed.password) {
    reader.fault('ARI_URL', 'holds a user or password: give them as ARI_USER and ARI_PASSWORD');
  }
  const ariUser = reader.text('ARI_USER');
  const ariPassword = reader.secret('ARI_PASSWORD');
  if (ariUser === null) reader.fault('ARI_USER', 'is unset: with ARI_URL, expected the name of an account of ari.conf');
  if (ariPassword === null) reader.fault('ARI_PASSWORD', 'is unset: with ARI_URL, expected the password of that account');
  const trunkEndpoint = reader.text('TRUNK_ENDPOINT');
  if (trunkEndpoint !== null && !/^[A-Za-z0-9]+\/\S*\{number\}\S*$/.test(trunkEndpoint)) {
    reader.fault('TRUNK_ENDPOINT', `is "${trunkEndpoint}": expected a dial pattern such as PJSIP/{number}@carrier`);
  }
  const ariUrl = url.replace(/\/+$/, '');
  const mediaUrl = mediaAddress(reader, parsed?.hostname ?? '');
  return {
    kind: 'external',
    ariUrl,
    ariApp: ariApp(reader),
    ariUser: ariUser ?? '',
    ariPassword: ariPassword ?? '',
    trunkEndpoint,
    mediaUrl,
  };
}

/** A PBX on this machine reaches us on the loopback, unless we listen on another address alone. */
function mediaAddress(reader: EnvironmentReader, pbxHost: string): string | null {
  const given = reader.text('MEDIA_URL');
  if (given !== null) {
    const url = URL.canParse(given) ? new URL(given) : null;
    const plain = url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
    if (!plain) reader.fault('MEDIA_URL', `is "${given}": expected http://host:port or https://host:port`);
    return given.replace(/\/+$/, '');
  }
  const port = parsePort(reader.text('HTTP_PORT') ?? '3000');
  const here = /^(localhost|127\.[\d.]+|\[::1\])$/;
  const listens = ['127.0.0.1', 'localhost', '0.0.0.0', '::'].includes(reader.text('HTTP_HOST') ?? '127.0.0.1');
  return here.test(pbxHost) && listens && port !== null ? `http://127.0.0.1:${port}` : null;
}

function embeddedPbx(reader: EnvironmentReader): EmbeddedPbx {
  const sipAddress = reader.text('PBX_SIP_ADDRESS') ?? '127.0.0.1';
  if (isIP(sipAddress) === 0) reader.fault('PBX_SIP_ADDRESS', `is "${sipAddress}": expected an IP address of this machine`);
  // Asterisk reads both from lines of a file: a line break there would be a setting of its own.
  const account = /^[A-Za-z0-9_.@-]{1,60}$/;
  return {
    kind: 'embedded',
    ariApp: ariApp(reader),
    ariUser: reader.matching('ARI_USER', account, 'letters, digits and _ . @ -'),
    ariPassword: printable(reader, 'ARI_PASSWORD'),
    ariPort: reader.port('PBX_ARI_PORT', 8088),
    sipAddress,
    sipPort: reader.port('PBX_SIP_PORT', 5060),
    rtpPorts: rtpPorts(reader),
    trunk: carrierTrunk(reader),
    soundsDirectory: soundsDirectory(reader),
  };
}

function printable(reader: EnvironmentReader, key: 'ARI_PASSWORD' | 'PBX_TRUNK_PASSWORD'): string | null {
  const value = reader.secret(key);
  if (value === null || /^[\x21-\x7e]+$/.test(value)) return value;
  reader.fault(key, 'holds a space, a line break or a letter outside ASCII: expected printable ASCII');
  return null;
}

function rtpPorts(reader: EnvironmentReader): { first: number; last: number } {
  const preset = { first: 10_000, last: 19_999 };
  const value = reader.text('PBX_RTP_PORTS');
  if (value === null) return preset;
  const [first, last] = value.split('-').map((port) => parsePort(port.trim(), 1024));
  if (first != null && last != null && value.split('-').length === 2 && last - first >= 3) return { first, last };
  reader.fault('PBX_RTP_PORTS', `is "${value}": expected first-last, from 1024 to 65535, at least four ports (two a channel)`);
  return preset;
}

function carrierTrunk(reader: EnvironmentReader): CarrierTrunk | null {
  const place = reader.matching('PBX_TRUNK', HOST_PORT, 'host or host:port');
  const user = reader.matching('PBX_TRUNK_USER', /^[\x21-\x7e]{1,100}$/, 'printable ASCII without spaces');
  const password = printable(reader, 'PBX_TRUNK_PASSWORD');
  const register = reader.flag('PBX_TRUNK_REGISTER') ?? false;
  if (reader.text('PBX_TRUNK') === null) {
    if (register) reader.fault('PBX_TRUNK', 'is unset: PBX_TRUNK_REGISTER=1 needs a carrier, host[:port]');
    return null;
  }
  if (register && user === null) reader.fault('PBX_TRUNK_USER', 'is unset: PBX_TRUNK_REGISTER=1 needs the account at the carrier');
  const [, host = '', port] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(place ?? '') ?? [];
  const portNumber = port === undefined ? 5060 : parsePort(port);
  if (portNumber === null) reader.fault('PBX_TRUNK', `is "${place ?? ''}": expected a port from 1 to 65535`);
  return { host, port: portNumber ?? 5060, user, password, register };
}

function ownSipDomain(pbx: EmbeddedPbx | ExternalPbx, reader: EnvironmentReader): string {
  if (pbx.kind === 'external') return URL.canParse(pbx.ariUrl) ? new URL(pbx.ariUrl).hostname : '';
  if (/^[0:.]+$/.test(pbx.sipAddress) && reader.text('SIP_DOMAIN') === null) {
    reader.fault('SIP_DOMAIN', `is unset: with PBX_SIP_ADDRESS=${pbx.sipAddress}, expected the address or name that phones register at`);
  }
  const host = isIP(pbx.sipAddress) === 6 ? `[${pbx.sipAddress}]` : pbx.sipAddress;
  return pbx.sipPort === 5060 ? host : `${host}:${pbx.sipPort}`;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner as object);
  return Object.freeze(value);
}
