import { randomInt } from 'node:crypto';

import { pbxLayout } from '../../../src/telephony/pbx/pbx-layout.js';
import { cli, runningPid } from '../../../src/telephony/pbx/pbx-process.js';
import { builtProgram } from '../../support/built-program.js';
import { eventually } from '../../support/eventually.js';
import { labPrograms } from '../../support/sip/lab-programs.js';
import type { Account } from '../../support/sip/registration.js';
import { PhoneBank, runLoad, type LoadResult } from '../../support/sip/sipp-load.js';
import type { Command } from '../../support/sip/sipp-process.js';
import { DID, WireLab } from '../../support/wire-lab.js';
import { processWith, usedMs } from './core-time.js';
import { RivalQueues } from './rival-queue.js';
import { SipTap } from './sip-tap.js';

/** Voice ports below the kernel's own range, enough for a thousand channels; the start varies so that two benches rarely meet. */
const FIRST_VOICE_PORT = { from: 12_000, to: 24_000 };
const VOICE_PORTS = 4_000;

export interface BenchAgent {
  readonly id: string;
  readonly account: Account;
}

export interface Crowd {
  /** Number dialled. */
  readonly to: string;
  readonly calls: number;
  readonly perSecond: number;
  readonly atOnce?: number;
  /** A caller hangs up so long after the answer. */
  readonly stayMs: number;
  /** Ends the load, calls and all. */
  readonly withinMs: number;
}

export interface CoreTime {
  readonly pbxMs: number;
  readonly backendMs: number;
}

/** What this looks at of `GET /live`. */
interface LiveView {
  readonly calls: readonly unknown[];
  readonly agents: readonly { readonly phoneReachable: boolean; readonly state: string }[];
}

/** Backend, PBX with both waiting lines, SIPp callers and phones behind one tap. Callers of Guichet dial `DID`. */
export class BenchLab {
  readonly agents: BenchAgent[] = [];
  private readonly banks: PhoneBank[] = [];

  private constructor(
    private readonly lab: WireLab,
    private readonly sipp: Command,
    readonly tap: SipTap,
    readonly rivals: RivalQueues,
  ) {}

  /** A campaign that does nothing but lead to its queue, as `Queue()` does: no welcome, no wrap-up. */
  static async start(): Promise<BenchLab> {
    const first = randomInt(FIRST_VOICE_PORT.from, FIRST_VOICE_PORT.to);
    const lab = await WireLab.start({ PBX_RTP_PORTS: `${String(first)}-${String(first + VOICE_PORTS)}`, LOG_LEVEL: 'warn' });
    await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { wrapUpSeconds: 0, messages: { welcomeAudioId: null } });
    await lab.rest.send('PATCH', `/queues/${lab.queueId}`, { ringTimeoutSeconds: 15, distribution: 'longest-idle' });
    const { sipp } = await labPrograms();
    return new BenchLab(lab, sipp, SipTap.open(lab.pbx), await RivalQueues.load(dataDirectory(lab)));
  }

  get did(): string {
    return DID;
  }

  get phones(): string[] {
    return this.agents.map(({ account }) => account.username);
  }

  /** Processor time used so far, in milliseconds. */
  coreTime(): CoreTime {
    const [pbx, backend] = [runningPid(pbxLayout(dataDirectory(this.lab))), processWith(builtProgram())];
    return { pbxMs: pbx === null ? 0 : (usedMs(pbx) ?? 0), backendMs: backend === null ? 0 : (usedMs(backend) ?? 0) };
  }

  /** Agents whose phones answer at once and hang up after one of these times, as many on each. Nobody is signed in. */
  async hire(count: number, talkMs: readonly number[]): Promise<void> {
    const { rest, queueId } = this.lab;
    for (let number = 1; number <= count; number++) {
      const login = `agent${String(number)}`;
      const { id } = await rest.send('POST', '/agents', {
        login,
        password: `password of ${login}`,
        displayName: login,
        role: 'agent',
        phone: { kind: 'sip' },
      });
      const { username, password } = await rest.get(`/agents/${String(id)}/sip-account`);
      this.agents.push({ id: String(id), account: { username: String(username), password: String(password) } });
    }
    await rest.send('PATCH', `/queues/${queueId}`, { agentIds: this.agents.map(({ id }) => id) });
    for (const [index, ms] of talkMs.entries()) {
      const { address: pbx } = await this.tap.lane();
      const accounts = this.agents.filter((_, each) => each % talkMs.length === index).map(({ account }) => account);
      const bank = await eventually(() => PhoneBank.start({ sipp: this.sipp, pbx, accounts, talkMs: ms }), {
        what: 'the phones to be registered',
        withinMs: 30_000,
        everyMs: 500,
      });
      this.banks.push(bank);
    }
    const reachable = async (): Promise<boolean> =>
      (await this.live()).agents.filter(({ phoneReachable }) => phoneReachable).length === count;
    await eventually(reachable, { what: 'every phone to be reachable' });
  }

  async signIn(): Promise<void> {
    for (const { id } of this.agents) await this.lab.rest.send('POST', `/agents/${id}/sign-in`);
  }

  /** Refused while one is in conversation: there is no call any more, so that is an agent whom Guichet has lost. */
  async signOut(): Promise<void> {
    const free = async (): Promise<boolean> => (await this.live()).agents.every(({ state }) => state === 'available');
    await eventually(free, { what: 'every agent to be free after the last call' });
    for (const { id } of this.agents) await this.lab.rest.send('POST', `/agents/${id}/sign-out`);
  }

  /** Callers through a lane of their own. */
  async load({
    to,
    calls,
    perSecond,
    atOnce,
    stayMs,
    withinMs,
  }: Crowd): Promise<{ readonly lane: number; readonly done: Promise<LoadResult> }> {
    const { number: lane, address: pbx } = await this.tap.lane();
    const done = runLoad({
      sipp: this.sipp,
      pbx,
      calls: Array.from({ length: calls }, (_, index) => ({ to, from: `+336${String(10_000_000 + index)}` })),
      perSecond,
      ...(atOnce === undefined ? {} : { atOnce }),
      talkMs: stayMs,
      withinMs,
    });
    return { lane, done };
  }

  /** Ends every call on the PBX, and waits until it and the backend have nothing left. */
  async clear(): Promise<void> {
    const gone = async (): Promise<boolean> => {
      if ((await this.onPbx()) > 0) await this.command('channel request hangup all');
      return (await this.onPbx()) === 0 && (await this.live()).calls.length === 0;
    };
    await eventually(gone, { what: 'no call on the PBX and in the backend', withinMs: 30_000, everyMs: 200 });
  }

  command(command: string): Promise<string> {
    return cli(pbxLayout(dataDirectory(this.lab)), command);
  }

  async stop(): Promise<void> {
    await Promise.all(this.banks.splice(0).map((bank) => bank.close()));
    await this.tap.close();
    await this.lab.stop();
  }

  private async live(): Promise<LiveView> {
    return (await this.lab.rest.get('/live')) as LiveView;
  }

  private async onPbx(): Promise<number> {
    return (await this.lab.onPbx('channels')).length;
  }
}

function dataDirectory(lab: WireLab): string {
  return lab.environment['DATA_DIR'] ?? '';
}
