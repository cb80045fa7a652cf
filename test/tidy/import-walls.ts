import { posix } from 'node:path';

import ts from 'typescript';

import type { SourceFile } from './source-files.js';

/** One import statement: `from` is a path of the project, `to` another path of the project or the name of a library. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** What a wing may import beside itself. Files outside these wings (main, wiring, tests) compose them and are free. */
const WINGS: Record<string, { readonly may: RegExp; readonly instead: string }> = {
  core: { may: /^$/, instead: 'declare a port in src/core/ports and implement it outside' },
  telephony: {
    may: /^src\/(core\/(ports|kernel)|platform\/audio)\//,
    instead: 'implement a port of src/core/ports, and be handed the rest by src/wiring',
  },
  engine: { may: /^src\/core\//, instead: 'reach the outside through a port of src/core, wired in src/wiring' },
  platform: { may: /^src\/core\//, instead: 'platform serves the other wings without knowing them: take it as a provider or a port' },
  modules: { may: /^src\/(core|platform|engine)\//, instead: 'reach telephony through a core port, wired in src/wiring' },
};

/** Libraries with one home. */
const HOMES: readonly { readonly library: RegExp; readonly home: RegExp; readonly instead: string }[] = [
  { library: /^ari-client$/, home: /^src\/telephony\/ari\//, instead: 'use the Telephony port' },
  {
    library: /^(@nestjs\/)?typeorm(\/|$)/,
    home: /^src\/(platform\/database\/|modules\/.*\.(entity|service|repository|module)\.ts$)/,
    instead: 'ask the service of the module that owns the table',
  },
  { library: /^winston$/, home: /^src\/platform\/logging\//, instead: 'inject the Log' },
  { library: /^node-cron$/, home: /^src\/platform\/jobs\//, instead: 'register a job in src/platform/jobs' },
];

const COMPOSITION_ROOT = /^src\/(main\.ts$|app\.module\.ts$|wiring\/)/;

/** Every import of the file, `import type` and `import()` included, with relative paths resolved. */
export function importsOf({ path, text }: SourceFile): Import[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .map((name) => ({
      from: path,
      to: name.startsWith('.') ? posix.join(posix.dirname(path), name).replace(/\.js$/, '.ts') : name,
    }));
}

/** Why this import breaks a wall and what to do instead, or `undefined` when it is allowed. */
export function breach({ from, to }: Import): string | undefined {
  if (/(^|\/)index\.ts$/.test(to)) return complain(from, to, 'there are no barrels: import the file that declares the thing');
  if (!from.startsWith('src/') || COMPOSITION_ROOT.test(from)) return undefined;
  const inside = to.startsWith('src/') || to.startsWith('test/') || to.startsWith('scripts/');
  if (from.endsWith('.spec.ts')) return specBreach({ from, to }, inside);
  if (inside && !to.startsWith('src/')) return complain(from, to, 'src ships without test and scripts: move the shared part into src');
  return inside ? (wingBreach({ from, to }) ?? moduleBreach({ from, to })) : libraryBreach({ from, to });
}

/** The import cycles among the files, each as the list of files walked through; one is reported for each strongly tied group. */
export function cycles(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const found: string[][] = [];
  const walk = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start !== -1) found.push([...path.slice(start), file]);
    if (start !== -1 || done.has(file)) return;
    for (const target of next.get(file) ?? []) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return found;
}

function wingBreach({ from, to }: Import): string | undefined {
  const wing = wingOf(from);
  const rule = wing === undefined ? undefined : WINGS[wing];
  if (rule === undefined || wingOf(to) === wing || rule.may.test(to)) return undefined;
  return complain(from, to, rule.instead);
}

function moduleBreach({ from, to }: Import): string | undefined {
  const mine = /^src\/modules\/([^/]+)\//.exec(from)?.[1];
  const theirs = /^src\/modules\/([^/]+)\//.exec(to)?.[1];
  if (mine === undefined || theirs === undefined || mine === theirs || /\.(service|module)\.ts$/.test(to)) return undefined;
  return complain(from, to, `a module reaches another through its service or module file: add a method to the service of ${theirs}`);
}

function libraryBreach({ from, to }: Import): string | undefined {
  if (wingOf(from) === 'core') return complain(from, to, WINGS['core']?.instead ?? '');
  const home = HOMES.find(({ library }) => library.test(to));
  return home === undefined || home.home.test(from) ? undefined : complain(from, to, home.instead);
}

/** Core is tested as purely as it is written; the other specs may use the test kit. */
function specBreach({ from, to }: Import, inside: boolean): string | undefined {
  if (wingOf(from) !== 'core') return undefined;
  const allowed = inside ? !/^src\/(?!core\/)/.test(to) : to === '@jest/globals' || to === 'fast-check';
  return allowed ? undefined : complain(from, to, 'core is tested with core, the test kit, @jest/globals and fast-check');
}

function wingOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

function complain(from: string, to: string, instead: string): string {
  return `${from} imports ${to}: ${instead}`;
}
