import { readFileSync } from 'node:fs';

import { Lots } from '../simulation/lots.js';
import { AgentDesktop, type DesktopAnswer, type DesktopEvent } from './agent-desktop.js';
import { eventually } from './eventually.js';
import { labPrograms } from './sip/lab-programs.js';
import { runLoad } from './sip/sipp-load.js';
import { DID, type WireLab } from './wire-lab.js';

export interface ShiftPlan {
  readonly agents: number;
  readonly calls: number;
  readonly callsPerSecond: number;
  readonly seed: number;
}

export interface ShiftOutcome {
  readonly calls: number;
  /** Of the calls, by how they ended. */
  readonly endings: Readonly<Record<string, number>>;
  /** What agents asked for, by what came of it: `pause 200`, `transfer agent-signed-out`. */
  readonly asked: Readonly<Record<string, number>>;
  /** What must never be: a fault of the backend, or an offer to an agent who is not free. */
  readonly wrong: readonly string[];
  /** Resident memory of the backend, in megabytes: after each tenth of the calls. */
  readonly memory: readonly number[];
}

const PASSWORD_OF = (login: string): string => `password of ${login}`;
/** Longer than any chain of transfers that the lots draw. */
const CALLER_STAYS_MS = 12_000;

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
    const memory: number[] = [];
    try {
      await this.everybodySitsDown();
      const tenth = Math.ceil((this.plan.calls / this.plan.callsPerSecond) * 100);
      const measuring = setInterval(() => memory.push(this.megabytes()), tenth);
      await this.callersCome().finally(() => clearInterval(measuring));
      await this.everybodyLeaves();
      await this.lab.atRest();
      memory.push(this.megabytes());
      return { calls: this.plan.calls, endings: await this.endings(), asked: this.asked, wrong: this.wrong, memory };
    } finally {
      this.over = true;
      for (const timer of this.timers) clearTimeout(timer);
      for (const desktop of this.desktops) desktop.close();
    }
  }

  private async everybodySitsDown(): Promise<void> {
    for (let number = 1; number <= this.plan.agents; number++) {
      const login = `agent-${String(number)}`;
      const behaviour = { does: 'answer', afterMs: this.lots.whole(0, 800) } as const;
      await this.lab.plugIn(await this.lab.hire(login), login, { behaviour });
      const desktop = await AgentDesktop.open(this.lab.backend.baseUrl, login, PASSWORD_OF(login));
      this.desktops.push(desktop);
      this.work(desktop, this.lots.fork());
      await this.ask('sign-in', () => desktop.signIn());
    }
  }

  private async callersCome(): Promise<void> {
    const { calls, callsPerSecond } = this.plan;
    const { sipp } = await labPrograms();
    const callers = Array.from({ length: calls }, (_, index) => ({ to: DID, from: `+336${String(20_000_000 + index)}` }));
    const withinMs = (calls / callsPerSecond) * 1000 + 120_000;
    await runLoad({ sipp, pbx: this.lab.pbx, calls: callers, perSecond: callsPerSecond, talkMs: CALLER_STAYS_MS, withinMs });
  }

  /** Everybody finishes what they are at, and signs out: who cannot is stuck. */
  private async everybodyLeaves(): Promise<void> {
    this.over = true;
    for (const desktop of this.desktops) {
      await eventually(
        async () => {
          await desktop.endWrapUp();
          return [200, 409].includes((await desktop.signOut()).status) && (await desktop.state()).body['state'] === 'signed-out';
        },
        { what: `agent ${desktop.agentId} to be able to sign out`, withinMs: 60_000, everyMs: 200 },
      );
    }
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
      if (state === 'paused') soon(500, 2_000, () => this.ask('resume', () => desktop.resume()));
      if (state === 'talking') soon(500, 3_000, () => this.talk(desktop, lots));
      if (state === 'talking' && lots.happens(0.1)) soon(200, 2_000, () => this.ask('pause', () => desktop.pause('lunch')));
      if (state === 'wrap-up') soon(100, 800, () => this.finish(desktop, lots, callId));
    });
  }

  private async talk(desktop: AgentDesktop, lots: Lots): Promise<void> {
    const act = lots.weighted({ 'hang-up': 3, hold: 2, colleague: 2, queue: 1, consult: 2, wait: 2 });
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

  private async endings(): Promise<Record<string, number>> {
    return eventually(
      async () => {
        const endings: Record<string, number> = {};
        let seen = 0;
        for (let page = 1, total = 1; seen < total; page++) {
          const list = await this.lab.rest.get(`/calls?pageSize=500&page=${String(page)}`);
          total = list.total;
          seen += Number(list.items.length);
          for (const { ending } of list.items) endings[ending?.how ?? 'open'] = (endings[ending?.how ?? 'open'] ?? 0) + 1;
          if (list.items.length === 0) break;
        }
        return seen === this.plan.calls && endings['open'] === undefined ? endings : null;
      },
      { what: `an ending for each of the ${String(this.plan.calls)} calls`, withinMs: 30_000, everyMs: 500 },
    );
  }

  private megabytes(): number {
    const status = readFileSync(`/proc/${String(this.lab.backend.pid)}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }
}

/** Whether the agent has an offer or a call once this has happened. A state that is passed through within one decision is not told. */
function engagedAfter({ type, state }: DesktopEvent, before: boolean): boolean {
  if (type === 'call-offered' || type === 'call-taken') return true;
  if (type === 'ring-no-answer' || type === 'offer-withdrawn' || type === 'conversation-ended') return false;
  return type === 'agent-state' ? state === 'offered' || state === 'talking' : before;
}
