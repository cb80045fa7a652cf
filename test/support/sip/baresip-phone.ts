import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '../eventually.js';
import { freePort } from '../free-port.js';
import type { Account } from './registration.js';
import type { Command } from './sipp-process.js';
import { toneSequence, type ToneStretch } from './tone-analysis.js';
import { toneWav } from './tone-wav.js';
import { LOOPBACK, type Address } from './udp-socket.js';

export interface BaresipOptions extends Account {
  readonly baresip: { readonly command: Command; readonly modules: string };
  readonly pbx: Address;
  /** The tone that whoever is on the phone says, from the answer on and for five minutes. */
  readonly saysHz: number;
}

const SAYS_MS = 300_000;
/** Of a WAV file as baresip writes it; its lengths are filled in when the call is over. */
const WAV_HEADER_BYTES = 44;
const END_MS = 5_000;
const LOG = 'baresip.log';
const READY = 'baresip is ready.';
/** A free port may be gone when the softphone binds it, by UDP and by TCP; it then ends at once. */
const STARTS = 3;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A softphone that people use (baresip, as Debian packages it): it registers with digest authentication and picks up by itself. */
export class BaresipPhone {
  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
    private readonly exited: Promise<void>,
  ) {}

  /** Started, with its ports; not yet registered: the PBX tells when it is. */
  static async start(options: BaresipOptions): Promise<BaresipPhone> {
    for (let left = STARTS - 1; ; left--) {
      const phone = await BaresipPhone.launch(options);
      const isReady = async (): Promise<boolean> => (await phone.log()).includes(READY);
      await eventually(async () => (await isReady()) || phone.child.exitCode !== null, {
        what: 'the softphone to be ready or to end',
        withinMs: 20_000,
      });
      if (await isReady()) return phone;
      const log = await phone.log();
      await phone.close();
      if (left === 0) throw new Error(`The softphone ends as soon as it is started:\n${log}`);
    }
  }

  private static async launch({ baresip, pbx, username, password, saysHz }: BaresipOptions): Promise<BaresipPhone> {
    const directory = await mkdtemp(join(tmpdir(), 'guichet-baresip-'));
    const rtpPort = await freePort();
    const settings = [
      'poll_method epoll',
      `net_interface ${LOOPBACK}`,
      `sip_listen ${LOOPBACK}:${String(await freePort())}`,
      `rtp_ports ${String(rtpPort)}-${String(rtpPort + 20)}`,
      `audio_source aufile,${join(directory, 'says.wav')}`,
      `audio_player aufile,${join(directory, 'heard.wav')}`,
      'audio_alert aufile,/dev/null',
      ...['ausrc_srate 8000', 'auplay_srate 8000', 'ausrc_channels 1', 'auplay_channels 1'],
      `module_path ${baresip.modules}`,
      ...['module g711.so', 'module aufile.so', 'module_app account.so', 'module_app menu.so'],
    ];
    const address = `<sip:${username}@${pbx.host}:${String(pbx.port)};transport=udp>`;
    await Promise.all([
      writeFile(join(directory, 'config'), [...settings, ''].join('\n')),
      writeFile(
        join(directory, 'accounts'),
        `${address};auth_user=${username};auth_pass=${password};answermode=auto;regint=60;audio_codecs=pcmu\n`,
        { mode: 0o600 },
      ),
      writeFile(join(directory, 'says.wav'), toneWav([{ hz: saysHz, ms: SAYS_MS }])),
    ]);
    const { file, args } = baresip.command;
    const log = openSync(join(directory, LOG), 'w');
    const child = spawn(file, [...args, '-f', directory], { cwd: directory, stdio: ['ignore', log, log] });
    closeSync(log);
    running.add(child);
    const exited = new Promise<void>((resolve) => {
      const end = (): void => {
        running.delete(child);
        resolve();
      };
      child.once('error', end);
      child.once('close', end);
    });
    return new BaresipPhone(child, directory, exited);
  }

  /** What the softphone has said of itself, refused registrations among it. */
  async log(): Promise<string> {
    return readFile(join(this.directory, LOG), 'utf8');
  }

  /** The tones heard in the call that is under way, or in the last one; nothing before the first. */
  async heard(): Promise<readonly ToneStretch[]> {
    const file = await open(join(this.directory, 'heard.wav')).catch(() => null);
    if (file === null) return [];
    try {
      const sound = (await file.readFile()).subarray(WAV_HEADER_BYTES);
      return toneSequence(Int16Array.from({ length: sound.length >> 1 }, (_, index) => sound.readInt16LE(index * 2)));
    } finally {
      await file.close();
    }
  }

  /** Hangs up, unregisters and leaves nothing behind. */
  async close(): Promise<void> {
    this.child.kill('SIGTERM');
    const insist = setTimeout(() => this.child.kill('SIGKILL'), END_MS);
    await this.exited;
    clearTimeout(insist);
    await rm(this.directory, { recursive: true, force: true });
  }
}
