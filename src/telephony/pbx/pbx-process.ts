import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DebianTree } from './debian-tree.js';
import type { PbxLayout } from './pbx-layout.js';
import { PbxStartFailure } from './pbx-settings.js';
import { processArguments } from './process-identity.js';
import { runProgram } from './run-program.js';

const START_DEADLINE_MS = 20_000;
const STOP_DEADLINE_MS = 10_000;
const POLL_MS = 50;
const CLI_TIMEOUT_MS = 10_000;
/** What Asterisk prints outside its log is kept across starts, up to this size. */
const OUTPUT_LIMIT_BYTES = 1_000_000;

/** Raises the number of open files as far as allowed, notes its own number, and becomes the PBX: the number stays the same. */
const LAUNCH = `ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -H -n)"; echo $$ > "$1" && exec "$2" -f`;

/** The process number of this data directory's Asterisk, or null when it is not running. */
export function runningPid(layout: PbxLayout): number | null {
  let pid: number;
  try {
    pid = Number.parseInt(readFileSync(layout.pidFile, 'utf8'), 10);
  } catch {
    return null;
  }
  // The number may long belong to another program: only one that was started with our configuration is ours.
  return processArguments(pid).includes(configurationFile(layout)) ? pid : null;
}

/** The text of the program through which this Asterisk is started, spoken to and restarted by itself. */
export function programText(tree: DebianTree, layout: PbxLayout): string {
  const { file, args } = tree.command('/usr/sbin/asterisk');
  const [libraryPath, libraries, asterisk] = args;
  return `#!/bin/sh
# Runs the Asterisk of this directory with the libraries it was unpacked with. With -rx "command" it talks to the running one.
# Asterisk's own "core restart" runs argv[0] again, which therefore has to be this file.
exec ${quoted(file)} ${libraryPath ?? ''} ${quoted(libraries ?? '')} --argv0 "$0" ${quoted(asterisk ?? '')} -C ${quoted(configurationFile(layout))} "$@"
`;
}

/**
 * Starts Asterisk in a session of its own, so that it outlives this process and what is typed at its terminal; resolves when it is
 * fully booted. Throws `PbxStartFailure` with the last lines of its log when it ends or hangs instead.
 */
export async function launch(layout: PbxLayout): Promise<number> {
  const outputFile = join(layout.log, 'output');
  if (existsSync(outputFile) && statSync(outputFile).size > OUTPUT_LIMIT_BYTES) rmSync(outputFile);
  const output = openSync(outputFile, 'a', 0o600);
  // A crash leaves the socket behind, and a console that connects to it would be refused instead of waiting.
  rmSync(join(layout.run, 'asterisk.ctl'), { force: true });
  const since = existsSync(join(layout.log, 'messages')) ? statSync(join(layout.log, 'messages')).size : 0;
  const child = spawn('sh', ['-c', LAUNCH, 'sh', layout.pidFile, layout.program], {
    detached: true,
    cwd: '/',
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const ended = { value: false };
  child.once('error', () => (ended.value = true));
  child.once('exit', () => (ended.value = true));
  child.unref();
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!existsSync(join(layout.run, 'asterisk.ctl'))) {
    if (ended.value || Date.now() > deadline)
      throw new PbxStartFailure(
        `Asterisk ${ended.value ? 'ended while starting' : 'did not start in time'}. Its last words:\n${lastWords(layout, since)}`,
      );
    await sleep(POLL_MS);
  }
  const booted = await cli(layout, 'core waitfullybooted');
  const pid = runningPid(layout);
  if (pid === null || !booted.includes('fully booted'))
    throw new PbxStartFailure(`Asterisk did not finish starting. Its last words:\n${lastWords(layout, since)}`);
  return pid;
}

/** What Asterisk's console answers to a command; an empty text when it cannot be reached. */
export async function cli(layout: PbxLayout, command: string): Promise<string> {
  return (await consoleAnswer(layout, command)) ?? '';
}

/** As `cli`, for commands that may have nothing to say: null when the console cannot be reached. */
export async function consoleAnswer(layout: PbxLayout, command: string): Promise<string | null> {
  const output = await runProgram(layout.program, ['-rx', command], { timeoutMs: CLI_TIMEOUT_MS }).catch(() => null);
  return output?.code === 0 ? output.stdout.trim() : null;
}

/** How many channels are up; null when Asterisk does not answer. */
export async function channelCount(layout: PbxLayout): Promise<number | null> {
  const count = /^(\d+) active channel/m.exec(await cli(layout, 'core show channels count'));
  return count ? Number(count[1]) : null;
}

/** "1 channel up", "12 channels up". */
export function channelsUp(count: number): string {
  return `${String(count)} ${count === 1 ? 'channel' : 'channels'} up`;
}

/** Ends Asterisk now, calls included; by force when it does not obey. False when it was not running. */
export async function stopProcess(layout: PbxLayout): Promise<boolean> {
  const pid = runningPid(layout);
  if (pid === null) return false;
  await cli(layout, 'core stop now');
  if (!(await gone(layout, STOP_DEADLINE_MS))) {
    signal(pid, 'SIGKILL');
    await gone(layout, STOP_DEADLINE_MS);
  }
  rmSync(layout.pidFile, { force: true });
  return true;
}

/** Writes what `programText` made, for this user only. */
export function writeProgram(layout: PbxLayout, text: string): void {
  writeFileSync(layout.program, text, { mode: 0o700 });
}

async function gone(layout: PbxLayout, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (runningPid(layout) !== null) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Ended between the look and the signal.
  }
}

function configurationFile(layout: PbxLayout): string {
  return join(layout.etc, 'asterisk.conf');
}

function lastWords(layout: PbxLayout, since: number): string {
  const messages = join(layout.log, 'messages');
  const log = existsSync(messages) ? readFileSync(messages).subarray(since).toString('utf8') : '';
  const output = readFileSync(join(layout.log, 'output'), 'utf8');
  return `${output}\n${log}`.split('\n').filter(Boolean).slice(-12).join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
