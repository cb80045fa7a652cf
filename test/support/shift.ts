import { Lots } from '../simulation/lots.js';
import { AgentDesktop } from './agent-desktop.js';
import { eventually } from './eventually.js';
import { accountsOf, type ShiftAccounts } from './shift-accounts.js';
import { ACTS, ShiftAgent, type Act, type Destination, type ShiftFloor } from './shift-agent.js';
import { drawCallers, LONGEST_STAY_MS } from './shift-traffic.js';
import { labPrograms } from './sip/lab-programs.js';
import { SippAgent } from './sip/sipp-agent.js';
import { runTimedLoad } from './sip/sipp-load.js';
import { freeUdpPort, LOOPBACK } from './sip/udp-socket.js';
import { DID, WireLab } from './wire-lab.js';

export interface ShiftPlan {
  readonly agents: number;
  readonly calls: number;
  /** On average, without the rushes. */
  readonly callsPerSecond: number;
  readonly seed: number;
  /** Asked after each tenth of the time in which callers come, and once more at rest. */
  readonly everyTenth?: () => Promise<void>;
  /** Told as the shift goes on. */
  readonly tell?: (what: string) => void;
}

export interface ShiftOutcome extends ShiftAccounts {
  readonly calls: number;
  /** What agents asked for, by what came of it: `pause 200`, `transfer agent-signed-out`; keys of a phone by the PBX's answer. */
  readonly asked: Readonly<Record<string, number>>;
  /** How much later than announced each wrap-up and conventional pause ended that ended by itself, in ms. */
  readonly lateMs: readonly number[];
  /** What must never be: a fault of the backend, an offer to an agent who is not free, something left over. */
  readonly wrong: readonly string[];
}

const QUEUE_CODE = '500';
/** Behind the trunk, where everybody answers; a number that the dial policy allows, as the site of the callers' DID dials it. */
const OUTSIDE = { number: '+33472000010', dialled: '0472000010' } as const;
const PASSWORD_OF = (login: string): string => `password of ${login}`;
/** Every so many agents one keeps the phone connected. */
const PERMANENT_EVERY = 5;
const SIT_DOWN_AT_ONCE = 5;
/** From the first agent's arrival to the last one's departure, without the callers. */
const COMING_AND_GOING_SECONDS = 900;

/** A lab for shifts, with a trunk: every conversation is recorded, and a conventional pause follows wrap-up. */
export async function shiftLab(more: Readonly<Record<string, string>> = {}): Promise<{ lab: WireLab; stop(): Promise<void> }> {
  const { sipp } = await labPrograms();
  const sip = await freeUdpPort();
  const pbx = { host: LOOPBACK, port: sip };
  const carrier = await SippAgent.listen({
    ...{ sipp, pbx, username: 'carrier', password: '', behaviour: { does: 'answer', afterMs: 300 } },
    lifetimeSeconds: 2 * COMING_AND_GOING_SECONDS,
  });
  const trunk = `${carrier.address.host}:${String(carrier.address.port)}`;
  const lab = await WireLab.start({ PBX_SIP_PORT: String(sip), PBX_TRUNK: trunk, ...more });
  await lab.rest.send('PATCH', `/queues/${lab.queueId}`, { ringTimeoutSeconds: 10 });
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, {
    recording: { mode: 'all', retentionDays: 1 },
    conventionalPause: { seconds: 1, starts: 'after-wrap-up' },
  });
  const stop = async (): Promise<void> => {
    await lab.stop();
    await carrier.close();
  };
  return { lab, stop };
}

/** A shift of many agents, each with a program of their own and a phone, who do as the lots say while callers come and go as they say. */
export class Shift implements ShiftFloor {
  private readonly agents: ShiftAgent[] = [];
  private readonly asked: Record<string, number> = {};
  private readonly wrong: string[] = [];
  private readonly lots: Lots;
  private deck: Act[] = [];

  constructor(
    private readonly lab: WireLab,
    private readonly plan: ShiftPlan,
  ) {
    this.lots = new Lots(plan.seed);
  }

  async run(): Promise<ShiftOutcome> {
    const { calls, everyTenth = (): Promise<void> => Promise.resolve(), tell = (): void => undefined } = this.plan;
    try {
      await this.everybodySitsDown();
      tell('everybody is signed in, callers come');
      await this.callersCome(everyTenth);
      tell('the last caller is gone');
      await this.everybodyLeaves();
      tell('everybody was free and has signed out');
      await this.lab.atRest();
      await everyTenth();
      const accounts = await accountsOf(this.lab, calls);
      const lateMs = this.agents.flatMap((agent) => agent.lateMs);
      return { ...accounts, calls, asked: this.asked, lateMs, wrong: [...this.wrong, ...accounts.wrong] };
    } finally {
      this.agents.forEach((agent) => agent.close());
    }
  }

  /** Dealt like cards: each comes as often as it should before any comes again. */
  nextAct(): Act {
    if (this.deck.length === 0) {
      const ordered = Object.entries(ACTS).flatMap(([act, times]) => Array<Act>(times).fill(act as Act));
      while (ordered.length > 0) this.deck.push(...ordered.splice(this.lots.whole(0, ordered.length - 1), 1));
    }
    return this.deck.pop() ?? 'wait';
  }

  destination(what: Destination['what'], by: ShiftAgent): Destination {
    if (what === 'queue') return { what, to: { kind: what, queueId: this.lab.queueId }, dialled: QUEUE_CODE };
    if (what === 'number') return { what, to: { kind: what, number: OUTSIDE.number }, dialled: OUTSIDE.dialled };
    const other = this.lots.pick(this.agents.filter((agent) => agent !== by));
    return { what, to: { kind: what, agentId: other.desktop.agentId }, dialled: other.extension };
  }

  count(outcome: string): void {
    this.asked[outcome] = (this.asked[outcome] ?? 0) + 1;
  }

  goesWrong(what: string): void {
    this.wrong.push(what);
  }

  private async everybodySitsDown(): Promise<void> {
    const { agents } = this.plan;
    const seats = Array.from({ length: agents }, (_, index) => ({ index, afterMs: this.lots.whole(0, 800), lots: this.lots.fork() }));
    for (let from = 0; from < agents; from += SIT_DOWN_AT_ONCE)
      await Promise.all(seats.slice(from, from + SIT_DOWN_AT_ONCE).map((seat) => this.sitDown(seat)));
  }

  private async sitDown(seat: { readonly index: number; readonly afterMs: number; readonly lots: Lots }): Promise<void> {
    const { calls, callsPerSecond } = this.plan;
    const login = `agent-${String(seat.index + 1)}`;
    const extension = String(2_001 + seat.index);
    const connection = seat.index % PERMANENT_EVERY === 0 ? 'permanent' : 'per-call';
    // A phone of SIPp ends by itself: not before the shift does.
    const lifetimeSeconds = Math.ceil(calls / callsPerSecond) + COMING_AND_GOING_SECONDS;
    const behaviour = { does: 'answer', afterMs: seat.afterMs } as const;
    const { phone } = await this.lab.plugIn(await this.lab.hire(login, { connection, extension }), login, { behaviour, lifetimeSeconds });
    const desktop = await AgentDesktop.open(this.lab.backend.baseUrl, login, PASSWORD_OF(login));
    const agent = new ShiftAgent(desktop, extension, phone, seat.lots, this);
    this.agents.push(agent);
    await agent.ask('sign-in', () => desktop.signIn());
  }

  private async callersCome(everyTenth: () => Promise<void>): Promise<void> {
    const { sipp } = await labPrograms();
    const drawn = drawCallers(this.lots.fork(), this.plan);
    const comingMs = drawn.at(-1)?.dialsAfterMs ?? 0;
    let tenths = 0;
    const measure = (): void => {
      tenths += 1;
      if (tenths <= 10) everyTenth().catch((fault: unknown) => this.wrong.push(String(fault)));
    };
    const measuring = setInterval(measure, Math.ceil(comingMs / 10));
    const calls = drawn.map((times, index) => ({ to: DID, from: `+336${String(20_000_000 + index)}`, ...times }));
    const load = { sipp, pbx: this.lab.pbx, calls, withinMs: comingMs + LONGEST_STAY_MS + 120_000 };
    const { failed, errors } = await runTimedLoad(load).finally(() => clearInterval(measuring));
    if (failed > 0) this.wrong.push(`${String(failed)} callers were refused or lost: ${errors}`);
  }

  /** Everybody finishes what they are at and is free for a call once more, then signs out: who cannot is stuck. */
  private async everybodyLeaves(): Promise<void> {
    this.agents.forEach((agent) => agent.stop());
    const desktops = this.agents.map(({ desktop }) => desktop);
    await Promise.all(desktops.map((desktop) => this.untilIn(desktop, 'available')));
    await Promise.all(
      desktops.map(async (desktop) => {
        await desktop.signOut();
        await this.untilIn(desktop, 'signed-out');
      }),
    );
  }

  private async untilIn(desktop: AgentDesktop, wanted: 'available' | 'signed-out'): Promise<void> {
    const become = async (): Promise<boolean> => {
      const { state, phoneReachable } = (await desktop.state()).body;
      if (state === wanted) return wanted === 'signed-out' || phoneReachable === true;
      if (state === 'wrap-up') await desktop.endWrapUp();
      if (state === 'paused') await desktop.resume();
      if (state === 'signed-out') await desktop.signIn();
      return false;
    };
    const what = `agent ${desktop.agentId} to be ${wanted}`;
    await eventually(become, { what, withinMs: 60_000, everyMs: 500 }).catch((fault: unknown) => this.wrong.push(String(fault)));
  }
}
