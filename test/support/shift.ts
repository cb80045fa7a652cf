import { Lots } from '../simulation/lots.js';
import { AgentDesktop, type DesktopAnswer, type DesktopEvent } from './agent-desktop.js';
import { eventually } from './eventually.js';
import { accountsOf, type ShiftAccounts } from './shift-accounts.js';
import { labPrograms } from './sip/lab-programs.js';
import { runLoad } from './sip/sipp-load.js';
import { DID, type WireLab } from './wire-lab.js';

export interface ShiftPlan {
  readonly agents: number;
  readonly calls: number;
  readonly callsPerSecond: number;
  readonly seed: number;
  /** Asked after each tenth of the time in which callers come, and once more at rest. */
  readonly everyTenth?: () => Promise<void>;
  /** Told as the shift goes on. */
  readonly tell?: (what: string) => void;
}

export interface ShiftOutcome extends ShiftAccounts {
  readonly calls: number;
  /** What agents asked for, by what came of it: `pause 200`, `transfer agent-signed-out`. */
  readonly asked: Readonly<Record<string, number>>;
  /** What must never be: a fault of the backend, an offer to an agent who is not free, something left over. */
  readonly wrong: readonly string[];
}

const PASSWORD_OF = (login: string): string => `password of ${login}`;
/** Longer than any chain of transfers that the lots draw. */
const CALLER_STAYS_MS = 12_000;
/** Every so many agents one keeps the phone connected. */
const PERMANENT_EVERY = 5;
const SIT_DOWN_AT_ONCE = 5;
/** From the first agent's arrival to the last one's departure, without the callers. */
const COMING_AND_GOING_SECONDS = 900;

/** A shift of many agents, each with a program of their own and a phone, who do as the lots say while callers come. */
export class Shift {
  private readonly desktops: AgentDesktop[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly asked: Record<string, number> = {};
  private readonly wrong: string[] = [];
  private readonly lots: Lots;
  private over = false;

  constructor(
    private readonly lab: WireLab,
    private readonly plan: ShiftPlan,
  ) {
    this.lots = new Lots(plan.seed);
  }

  async run(): Promise<ShiftOutcome> {
    const { calls, callsPerSecond, everyTenth = (): Promise<void> => Promise.resolve(), tell = (): void => undefined } = this.plan;
    try {
      await this.everybodySitsDown();
      tell('everybody is signed in, callers come');
      let tenths = 0;
      const measure = (): void => {
        tenths += 1;
        if (tenths <= 10) everyTenth().catch((fault: unknown) => this.wrong.push(String(fault)));
      };
      const measuring = setInterval(measure, Math.ceil((calls / callsPerSecond) * 100));
      await this.callersCome().finally(() => clearInterval(measuring));
      tell('the last caller is gone');
      await this.everybodyLeaves();
      tell('everybody was free and has signed out');
      await this.lab.atRest();
      await everyTenth();
      const { endings, recordings, wrong } = await accountsOf(this.lab, calls);
      return { calls, endings, recordings, asked: this.asked, wrong: [...this.wrong, ...wrong] };
    } finally {
      this.over = true;
      for (const timer of this.timers) clearTimeout(timer);
      this.desktops.forEach((desktop) => desktop.close());
    }
  }

  private async everybodySitsDown(): Promise<void> {
    const { agents } = this.plan;
    const seats = Array.from({ length: agents }, (_, index) => ({ index, afterMs: this.lots.whole(0, 800), lots: this.lots.fork() }));
    for (let from = 0; from < agents; from += SIT_DOWN_AT_ONCE)
      await Promise.all(seats.slice(from, from + SIT_DOWN_AT_ONCE).map((seat) => this.sitDown(seat)));
  }

  private async sitDown({
    index,
    afterMs,
    lots,
  }: {
    readonly index: number;
    readonly afterMs: number;
    readonly lots: Lots;
  }): Promise<void> {
    const { calls, callsPerSecond } = this.plan;
    const login = `agent-${String(index + 1)}`;
    const connection = index % PERMANENT_EVERY === 0 ? 'permanent' : 'per-call';
    // A phone of SIPp ends by itself: not before the shift does.
    const lifetimeSeconds = Math.ceil(calls / callsPerSecond) + COMING_AND_GOING_SECONDS;
    const phone = { behaviour: { does: 'answer', afterMs }, lifetimeSeconds } as const;
    await this.lab.plugIn(await this.lab.hire(login, { connection }), login, phone);
    const desktop = await AgentDesktop.open(this.lab.backend.baseUrl, login, PASSWORD_OF(login));
    this.desktops[index] = desktop;
    this.work(desktop, lots);
    await this.ask('sign-in', () => desktop.signIn());
  }

  private async callersCome(): Promise<void> {
    const { calls, callsPerSecond } = this.plan;
    const { sipp } = await labPrograms();
    const callers = Array.from({ length: calls }, (_, index) => ({ to: DID, from: `+336${String(20_000_000 + index)}` }));
    const withinMs = (calls / callsPerSecond) * 1000 + 120_000;
    const load = { sipp, pbx: this.lab.pbx, calls: callers, perSecond: callsPerSecond, talkMs: CALLER_STAYS_MS, withinMs };
    const { failed, errors } = await runLoad(load);
    if (failed > 0) this.wrong.push(`${String(failed)} callers were refused or lost: ${errors}`);
  }

  /** Everybody finishes what they are at and is free for a call once more, then signs out: who cannot is stuck. */
  private async everybodyLeaves(): Promise<void> {
    this.over = true;
    await Promise.all(this.desktops.map((desktop) => this.untilIn(desktop, 'available')));
    await Promise.all(
      this.desktops.map(async (desktop) => {
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

  /** What an agent does as things happen, each after a moment of thought. */
  private work(desktop: AgentDesktop, lots: Lots): void {
    let state = 'signed-out';
    let callId = '';
    let engaged = false;
    const soon = (lowMs: number, highMs: number, act: () => Promise<unknown>): void => {
      const timer = setTimeout(
        () => {
          this.timers.delete(timer);
          if (!this.over) void act().catch((fault: unknown) => this.wrong.push(String(fault)));
        },
        lots.between(lowMs, highMs),
      );
      this.timers.add(timer);
    };
    desktop.on((event: DesktopEvent) => {
      if (event.type === 'call-offered' && engaged) this.wrong.push(`an offer to agent ${desktop.agentId}, who has an offer or a call`);
      engaged = engagedAfter(event, engaged);
      if (event.type === 'call-connected' || event.type === 'call-offered') callId = String(event['callId']);
      if (event.type !== 'agent-state' || event['state'] === state) return;
      state = String(event['state']);
      if (state === 'available' && lots.happens(0.1)) soon(0, 500, () => this.ask('pause', () => desktop.pause('coffee')));
      if (state === 'paused' && lots.happens(0.2)) soon(500, 2_000, () => this.ask('sign-out', () => desktop.signOut()));
      else if (state === 'paused') soon(500, 2_000, () => this.ask('resume', () => desktop.resume()));
      if (state === 'signed-out') soon(500, 2_000, () => this.ask('sign-in', () => desktop.signIn()));
      if (state === 'talking') soon(500, 3_000, () => this.talk(desktop, lots));
      if (state === 'talking' && lots.happens(0.1)) soon(200, 2_000, () => this.ask('pause', () => desktop.pause('lunch')));
      if (state === 'wrap-up') soon(100, 800, () => this.finish(desktop, lots, callId));
    });
  }

  private async talk(desktop: AgentDesktop, lots: Lots): Promise<void> {
    const act = lots.weighted({ 'hang-up': 3, hold: 2, colleague: 2, queue: 1, consult: 2, wait: 2, privacy: 1 });
    if (act === 'hang-up') await this.ask('hang-up', () => desktop.hangUp());
    if (act === 'colleague') await this.ask('transfer to an agent', () => desktop.transfer(this.colleague(desktop, lots), 'blind'));
    if (act === 'queue') {
      const to = { kind: 'queue', queueId: this.lab.queueId } as const;
      await this.ask('transfer to the queue', () => desktop.transfer(to, 'blind'));
    }
    if (act === 'hold') {
      await this.ask('hold', () => desktop.hold());
      await this.moment(lots);
      await this.ask('unhold', () => desktop.unhold());
      await this.ask('hang-up', () => desktop.hangUp());
    }
    if (act === 'privacy') {
      await this.ask('pause the recording', () => desktop.pauseRecording());
      await this.moment(lots);
      await this.ask('resume the recording', () => desktop.resumeRecording());
    }
    if (act === 'consult') {
      await this.ask('consult an agent', () => desktop.transfer(this.colleague(desktop, lots), 'attended'));
      await this.moment(lots);
      if (lots.happens(0.6)) await this.ask('complete', () => desktop.completeTransfer());
      else await this.ask('cancel', () => desktop.cancelTransfer());
    }
  }

  private async finish(desktop: AgentDesktop, lots: Lots, callId: string): Promise<void> {
    if (callId === '' || lots.happens(0.3)) await this.ask('end wrap-up', () => desktop.endWrapUp());
    else await this.ask('dispose', () => desktop.dispose({ callId, code: lots.pick(['92', '93', '96']), note: 'seen' }));
  }

  private colleague(desktop: AgentDesktop, lots: Lots): { readonly kind: 'agent'; readonly agentId: string } {
    const others = this.desktops.filter((other) => other !== desktop);
    return { kind: 'agent', agentId: lots.pick(others).agentId };
  }

  private moment(lots: Lots): Promise<void> {
    const ms = lots.between(300, 2_000);
    return new Promise((resolve) => this.timers.add(setTimeout(resolve, ms)));
  }

  /** A refusal is an answer; a fault of the backend is not. */
  private async ask(what: string, request: () => Promise<DesktopAnswer>): Promise<void> {
    const { status, body } = await request();
    const outcome = `${what} ${status === 200 ? '200' : String(body['code'])}`;
    this.asked[outcome] = (this.asked[outcome] ?? 0) + 1;
    if (status >= 500 || status === 400 || status === 404) this.wrong.push(`${outcome}: ${JSON.stringify(body)}`);
  }
}

/** Whether the agent has an offer or a call once this has happened. A state that is passed through within one decision is not told. */
function engagedAfter({ type, state }: DesktopEvent, before: boolean): boolean {
  if (type === 'call-offered' || type === 'call-taken') return true;
  if (type === 'ring-no-answer' || type === 'offer-withdrawn' || type === 'conversation-ended') return false;
  return type === 'agent-state' ? state === 'offered' || state === 'talking' : before;
}
