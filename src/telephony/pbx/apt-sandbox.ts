import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram, type ProgramOutput } from './run-program.js';
import { TreeUnavailable } from './tree-unavailable.js';

/** Debian's release that carries Asterisk 22; stable and older ones have no asterisk package at all. */
const SUITE = 'forky';
const PUBLIC_MIRROR = 'http://deb.debian.org/debian';
const KEYRINGS = [
  '/usr/share/keyrings/debian-archive-keyring.gpg',
  '/usr/share/keyrings/debian-archive-keyring.pgp',
  '/etc/apt/trusted.gpg.d/debian-archive-keyring.gpg',
];

/**
 * The .deb files of `packages` and of everything they depend on, downloaded into `directory`.
 * apt runs with state of its own: it sees no installed package, needs no root, and neither reads nor changes what the host has.
 */
export async function downloadPackages(directory: string, packages: readonly string[], report: (line: string) => void): Promise<string[]> {
  const keyring = KEYRINGS.find((path) => existsSync(path));
  if (!keyring)
    throw new TreeUnavailable(
      'The keys that sign Debian packages are missing here (package debian-archive-keyring), so nothing can be downloaded safely.',
    );
  const mirror = await debianMirror();
  const env = await privateApt(directory, mirror, keyring);
  report('Reading the list of Debian packages…');
  await apt(['update', '-q'], env, `The package list of Debian ${SUITE} cannot be downloaded from ${mirror}.`);
  const progress = downloadProgress(report);
  await apt(
    ['install', '-y', '-q', '--download-only', '-o', 'APT::Status-Fd=3', ...packages],
    env,
    `Some Debian packages (${packages.join(', ')}) cannot be downloaded from ${mirror}.`,
    progress,
  );
  const archives = join(directory, 'cache/archives');
  return (await readdir(archives)).filter((name) => name.endsWith('.deb')).map((name) => join(archives, name));
}

/** The mirror this machine already uses for Debian's main archive, so that a site's proxy or local mirror is respected. */
async function debianMirror(): Promise<string> {
  const chosen = process.env['GUICHET_DEBIAN_MIRROR'];
  if (chosen) return chosen.replace(/\/+$/, '');
  const targets = await runProgram('apt-get', ['indextargets', '--format', '$(REPO_URI) $(ORIGIN)', 'Created-By: Packages']);
  return mirrorAmong(targets.stdout) ?? PUBLIC_MIRROR;
}

/**
 * The mirror of Debian's main archive among lines of `<address> <origin>`. Where the package lists were never fetched, as in a fresh
 * container, the origin is unknown and the address has to tell.
 */
export function mirrorAmong(targets: string): string | undefined {
  return targets
    .split('\n')
    .map((line) => line.trim().split(' '))
    .filter(([address, origin]) => /^https?:.*\/debian\/?$/.test(address ?? '') && (!origin || origin === 'Debian'))
    .map(([address]) => address?.replace(/\/+$/, ''))[0];
}

async function privateApt(directory: string, mirror: string, keyring: string): Promise<NodeJS.ProcessEnv> {
  for (const path of ['state/lists/partial', 'cache/archives/partial', 'dpkg', 'sources'])
    await mkdir(join(directory, path), { recursive: true });
  await writeFile(join(directory, 'dpkg/status'), '');
  await writeFile(
    join(directory, 'sources/debian.sources'),
    `Types: deb\nURIs: ${mirror}\nSuites: ${SUITE}\nComponents: main non-free\nSigned-By: ${keyring}\n`,
  );
  const settings = {
    'Dir::State': join(directory, 'state'),
    'Dir::State::status': join(directory, 'dpkg/status'),
    'Dir::Cache': join(directory, 'cache'),
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(directory, 'sources'),
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::main': '/dev/null',
    // A mirror frozen in time serves a Release file past its Valid-Until date; signatures are still checked.
    'Acquire::Check-Valid-Until': 'false',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': '',
    'Debug::NoLocking': 'true',
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key} "${value}";`);
  await writeFile(join(directory, 'apt.conf'), [...lines, ...(await hostProxy()), ''].join('\n'));
  return { ...process.env, APT_CONFIG: join(directory, 'apt.conf'), LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
}

/** The host's apt proxy lines: apt's own configuration is switched off, and with it the proxy a site may need. */
async function hostProxy(): Promise<string[]> {
  const dump = await runProgram('apt-config', ['dump', 'Acquire']);
  return dump.stdout.split('\n').filter((line) => /^Acquire::https?::/.test(line) && !line.endsWith(' "";'));
}

async function apt(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  failure: string,
  onStatusLine?: (line: string) => void,
): Promise<ProgramOutput> {
  const output = await runProgram('apt-get', args, onStatusLine ? { env, onStatusLine } : { env });
  // `apt-get update` ends with 0 although nothing could be fetched; the install that follows would then name packages as unknown.
  const failed = output.code !== 0 || /^(E|Err|W: Failed to fetch)/m.test(output.stderr);
  if (failed) throw new TreeUnavailable(failure, lastLines(`${output.stdout}\n${output.stderr}`));
  return output;
}

/** Turns apt's `dlstatus:<item>:<percent>:<text>` into a line at every tenth of the way. */
function downloadProgress(report: (line: string) => void): (line: string) => void {
  let reported = -1;
  return (line) => {
    const [kind, , percent] = line.split(':');
    const tenth = Math.floor(Number(percent) / 10);
    if (kind !== 'dlstatus' || !(tenth > reported)) return;
    reported = tenth;
    report(`Downloading… ${String(Math.min(100, tenth * 10))} %`);
  };
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-8).join('\n');
}
