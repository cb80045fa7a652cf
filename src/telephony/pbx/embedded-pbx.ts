import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { DebianTree } from './debian-tree.js';
import { withLock } from './file-lock.js';
import { ARI_ADDRESS, changedFiles, renderConfiguration, writeFiles, type AriAccount } from './pbx-configuration.js';
import { makeDirectories, pbxLayout, type PbxLayout } from './pbx-layout.js';
import { checkPorts } from './pbx-ports.js';
import { channelCount, channelsUp, cli, consoleAnswer, launch, programText, runningPid, stopProcess, writeProgram } from './pbx-process.js';
import { reloadCommands, tookEffect } from './pbx-reload.js';
import { ariAccount } from './pbx-secrets.js';
import { PbxStartFailure, type EmbeddedPbxSettings } from './pbx-settings.js';
import { linkShare } from './pbx-share.js';
import { asteriskTree } from './pbx-tree.js';

/** An Asterisk that is up and answers ARI. It goes on when this process ends. */
export interface RunningPbx extends AriAccount {
  ariUrl: string;
  /** Dial pattern of outbound calls. */
  trunkPattern: string;
  /** True when it was already running and has been taken over, calls and all. */
  adopted: boolean;
  /** At the time of this start; another one after `ensureRunning` had to restart. */
  pid: number;
  sipAddress: string;
  sipPort: number;
  /** Where `POST /channels/{id}/record` leaves its files. */
  recordingsDir: string;
  /** What Asterisk's console answers to a command. */
  cli(command: string): Promise<string>;
  /** Starts Asterisk again when it is gone, for instance after a crash, unless it was stopped on purpose since our start. */
  ensureRunning(): Promise<'running' | 'restarted' | 'stopped'>;
  /** Ends Asterisk and every call on it. */
  stop(): Promise<void>;
}

/** What the running Asterisk was started with; it can differ from the settings while calls keep it from restarting. */
interface Applied extends AriAccount {
  ariPort: number;
  sipAddress: string;
  sipPort: number;
}

const TRUNK_PATTERN = 'PJSIP/{number}@carrier';
const PING_DEADLINE_MS = 5_000;

/**
 * The PBX of `settings.dataDir`, started or adopted. An adopted one is given the configuration anew: what can be reloaded is reloaded,
 * what needs a restart is done at once when no call is up, and otherwise left for later with a line that says so.
 * Throws `TreeUnavailable` (nothing to run) or `PbxStartFailure` (a setting or this machine is in the way), both with a sentence to act on.
 */
export async function startEmbeddedPbx(settings: EmbeddedPbxSettings, report: (line: string) => void): Promise<RunningPbx> {
  rmSync(pbxLayout(settings.dataDir).stopped, { force: true });
  return await start(settings, report);
}

async function start(settings: EmbeddedPbxSettings, report: (line: string) => void): Promise<RunningPbx> {
  const tree = await asteriskTree(report);
  const layout = pbxLayout(settings.dataDir);
  makeDirectories(layout);
  return await withLock(layout.lock, async () => {
    const { applied, adopted } = await startOrAdopt(settings, layout, tree, report);
    await expectAri(applied, layout);
    return runningPbx(settings, layout, applied, adopted, report);
  });
}

async function startOrAdopt(
  settings: EmbeddedPbxSettings,
  layout: PbxLayout,
  tree: DebianTree,
  report: (line: string) => void,
): Promise<{ applied: Applied; adopted: boolean }> {
  const account = ariAccount(settings, layout);
  const files = renderConfiguration({ ...settings, ...account }, layout, `${tree.libraries}/asterisk/modules`);
  const wanted: Applied = { ...account, ariPort: settings.ariPort, sipAddress: settings.sipAddress, sipPort: settings.sipPort };
  const changed = [...new Set([...changedFiles(layout.etc, files), ...readUnapplied(layout)])];
  if (runningPid(layout) !== null) {
    const before = readApplied(layout) ?? wanted;
    const commands = reloadCommands(changed);
    if (commands) {
      linkShare(layout, tree, settings);
      // Once the files are written nothing else tells that the PBX has not read them: a start that fails here leaves this to the next.
      writeUnapplied(layout, changed);
      writeFiles(layout.etc, files, changed);
      for (const command of commands) {
        const answer = await consoleAnswer(layout, command);
        if (tookEffect(answer)) continue;
        const why = answer ?? 'its console does not answer';
        report(`The PBX keeps its old settings: "${command}" failed (${why}). The next start tries again.`);
        return { applied: before, adopted: true };
      }
      writeApplied(layout, wanted);
      writeUnapplied(layout, []);
      if (changed.length > 0) report('The running PBX has been given the new configuration; its calls go on.');
      return { applied: wanted, adopted: true };
    }
    const channels = await channelCount(layout);
    if (channels === null || channels > 0) {
      const why = channels === null ? 'does not answer' : `has ${channelsUp(channels)}`;
      report(`The PBX ${why} and keeps its old settings. The new ones apply after "npm run pbx -- stop" and another start.`);
      return { applied: before, adopted: true };
    }
    report('The PBX is idle and restarts with the new settings.');
    await stopProcess(layout);
  }
  await checkPorts(settings);
  linkShare(layout, tree, settings);
  writeFiles(layout.etc, files, changed);
  writeProgram(layout, programText(tree, layout));
  writeApplied(layout, wanted);
  report('Starting Asterisk…');
  await launch(layout);
  writeUnapplied(layout, []);
  return { applied: wanted, adopted: false };
}

function runningPbx(
  settings: EmbeddedPbxSettings,
  layout: PbxLayout,
  applied: Applied,
  adopted: boolean,
  report: (line: string) => void,
): RunningPbx {
  const pid = runningPid(layout);
  if (pid === null) throw new PbxStartFailure(`Asterisk ended right after its start; its log is ${layout.log}/messages.`);
  return {
    ariUrl: ariUrl(applied),
    ariUser: applied.ariUser,
    ariPassword: applied.ariPassword,
    trunkPattern: TRUNK_PATTERN,
    adopted,
    pid,
    sipAddress: applied.sipAddress,
    sipPort: applied.sipPort,
    recordingsDir: layout.recordings,
    cli: (command) => cli(layout, command),
    ensureRunning: async () => {
      if (runningPid(layout) !== null) return 'running';
      // With what the clients know: the settings may have changed while calls kept the PBX from restarting.
      if (existsSync(layout.stopped)) return 'stopped';
      await start({ ...settings, ...applied }, report);
      return 'restarted';
    },
    stop: async () => {
      await stopProcess(layout);
    },
  };
}

/** Resolves when ARI accepts the account; the PBX is no use otherwise, and something else may be listening on that port. */
async function expectAri(applied: Applied, layout: PbxLayout): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${applied.ariUser}:${applied.ariPassword}`).toString('base64')}`;
  const answer = await fetch(`${ariUrl(applied)}/ari/asterisk/ping`, {
    headers: { authorization },
    signal: AbortSignal.timeout(PING_DEADLINE_MS),
  }).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (typeof answer !== 'string' && answer.ok) return;
  const found = typeof answer === 'string' ? answer : `HTTP ${String(answer.status)}`;
  throw new PbxStartFailure(
    `Asterisk runs, but ARI does not answer on ${ariUrl(applied)} (${found}). Its log is ${layout.log}/messages; "npm run pbx -- stop" ends it.`,
  );
}

function ariUrl({ ariPort }: Applied): string {
  return `http://${ARI_ADDRESS}:${String(ariPort)}`;
}

function readApplied(layout: PbxLayout): Applied | null {
  try {
    return JSON.parse(readFileSync(layout.applied, 'utf8')) as Applied;
  } catch {
    return null;
  }
}

function writeApplied(layout: PbxLayout, applied: Applied): void {
  writeFileSync(layout.applied, `${JSON.stringify(applied, null, 2)}\n`, { mode: 0o600 });
}

function readUnapplied(layout: PbxLayout): string[] {
  try {
    return JSON.parse(readFileSync(layout.unapplied, 'utf8')) as string[];
  } catch {
    return [];
  }
}

function writeUnapplied(layout: PbxLayout, names: readonly string[]): void {
  if (names.length === 0) rmSync(layout.unapplied, { force: true });
  else writeFileSync(layout.unapplied, JSON.stringify(names), { mode: 0o600 });
}
