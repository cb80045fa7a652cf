import { spawn } from 'node:child_process';
import { pbxStatus, stopPbx } from './pbx-control.js';
import { pbxLayout } from './pbx-layout.js';
import { channelsUp } from './pbx-process.js';

const USAGE = `Usage: npm run pbx -- <command>      (the PBX of DATA_DIR, default ./data)
  status          whether the embedded PBX runs and how busy it is; exit code 3 when it does not run
  stop            ends it, and every call on it
  cli [command]   runs a command of Asterisk's console, or opens the console`;

const NOT_RUNNING = 3;

/** `npm run pbx -- …`: the embedded PBX at the terminal. Resolves to the exit code. */
export async function pbxCommand([command, ...rest]: readonly string[], dataDir: string): Promise<number> {
  switch (command) {
    case 'status':
      return await status(dataDir);
    case 'stop':
      return await stop(dataDir);
    case 'cli':
      return await openConsole(dataDir, rest);
    default:
      process.stderr.write(`${USAGE}\n`);
      return 2;
  }
}

async function status(dataDir: string): Promise<number> {
  const found = await pbxStatus(dataDir);
  if (!found.running) return notRunning(dataDir);
  const channels = found.channels === null ? 'its console does not answer' : channelsUp(found.channels);
  say(`The PBX runs (process ${String(found.pid)}): ${channels}, started ${found.uptime} ago.`);
  return found.channels === null ? 1 : 0;
}

async function stop(dataDir: string): Promise<number> {
  const found = await pbxStatus(dataDir);
  if (!found.running) {
    say(`The PBX of ${dataDir} is not running; nothing to stop.`);
    return 0;
  }
  await stopPbx(dataDir);
  const cut = found.channels ? ` It had ${channelsUp(found.channels)}.` : '';
  say(`The PBX is stopped.${cut}`);
  return 0;
}

async function openConsole(dataDir: string, words: readonly string[]): Promise<number> {
  const found = await pbxStatus(dataDir);
  if (!found.running) return notRunning(dataDir);
  const args = words.length > 0 ? ['-rx', words.join(' ')] : ['-r'];
  const child = spawn(pbxLayout(dataDir).program, args, { stdio: 'inherit' });
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

function notRunning(dataDir: string): number {
  say(`The PBX of ${dataDir} is not running; "npm start" starts it.`);
  return NOT_RUNNING;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
