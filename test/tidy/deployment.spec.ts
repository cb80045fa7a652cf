import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

import { CONFIGURATION_KEYS } from '../../src/platform/config/keys.js';
import { filesBelow, pathsBelow, ROOT } from './source-files.js';

interface Service {
  readonly image?: string;
  readonly build?: string | { readonly context?: string; readonly dockerfile?: string };
  readonly env_file?: unknown;
  readonly volumes?: readonly (string | { readonly type?: string; readonly source?: string })[];
  readonly healthcheck?: { readonly test?: readonly unknown[] };
}

interface Compose {
  readonly services: Record<string, Service>;
  readonly configs?: Record<string, { readonly file?: string }>;
  readonly secrets?: Record<string, { readonly file?: string }>;
}

const FORMATS = ['wav', 'ulaw', 'alaw'];
const read = (path: string): string => (existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : '');

describe('An operator can read what the PBX reads', () => {
  it('every file of asterisk-conf opens with a comment that says what it is for', () => {
    const files = filesBelow(['asterisk-conf'], /./);
    expect(files.length).toBeGreaterThan(0);
    const silent = files.filter(({ path, text }) => !path.endsWith('.md') && !/^\s*(;--|[;#])\s*\S+/.test(text));
    expect(silent.map(({ path }) => `${path}: begin with "; what this file is for"`)).toEqual([]);
  });
});

describe('A caller hears every prompt, whatever the codec', () => {
  const manifest = read('sounds/manifest.json');
  const listed = manifest === '' ? [] : [...new Set(soundNames(JSON.parse(manifest)))];
  const present = pathsBelow('sounds').filter((path) => FORMATS.some((format) => path.endsWith(`.${format}`)));

  it('every sound of the manifest is there as WAV, u-law and A-law: run `npm run sounds`', () => {
    expect(listed.length).toBeGreaterThan(0);
    const wanted = listed.flatMap((name) => FORMATS.map((format) => `sounds/${name}.${format}`));
    expect(wanted.filter((path) => !present.includes(path))).toEqual([]);
  });

  it('every sound file is in the manifest, with its text, origin and licence', () => {
    const names = present.map((path) => path.slice('sounds/'.length).replace(/\.\w+$/, ''));
    expect(names.filter((name) => !listed.includes(name))).toEqual([]);
  });
});

describe('docker compose starts what the repository holds', () => {
  const compose = (parse(read('docker-compose.yml')) ?? { services: {} }) as Compose;

  it('has the PBX, the database and the backend', () => {
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(['asterisk', 'mariadb', 'backend']));
  });

  it('every service has an image or a Dockerfile', () => {
    const services = Object.entries(compose.services);
    expect(services.filter(([, service]) => service.image === undefined && service.build === undefined).map(([name]) => name)).toEqual([]);
  });

  it('every health check is a command in words: a colon with a space after it makes a word something else', () => {
    const tests = Object.values(compose.services).flatMap(({ healthcheck }) => healthcheck?.test ?? []);
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((word) => typeof word !== 'string')).toEqual([]);
  });

  it.each(['127.0.0.1', '127.0.0.2', '0.0.0.0', '::1'])(
    'a backend that listens on %s is found healthy, and unhealthy once it is gone',
    async (host) => {
      const [, ...command] = (compose.services['backend']?.healthcheck?.test ?? []) as readonly string[];
      const server = createServer((request, response) => void response.writeHead(request.url === '/health/live' ? 200 : 404).end());
      server.listen(0, host);
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const env = { ...process.env, HTTP_HOST: host, HTTP_PORT: String(port) };
      // Compose reads $$ as a plain $.
      const [file = '', ...rest] = command.map((word) => word.replaceAll('$$', '$'));
      const healthy = (): Promise<boolean> => new Promise((resolve) => execFile(file, rest, { env }, (fault) => resolve(fault === null)));
      expect(await healthy()).toBe(true);
      server.close();
      server.closeAllConnections();
      expect(await healthy()).toBe(false);
    },
  );

  it('every file and folder it names exists', () => {
    const named = [...Object.values(compose.services).flatMap(filesOf), ...filesOfShared(compose)];
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('A new user finds the way in', () => {
  it('README names the two commands', () => {
    expect(read('README.md')).toContain('npm ci && npm start');
    expect(read('README.md')).toContain('npm ci && npm test');
  });

  it.each(['LICENSE', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/adr', 'Dockerfile', '.env.example'])('%s is there', (path) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
  });

  it.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pathsBelow('docs')])('every command that %s tells to type exists', (path) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(path).matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script);
    const programs = [...read(path).matchAll(/npx tsx ([\w/.-]+)/g)].map(([, program = '']) => program);
    expect([...named.filter((script) => !(script in scripts)), ...programs.filter((program) => !existsSync(join(ROOT, program)))]).toEqual(
      [],
    );
  });

  it('CHANGELOG has a place for what is not released yet', () => {
    expect(read('CHANGELOG.md')).toMatch(/^## \[Unreleased\]$/m);
  });

  it('every configuration key is explained in .env.example, above a line KEY=value or #KEY=value', () => {
    const example = read('.env.example');
    const missing = CONFIGURATION_KEYS.filter(({ name }) => !new RegExp(`^#[^\\n]*\\S[^\\n]*\\n(# ?)?${name}=`, 'm').test(example));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('.env.example explains no key that does not exist', () => {
    const known: readonly string[] = CONFIGURATION_KEYS.map(({ name }) => name);
    const written = [...read('.env.example').matchAll(/^(?:# ?)?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]);
    expect(written.filter((name) => name === undefined || !known.includes(name))).toEqual([]);
  });

  it('every configuration key has a description', () => {
    const keys = CONFIGURATION_KEYS;
    expect(keys.filter(({ description }) => description.trim().length < 10).map(({ name }) => name)).toEqual([]);
  });
});

/** `language/name` of every entry, wherever the manifest keeps its lists. */
function soundNames(node: unknown, above = ''): string[] {
  if (Array.isArray(node)) return node.flatMap((entry) => soundNames(entry, above));
  if (typeof node !== 'object' || node === null) return [];
  const { name, language = above } = node as { name?: unknown; language?: unknown };
  if (typeof name === 'string' && 'text' in node) return [name.includes('/') ? name : `${String(language)}/${name}`];
  return Object.entries(node).flatMap(([key, value]) => soundNames(value, key));
}

function filesOf(service: Service): string[] {
  const { build } = service;
  const context = typeof build === 'string' ? build : (build?.context ?? '.');
  const dockerfile = typeof build === 'object' ? (build.dockerfile ?? 'Dockerfile') : 'Dockerfile';
  const mounts = (service.volumes ?? []).map((volume) =>
    typeof volume === 'string' ? (volume.split(':')[0] ?? '') : volume.type === 'bind' ? (volume.source ?? '') : '',
  );
  const environment = [service.env_file].flat().flatMap((entry) => (typeof entry === 'string' ? [entry] : []));
  return [
    ...(build === undefined ? [] : [context, join(context, dockerfile)]),
    ...mounts.filter((path) => path.startsWith('.')),
    ...environment,
  ];
}

function filesOfShared({ configs = {}, secrets = {} }: Compose): string[] {
  return [...Object.values(configs), ...Object.values(secrets)].flatMap(({ file }) => file ?? []);
}
