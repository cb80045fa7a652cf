import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { labTree } from './lab-tree.js';
import { OperatorsGuide } from './operators-guide.js';
import { labPrograms } from './sip/lab-programs.js';
import type { Command } from './sip/sipp-process.js';
import { LOOPBACK, type Address } from './sip/udp-socket.js';

export interface OwnAsteriskOptions {
  /** Where SIP listens, and where the carrier of the trunk does. */
  readonly sip: Address;
  readonly carrier: Address;
  readonly ariPassword: string;
  /** Globals of the dialplan that the guide names. */
  readonly globals?: Readonly<Record<string, string>>;
}

/** The account of a phone that the operator keeps on it. */
export const DESK_PHONE = { username: 'desk1', password: 'of the operator' } as const;

/**
 * An operator's own PBX: Debian's Asterisk with the configuration that the package installs, in private directories, to which somebody
 * has done what our guide for operators says, step by step, and nothing else.
 */
export class OwnAsterisk {
  private constructor(
    readonly directory: string,
    private readonly program: Command,
    private readonly child: ChildProcess,
    readonly ariUrl: string,
  ) {}

  /** Resolves when it is fully booted. Rejects with the end of its log when it does not come up. */
  static async start(options: OwnAsteriskOptions): Promise<OwnAsterisk> {
    const { asterisk, moduleDirectory, dataDirectory } = await labPrograms();
    const { root } = await labTree();
    const directory = mkdtempSync(join(tmpdir(), 'guichet-own-'));
    const ariPort = await freePort();
    installDebian(directory, { stock: join(root, 'etc/asterisk'), moduleDirectory, dataDirectory });
    aTrunkThatWorked(directory, options);
    await followTheGuide(directory, options, ariPort);
    const program = { file: asterisk.file, args: [...asterisk.args, '-C', join(directory, 'etc', 'asterisk.conf')] };
    const child = spawn(program.file, [...program.args, '-f'], { stdio: 'ignore' });
    const own = new OwnAsterisk(directory, program, child, `http://${LOOPBACK}:${ariPort}`);
    try {
      await eventually(async () => (await own.cli('core waitfullybooted')).includes('fully booted'), {
        what: 'the operator’s Asterisk to be booted',
        withinMs: 30_000,
        everyMs: 100,
      });
      return own;
    } catch (error) {
      const log = own.log().slice(-3_000);
      await own.stop();
      throw new Error(`the operator's Asterisk did not start:\n${log}`, { cause: error });
    }
  }

  /** What its console answers. */
  async cli(command: string): Promise<string> {
    const { stdout } = await promisify(execFile)(this.program.file, [...this.program.args, '-rx', command]);
    return stdout;
  }

  /** Where the guide puts the prompts of a language. */
  prompts(language: string): string {
    return join(this.directory, 'share', 'sounds', language, 'guichet');
  }

  log(): string {
    return readFileSync(join(this.directory, 'log', 'messages.log'), 'utf8');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.directory, { recursive: true, force: true });
  }
}

interface Package {
  readonly stock: string;
  readonly moduleDirectory: string;
  readonly dataDirectory: string;
}

/** What `apt install asterisk` leaves behind, with every path moved below a private directory. */
function installDebian(directory: string, { stock, moduleDirectory, dataDirectory }: Package): void {
  const own = (name: string): string => join(directory, name);
  for (const name of ['lib', 'lib/keys', 'spool', 'run', 'log', 'share', 'share/sounds']) mkdirSync(own(name));
  cpSync(stock, own('etc'), { recursive: true });
  // The only module of the package that listens on a port of its own by default: it would meet another Asterisk on this machine.
  rmSync(own('etc/iax.conf'));
  // Of the sounds that come with it, the only one that Guichet asks for.
  cpSync(join(dataDirectory, 'sounds/en_US_f_Allison/beep.gsm'), own('share/sounds/en/beep.gsm'));
  for (const name of ['documentation', 'rest-api', 'moh']) symlinkSync(join(dataDirectory, name), own(`share/${name}`));
  const directories = {
    ...{ astetcdir: own('etc'), astmoddir: moduleDirectory, astdatadir: own('share'), astagidir: own('share'), astrundir: own('run') },
    ...{ astvarlibdir: own('lib'), astdbdir: own('lib'), astkeydir: own('lib'), astspooldir: own('spool'), astcachedir: own('spool') },
    astlogdir: own('log'),
  };
  const lines = Object.entries(directories).map(([name, path]) => `${name} => ${path}\n`);
  writeFileSync(own('etc/asterisk.conf'), `[directories]\n${lines.join('')}`);
}

/** The PBX as its operator had it: SIP, voice ports, a trunk to a carrier that is known by its address, and a phone. */
function aTrunkThatWorked(directory: string, { sip, carrier }: OwnAsteriskOptions): void {
  const first = Math.min(sip.port, 64_000);
  writeFileSync(join(directory, 'etc/rtp.conf'), `[general]\nrtpstart=${first}\nrtpend=${first + 999}\n`);
  appendFileSync(
    join(directory, 'etc/pjsip.conf'),
    `
[udp]
type = transport
protocol = udp
bind = ${sip.host}:${sip.port}

[your-trunk]
type = aor
contact = sip:${carrier.host}:${carrier.port}

[your-trunk]
type = identify
endpoint = your-trunk
match = ${carrier.host}

[${DESK_PHONE.username}]
type = endpoint
context = default
auth = ${DESK_PHONE.username}
aors = ${DESK_PHONE.username}
disallow = all
allow = ulaw,alaw
send_pai = yes

[${DESK_PHONE.username}]
type = auth
auth_type = userpass
username = ${DESK_PHONE.username}
password = ${DESK_PHONE.password}

[${DESK_PHONE.username}]
type = aor
max_contacts = 1
remove_existing = yes
`,
  );
}

async function followTheGuide(directory: string, { ariPassword, globals = {} }: OwnAsteriskOptions, ariPort: number): Promise<void> {
  const guide = OperatorsGuide.read({
    '/etc/asterisk': join(directory, 'etc'),
    '/usr/share/asterisk': join(directory, 'share'),
    '/var/spool/asterisk': join(directory, 'spool'),
  });
  const add = (name: string, text: string): void => appendFileSync(join(directory, 'etc', name), `\n${text}\n`);
  await guide.run('2. Dialplan');
  const set = Object.entries(globals).map(([name, value]) => `${name} = ${value}\n`);
  if (set.length > 0) add('extensions.conf', `[globals](+)\n${set.join('')}`);
  await guide.run('3. Trunk');
  add('pjsip.conf', '[your-trunk](guichet-trunk)\naors = your-trunk');
  const http = guide.block('4. ARI', 'bindport');
  add('http.conf', `[general](+)\n${http.replace('bindport = 8088', `bindport = ${ariPort}`)}`);
  writeFileSync(join(directory, 'etc/ari.conf'), guide.block('4. ARI', 'type = user').replace('a long random password', ariPassword));
  add('sorcery.conf', guide.block('5. Agents', '[res_pjsip]'));
  add('pjsip.conf', `[global]\ntype = global\n${guide.block('5. Agents', 'endpoint_identifier_order')}`);
  await guide.run('6. Prompts');
}
