import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TelephonyEvent } from '../../src/core/ports/telephony.js';
import { AriTelephony } from '../../src/telephony/ari/ari-telephony.js';
import { startEmbeddedPbx, type RunningPbx } from '../../src/telephony/pbx/embedded-pbx.js';
import { pbxLayout } from '../../src/telephony/pbx/pbx-layout.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { soundName } from '../support/fake-telephony/fake-audio.js';
import { labTree } from '../support/lab-tree.js';
import { SilentLog } from '../support/silent-log.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import { SippCaller } from '../support/sip/sipp-caller.js';
import type { Command } from '../support/sip/sipp-process.js';
import type { Address } from '../support/sip/udp-socket.js';
import { makeTonePrompt } from '../support/sip/tone-wav.js';
import { AGENT_SAYS_HZ, CALLER_SAYS_HZ, LONG_HZ, SHORT_HZ, sipCaller, sipPhone, type SipCaller } from './ari-telephony-people.js';
import { LineCutter } from './line-cutter.js';
import type { TelephonyLab } from './telephony-lab.js';

/** A moment in which everything under way on a loaded machine has arrived. */
const SETTLED_MS = 400;
const DATABASE_WRITTEN_MS = 1_500;

export interface AriLab extends TelephonyLab {
  readonly telephony: AriTelephony;
  readonly pbx: RunningPbx;
  readonly line: LineCutter;
  readonly log: SilentLog;
  callArrives(call: Parameters<TelephonyLab['callArrives']>[0]): Promise<SipCaller>;
  /** `provisionedBy`: for when the lab's own telephony is closed. */
  phone(name: string, provisionedBy?: AriTelephony): ReturnType<TelephonyLab['phone']>;
  /** Another backend with the same application, over a line of its own. */
  secondTelephony(): AriTelephony;
}

/** The contract's lab around a real Asterisk, in its own directory and on free ports, with SIPp at the ends of its lines. */
export async function ariTelephonyLab(): Promise<AriLab> {
  const sipp = (await labTree()).command('/usr/bin/sipp');
  const dataDir = await mkdtemp(join(tmpdir(), 'guichet-ari-contract-'));
  const media = join(dataDir, 'media');
  await mkdir(media);
  await makeTonePrompt(join(media, 'short'), [{ hz: SHORT_HZ, ms: 500 }]);
  await makeTonePrompt(join(media, 'long'), [{ hz: LONG_HZ, ms: 8_000 }]);
  const sipPort = await freePort();
  const outside = await SippAgent.listen({
    sipp,
    pbx: { host: '127.0.0.1', port: sipPort },
    username: 'carrier',
    password: '',
    says: { hz: AGENT_SAYS_HZ },
  });
  const pbx = await startPbx(dataDir, sipPort, outside.address);
  let files = 0;
  const line = await LineCutter.open(Number(new URL(pbx.ariUrl).port));
  const log = new SilentLog();
  const settings = (port: number): ConstructorParameters<typeof AriTelephony>[0] => ({
    node: 'pbx1',
    app: 'guichet',
    url: `http://127.0.0.1:${String(port)}`,
    user: pbx.ariUser,
    password: pbx.ariPassword,
    mediaOf: (sound) => ('name' in sound ? `sound:guichet/${sound.name}` : `sound:${join(media, soundName(sound))}`),
  });
  const telephony = new AriTelephony(settings(line.port), log);
  const events: TelephonyEvent[] = [];
  telephony.listen((event) => events.push(event));
  telephony.open();
  await eventually(() => telephony.ready, { what: 'ARI to be connected' });
  const people = new People(sipp, pbx, telephony, events);

  return {
    telephony,
    events,
    pbx,
    line,
    log,
    now: () => Date.now(),
    until: async (what, look, withinMs = 15_000) => {
      await eventually(look, { what, withinMs, everyMs: 10 });
    },
    settle: () => pause(SETTLED_MS),
    callArrives: (call) => people.callArrives(call),
    phone: (name, provisionedBy) => people.phone(name, provisionedBy),
    carrier: sipPhone(outside, () => Promise.reject(new Error('the carrier calls nobody'))),
    outsideNumber: pbx.trunkPattern.replace('{number}', '+33612345678'),
    newFile: () => {
      files += 1;
      return join(dataDir, `file-${String(files)}.wav`);
    },
    cutLine: async (how) => {
      if (how === 'openly') line.cut();
      else line.silence();
      return Promise.resolve();
    },
    mendLine: async () => {
      line.mend();
      return Promise.resolve();
    },
    restartPbx: async () => {
      // Asterisk writes its database once a second: an account younger than that dies with it.
      await pause(DATABASE_WRITTEN_MS);
      process.kill(Number(await readFile(pbxLayout(dataDir).pidFile, 'utf8')), 'SIGKILL');
      await eventually(async () => (await pbx.ensureRunning()) === 'restarted', { what: 'Asterisk to be started again', withinMs: 30_000 });
    },
    clearUp: async () => {
      await people.leave();
      // One that is being cancelled ends by itself.
      await Promise.all(outside.openCalls.map((call) => call.hangUp().catch(() => undefined)));
    },
    secondTelephony: () => new AriTelephony(settings(Number(new URL(pbx.ariUrl).port)), log),
    close: async () => {
      await people.leave();
      await outside.close();
      await telephony.close();
      await line.close();
      await pbx.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Everybody with a telephone in one test. */
class People {
  private readonly callers: SippCaller[] = [];
  private readonly agents: SippAgent[] = [];

  constructor(
    private readonly sipp: Command,
    private readonly pbx: RunningPbx,
    private readonly telephony: AriTelephony,
    private readonly events: readonly TelephonyEvent[],
  ) {}

  async callArrives({ to, from, name }: Parameters<TelephonyLab['callArrives']>[0]): Promise<SipCaller> {
    const who = { ...(from === null ? {} : { from }), ...(name === undefined ? {} : { displayName: name }) };
    const caller = await SippCaller.dial({ sipp: this.sipp, pbx: this.address, to, says: { hz: CALLER_SAYS_HZ }, ...who });
    this.callers.push(caller);
    return sipCaller(caller);
  }

  async phone(name: string, provisionedBy = this.telephony): ReturnType<TelephonyLab['phone']> {
    const account = { username: name, password: `secret-of-${name}` };
    await provisionedBy.provisionPhone({ name, password: account.password });
    const agent = await SippAgent.register({ sipp: this.sipp, pbx: this.address, ...account, says: { hz: AGENT_SAYS_HZ } });
    this.agents.push(agent);
    if (provisionedBy === this.telephony) await eventually(() => this.isReachable(name), { what: 'the phone to be told reachable' });
    return sipPhone(agent, async (number) => {
      const caller = await SippCaller.dial({ sipp: this.sipp, pbx: this.address, to: number, from: name, credentials: account });
      this.callers.push(caller);
    });
  }

  async leave(): Promise<void> {
    await Promise.all([...this.callers.splice(0), ...this.agents.map((agent) => agent)].map((person) => person.close()));
    for (const agent of this.agents.splice(0)) if (this.telephony.ready) await this.telephony.removePhone(agent.username);
  }

  private isReachable(name: string): boolean {
    return this.events.findLast((event) => event.type === 'phone-reachable' && event.phone === name && event.reachable) !== undefined;
  }

  private get address(): { host: string; port: number } {
    return { host: this.pbx.sipAddress, port: this.pbx.sipPort };
  }
}

async function startPbx(dataDir: string, sipPort: number, carrier: Address): Promise<RunningPbx> {
  const rtpFrom = 20_000 + 2 * Math.floor(Math.random() * 10_000);
  const soundsDir = join(import.meta.dirname, '../../sounds');
  return startEmbeddedPbx(
    {
      dataDir,
      sipAddress: '127.0.0.1',
      sipPort,
      rtpPorts: { from: rtpFrom, to: rtpFrom + 199 },
      ariPort: await freePort(),
      trunk: { host: carrier.host, port: carrier.port, user: null, password: null, register: false },
      ariUser: null,
      ariPassword: null,
      ariApp: 'guichet',
      soundsDir,
      defaultLanguage: 'en',
    },
    () => undefined,
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
