import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '../eventually.js';
import { makeTonePrompt } from './tone-wav.js';
import type { Command } from './sipp-process.js';
import { freeUdpPort, LOOPBACK, type Address } from './udp-socket.js';

/** Where the programs and files of an Asterisk are. */
export interface AsteriskInstallation {
  readonly asterisk: Command;
  readonly moduleDirectory: string;
  readonly dataDirectory: string;
}

const MODULES = [
  ...['res_timing_timerfd', 'res_sorcery_config', 'res_sorcery_memory', 'res_sorcery_astdb', 'res_pjproject', 'res_rtp_asterisk'],
  ...[
    'res_pjsip',
    'res_pjsip_session',
    'res_pjsip_pubsub',
    'res_pjsip_sdp_rtp',
    'res_pjsip_caller_id',
    'res_pjsip_dtmf_info',
    'res_pjsip_registrar',
    'res_pjsip_refer',
    'res_pjsip_nat',
  ],
  ...['res_pjsip_authenticator_digest', 'res_pjsip_endpoint_identifier_user', 'res_pjsip_endpoint_identifier_ip', 'res_pjsip_rfc3326'],
  ...['chan_pjsip', 'pbx_config', 'bridge_simple', 'codec_ulaw', 'codec_alaw', 'codec_a_mu', 'format_wav', 'format_pcm'],
  ...['app_dial', 'app_milliwatt', 'app_echo', 'app_playback', 'app_playtones', 'app_read', 'func_logic', 'func_strings', 'func_callerid'],
];

/** The account of the one phone. */
export const PHONE = { username: 'phone1', password: 'secret' } as const;

/** The prompt of extension 500: three tones in a row. */
export const PROMPT = [
  { hz: 440, ms: 400 },
  { hz: 660, ms: 400 },
  { hz: 880, ms: 400 },
];

/** Keys that extension 600 waits for, and what it plays when they were right, or not. */
export const KEYS = { expected: '12*4', rightHz: 523, wrongHz: 392 };

/** A private Asterisk with nothing of ours in it, to prove the test harness itself. Kills what it started and removes its directory. */
export class BareAsterisk {
  private constructor(
    readonly address: Address,
    private readonly directory: string,
    private readonly child: ChildProcess,
  ) {}

  /** Resolves when it answers SIP. Rejects with the end of its log when it does not come up. */
  static async start({ asterisk, moduleDirectory, dataDirectory }: AsteriskInstallation): Promise<BareAsterisk> {
    const directory = await mkdtemp(join(tmpdir(), 'guichet-bare-'));
    const port = await freeUdpPort();
    for (const name of ['run', 'log', 'db', 'spool', 'prompts']) await mkdir(join(directory, name));
    await makeTonePrompt(join(directory, 'prompts', 'three-tones'), PROMPT);
    const files = { ...configuration(port, directory), 'asterisk.conf': directories(directory, moduleDirectory, dataDirectory) };
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(directory, name), text)));
    const child = spawn(asterisk.file, [...asterisk.args, '-f', '-C', join(directory, 'asterisk.conf')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const output of [child.stdout, child.stderr])
      output.on('data', (data: Buffer) => (printed = (printed + data.toString()).slice(-3_000)));
    const bare = new BareAsterisk({ host: LOOPBACK, port }, directory, child);
    try {
      await eventually(async () => (await bare.log()).includes('Asterisk Ready') || child.exitCode !== null, {
        what: 'Asterisk to be ready',
      });
      if (child.exitCode !== null) throw new Error(`Asterisk ended with ${child.exitCode}`);
      return bare;
    } catch (error) {
      const tail = (await bare.log()).slice(-3_000);
      await bare.stop();
      throw new Error(`bare Asterisk did not start:\n${printed}\n${tail}`, { cause: error });
    }
  }

  /** Everything it logged so far. */
  async log(): Promise<string> {
    return readFile(join(this.directory, 'log', 'full'), 'utf8').catch(() => '');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGKILL');
      await gone;
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}

function directories(directory: string, modules: string, sounds: string): string {
  const own = (name: string): string => join(directory, name);
  return `[directories]
astetcdir => ${directory}
astmoddir => ${modules}
astdatadir => ${sounds}
astvarlibdir => ${own('db')}
astdbdir => ${own('db')}
astspooldir => ${own('spool')}
astrundir => ${own('run')}
astlogdir => ${own('log')}
[options]
verbose = 4
`;
}

function configuration(port: number, directory: string): Record<string, string> {
  return {
    'modules.conf': `[modules]\nautoload=no\n${MODULES.map((module) => `require=${module}.so\n`).join('')}`,
    'logger.conf': '[general]\n[logfiles]\nfull => notice,warning,error,verbose\n',
    'rtp.conf': '[general]\nrtpstart=20000\nrtpend=29999\n',
    'sorcery.conf': '',
    'pjsip.conf': `[global]
type=global
endpoint_identifier_order=auth_username,username,ip
[udp]
type=transport
protocol=udp
bind=${LOOPBACK}:${port}
[line]
type=endpoint
context=bare
disallow=all
allow=ulaw,alaw
direct_media=no
dtmf_mode=auto
[line]
type=identify
endpoint=line
match=${LOOPBACK}
[${PHONE.username}]
type=endpoint
context=bare
auth=${PHONE.username}
aors=${PHONE.username}
disallow=all
allow=ulaw,alaw
direct_media=no
[${PHONE.username}]
type=auth
auth_type=userpass
username=${PHONE.username}
password=${PHONE.password}
[${PHONE.username}]
type=aor
max_contacts=1
remove_existing=yes
`,
    'extensions.conf': `[bare]
; Heard before anybody answers, then answered: a caller must hear 1004 Hz as early media.
exten => 100,1,Progress()
same => n,Playtones(1004)
same => n,Wait(2)
same => n,Answer()
same => n,Milliwatt()
; Early media that never ends in an answer.
exten => 101,1,Progress()
same => n,Playtones(1004)
same => n,Wait(60)
; Answers at a known moment, for hanging up right then.
exten => 102,1,Ringing()
same => n,Wait(0.3)
same => n,Answer()
same => n,Wait(10)
exten => 200,1,Answer()
same => n,Echo()
exten => 300,1,Dial(PJSIP/${PHONE.username},20)
same => n,Hangup(\${HANGUPCAUSE})
exten => 301,1,Dial(PJSIP/${PHONE.username},1)
exten => 400,1,Hangup(17)
exten => 500,1,Answer()
same => n,Playback(${directory}/prompts/three-tones)
same => n,Hangup()
exten => 600,1,Answer()
same => n,Read(KEYS,,${KEYS.expected.length},,1,10)
same => n,Playtones(\${IF($["\${KEYS}"="${KEYS.expected}"]?${KEYS.rightHz}:${KEYS.wrongHz})})
same => n,Wait(5)
`,
  };
}
