import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { downloadPackages } from './apt-sandbox.js';
import { buildOnce } from './build-once.js';
import { runProgram } from './run-program.js';
import { TreeUnavailable } from './tree-unavailable.js';

export interface TreeRecipe {
  /** Names the directory and what is told to the person waiting. */
  name: string;
  packages: readonly string[];
  /** Runs once on the unpacked tree, before it is published under its final name; `version` is raised when what it does changes. */
  prepare?: (root: string) => Promise<void>;
  version?: number;
}

export interface Command {
  file: string;
  args: string[];
}

/** Debian packages unpacked in a private directory. Nothing is installed: programs run from there through the tree's own loader. */
export interface DebianTree {
  root: string;
  /** The modules' and libraries' directory, `usr/lib/<triplet>`, absolute. */
  libraries: string;
  /** How to run a program of the tree, `command('/usr/bin/sipp')`; append the program's arguments to `args`. */
  command(path: string): Command;
}

/** Part of every tree's directory name: raise it when the way of building changes, and old trees are built anew. */
const BUILD_VERSION = 1;

const ARCHITECTURES: Record<string, { triplet: string; loaders: string[] }> = {
  amd64: { triplet: 'x86_64-linux-gnu', loaders: ['usr/lib64/ld-linux-x86-64.so.2', 'lib64/ld-linux-x86-64.so.2'] },
  arm64: { triplet: 'aarch64-linux-gnu', loaders: ['usr/lib/ld-linux-aarch64.so.1', 'lib/ld-linux-aarch64.so.1'] },
};

/**
 * A tree with these packages and their dependencies, from the user's cache or built now (a download of some 70 MB, under a minute on
 * a fast line). Throws `TreeUnavailable` when the machine has no apt, another processor, or no way to the mirror.
 */
export async function debianTree(recipe: TreeRecipe, report: (line: string) => void): Promise<DebianTree> {
  const architecture = await debianArchitecture();
  const identity = [BUILD_VERSION, recipe.version ?? 0, architecture, ...recipe.packages].join('\n');
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  const root = join(cacheDirectory(), `${recipe.name}-${hash}`);
  await buildOnce(root, async (building) => buildTree(building, recipe, report), report);
  return openTree(root, architecture);
}

/** Where trees are kept: one place per user, shared by every checkout and by `npm start` and `npm test`. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env['GUICHET_CACHE_DIR']) return env['GUICHET_CACHE_DIR'];
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'guichet');
}

async function debianArchitecture(): Promise<string> {
  if (process.platform !== 'linux') throw new TreeUnavailable('The embedded PBX runs on Linux only; this is another system.');
  const found = await runProgram('dpkg', ['--print-architecture']).catch(() => null);
  const apt = await runProgram('apt-get', ['--version']).catch(() => null);
  if (found?.code !== 0 || apt?.code !== 0)
    throw new TreeUnavailable('The embedded PBX is made from Debian packages, and this system has no apt.');
  const architecture = found.stdout.trim();
  if (!(architecture in ARCHITECTURES))
    throw new TreeUnavailable(`The embedded PBX is made for amd64 and arm64 processors; this one is ${architecture}.`);
  return architecture;
}

async function buildTree(building: string, recipe: TreeRecipe, report: (line: string) => void): Promise<void> {
  const scratch = join(building, '.apt');
  await mkdir(scratch, { recursive: true });
  report(`Fetching ${recipe.name} from Debian; this is done once.`);
  const archives = await downloadPackages(scratch, recipe.packages, report);
  await unpackAll(archives, building, report);
  await rm(scratch, { recursive: true });
  await recipe.prepare?.(building);
}

async function unpackAll(archives: readonly string[], root: string, report: (line: string) => void): Promise<void> {
  let unpacked = 0;
  for (const archive of archives) {
    const output = await runProgram('dpkg', ['-x', archive, root]);
    if (output.code !== 0)
      throw new TreeUnavailable(`A downloaded package cannot be unpacked into ${root} (is the disk full?).`, output.stderr);
    unpacked += 1;
    if (unpacked % 40 === 0 || unpacked === archives.length) report(`Unpacked ${String(unpacked)} of ${String(archives.length)} packages.`);
  }
}

function openTree(root: string, architecture: string): DebianTree {
  const { triplet, loaders } = ARCHITECTURES[architecture] ?? { triplet: '', loaders: [] };
  const loader = loaders.map((path) => join(root, path)).find((path) => existsSync(path));
  if (!loader) throw new TreeUnavailable(`The cached tree ${root} is damaged: delete it, and it is fetched again at the next start.`);
  const libraries = join(root, 'usr/lib', triplet);
  return {
    root,
    libraries,
    command: (path) => ({ file: loader, args: ['--library-path', libraries, join(root, path)] }),
  };
}
