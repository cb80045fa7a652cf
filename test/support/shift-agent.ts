import type { Lots } from '../simulation/lots.js';
import type { AgentDesktop, DesktopAnswer, DesktopEvent, TransferTarget } from './agent-desktop.js';
import type { IncomingCall } from './sip/incoming-call.js';
import type { SippAgent } from './sip/sipp-agent.js';

/** What agents do with a caller, and how often of so many times. */
export const ACTS = {
  'hang-up': 3,
  hold: 2,
  'hold by key': 2,
  colleague: 2,
  'send on by key': 2,
  queue: 1,
  number: 1,
  consult: 2,
  wait: 1,
  privacy: 1,
} as const;

export type Act = keyof typeof ACTS;

/** Where a caller may be sent, for a program and as it is dialled. */
export interface Destination {
  readonly what: 'agent' | 'queue' | 'number';
  readonly to: TransferTarget;
  readonly dialled: string;
}

/** What the agents of a shift have in common. */
export interface ShiftFloor {
  nextAct(): Act;
  /** One of this kind, for this agent to send a caller to. */
  destination(what: Destination['what'], by: ShiftAgent): Destination;
  count(outcome: string): void;
  goesWrong(what: string): void;
}

/** States that end by themselves, at an instant that was announced. */
const TIMED: readonly string[] = ['wrap-up', 'conventional-pause'];
const TALKS_AT_LEAST_MS = 300;
const TALKS_LONGER_MS = 2_500;

/** An agent of a shift, with a program and a phone: what they do as things happen, each after a moment of thought, is as the lots say. */
export class ShiftAgent {
  /** Of each of these states that was over no sooner than announced: by how much later, in ms. */
  readonly lateMs: number[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private state: DesktopEvent | null = null;
  private callId = '';
  private engaged = false;
  private over = false;

  constructor(
    readonly desktop: AgentDesktop,
    readonly extension: string,
    private readonly phone: SippAgent,
    private readonly lots: Lots,
    private readonly floor: ShiftFloor,
  ) {
    desktop.on((event) => this.hear(event));
  }

  /** Does nothing more of their own accord. */
  stop(): void {
    this.over = true;
  }

  close(): void {
    this.stop();
    for (const timer of this.timers) clearTimeout(timer);
    this.desktop.close();
  }

  /** A refusal is an answer; a fault of the backend is not. */
  async ask(what: string, request: () => Promise<DesktopAnswer>): Promise<void> {
    const { status, body } = await request();
    const outcome = `${what} ${status === 200 ? '200' : String(body['code'])}`;
    this.floor.count(outcome);
    if (status >= 500 || status === 400 || status === 404) this.floor.goesWrong(`${outcome}: ${JSON.stringify(body)}`);
  }

  private hear(event: DesktopEvent): void {
    if (event.type === 'call-offered' && this.engaged)
      this.floor.goesWrong(`an offer to agent ${this.desktop.agentId}, who has an offer or a call`);
    this.engaged = engagedAfter(event, this.engaged);
    if (event.type === 'call-connected' || event.type === 'call-offered') this.callId = String(event['callId']);
    if (event.type !== 'agent-state') return;
    const before = this.state;
    this.state = event;
    if (event['since'] !== before?.['since']) this.judgeEnd(before, event);
    if (event['state'] !== before?.['state']) this.act(String(event['state']));
  }

  private judgeEnd(before: DesktopEvent | null, next: DesktopEvent): void {
    const until = before?.['until'];
    if (typeof until !== 'string' || !TIMED.includes(String(before?.['state']))) return;
    const lateMs = Date.parse(next.at) - Date.parse(until);
    if (lateMs >= 0) this.lateMs.push(lateMs);
  }

  private act(state: string): void {
    const { desktop, lots } = this;
    if (state === 'available' && lots.happens(0.1)) this.soon(lots.between(0, 500), () => this.ask('pause', () => desktop.pause('coffee')));
    if (state === 'paused' && lots.happens(0.2)) this.soon(lots.between(500, 2_000), () => this.ask('sign-out', () => desktop.signOut()));
    else if (state === 'paused') this.soon(lots.between(500, 2_000), () => this.ask('resume', () => desktop.resume()));
    if (state === 'signed-out') this.soon(lots.between(500, 2_000), () => this.ask('sign-in', () => desktop.signIn()));
    if (state === 'talking') this.soon(TALKS_AT_LEAST_MS + lots.exponential(TALKS_LONGER_MS), () => this.talk());
    if (state === 'talking' && lots.happens(0.1))
      this.soon(lots.between(200, 2_000), () => this.ask('pause', () => desktop.pause('lunch')));
    // As often it ends by itself.
    if (state === 'wrap-up' && lots.happens(0.5)) this.soon(lots.between(100, 800), () => this.finish());
  }

  private async talk(): Promise<void> {
    const { desktop, floor } = this;
    const act = floor.nextAct();
    if (act === 'hang-up') await this.hangUp();
    if (act === 'colleague') await this.sendOn('agent');
    if (act === 'queue' || act === 'number') await this.sendOn(act);
    if (act === 'send on by key') await this.sendOnByKey(this.lots.pick(['agent', 'queue', 'number']));
    if (act === 'hold') {
      await this.ask('hold', () => desktop.hold());
      await this.moment();
      await this.ask('unhold', () => desktop.unhold());
      await this.hangUp();
    }
    if (act === 'hold by key') {
      await this.press('hold by key', (line) => line.hold());
      await this.moment();
      await this.press('unhold by key', (line) => line.unhold());
      await this.hangUp();
    }
    if (act === 'privacy') {
      await this.ask('pause the recording', () => desktop.pauseRecording());
      await this.moment();
      await this.ask('resume the recording', () => desktop.resumeRecording());
    }
    if (act === 'consult') {
      await this.ask('consult an agent', () => desktop.transfer(floor.destination('agent', this).to, 'attended'));
      await this.moment();
      if (this.lots.happens(0.6)) await this.ask('complete', () => desktop.completeTransfer());
      else await this.ask('cancel', () => desktop.cancelTransfer());
    }
  }

  private hangUp(): Promise<void> {
    return this.ask('hang-up', () => this.desktop.hangUp());
  }

  private sendOn(what: Destination['what']): Promise<void> {
    const { to } = this.floor.destination(what, this);
    return this.ask(`transfer to ${what === 'agent' ? 'an' : 'a'} ${what}`, () => this.desktop.transfer(to, 'blind'));
  }

  private sendOnByKey(what: Destination['what']): Promise<void> {
    const { dialled } = this.floor.destination(what, this);
    return this.press(`transfer by key to ${what === 'agent' ? 'an' : 'a'} ${what}`, (line) => line.refer(`sip:${dialled}@127.0.0.1`));
  }

  /** A key of the phone. The call may be over by then; as long as it is not, the PBX answers. */
  private async press(what: string, act: (line: IncomingCall) => Promise<{ readonly status: number }>): Promise<void> {
    // The next call may be ringing already: a key is for the one that was answered.
    const line = this.phone.openCalls.filter(({ answeredAt }) => answeredAt !== undefined).at(-1);
    try {
      this.floor.count(`${what} ${line === undefined ? 'too late' : String((await act(line)).status)}`);
    } catch (fault) {
      if (line?.isOver === false) this.floor.goesWrong(`${what}: ${String(fault)}`);
      else this.floor.count(`${what} too late`);
    }
  }

  private async finish(): Promise<void> {
    const { desktop, lots, callId } = this;
    if (callId === '' || lots.happens(0.3)) await this.ask('end wrap-up', () => desktop.endWrapUp());
    else await this.ask('dispose', () => desktop.dispose({ callId, code: lots.pick(['92', '93', '96']), note: 'seen' }));
  }

  private soon(afterMs: number, act: () => Promise<unknown>): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (!this.over) void act().catch((fault: unknown) => this.floor.goesWrong(String(fault)));
    }, afterMs);
    this.timers.add(timer);
  }

  private moment(): Promise<void> {
    const ms = this.lots.between(300, 2_000);
    return new Promise((resolve) => this.timers.add(setTimeout(resolve, ms)));
  }
}

/** Whether the agent has an offer or a call once this has happened. A state that is passed through within one decision is not told. */
function engagedAfter({ type, state }: DesktopEvent, before: boolean): boolean {
  if (type === 'call-offered' || type === 'call-taken') return true;
  if (type === 'ring-no-answer' || type === 'offer-withdrawn' || type === 'conversation-ended') return false;
  return type === 'agent-state' ? state === 'offered' || state === 'talking' : before;
}
