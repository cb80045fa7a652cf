import type { FloorFact } from '../../src/core/acd/floor-facts.js';
import type { JournalEntry } from '../../src/core/journal/facts.js';
import type { Timer } from '../../src/core/ports/clock.js';
import type { DayPlan } from './centre-plan.js';
import type { Callers } from './callers.js';
import type { Centre } from './centre.js';
import type { Lots } from './lots.js';
import type { Team } from './team.js';

/** What goes wrong: slow and repeated messages, lost lines, dead processes, a PBX that restarts, a database that is away; and coincidences. */
export class Accidents {
  readonly happened = new Map<string, number>();
  private closing = false;
  private next: Timer | null = null;
  /** How many accidents keep the line down now. */
  private holds = 0;

  constructor(
    private readonly centre: Centre,
    private readonly lots: Lots,
    private readonly day: DayPlan,
    private readonly callers: Callers,
    private readonly team: Team,
  ) {
    const { slowestRequest, latestEvent, repeatedEvents } = day;
    const times = lots.fork();
    centre.pbx.faults = {
      ...(slowestRequest > 0 ? { requestTakes: () => times.whole(0, slowestRequest) } : {}),
      ...(slowestRequest > 0 && lots.happens(0.5) ? { answerTakes: () => times.whole(0, slowestRequest) } : {}),
      ...(latestEvent > 0 ? { eventTakes: () => times.whole(0, latestEvent) } : {}),
      ...(repeatedEvents > 0 ? { repeatsEvent: () => times.happens(repeatedEvents) } : {}),
      ...(lots.happens(0.5) ? { bundlesEvents: () => times.happens(0.5) } : {}),
      carriesOutLostRequest: () => times.happens(0.5),
    };
    centre.onFact((entry) => this.coincide(entry));
    centre.onDeath(() => this.noticeDeath());
  }

  open(): void {
    if (this.closing || this.day.callersPerAccident === Infinity) return;
    const { clock } = this.centre;
    this.next = clock.at(clock.now() + this.lots.exponential(this.day.callersPerAccident * this.day.meanGap), () => {
      this.happen();
      this.open();
    });
  }

  close(): void {
    this.closing = true;
    this.next?.stop();
  }

  private happen(): void {
    if (this.closing) return;
    const { centre, lots } = this;
    const what = lots.weighted({ line: 4, kill: 4, 'kill in a decision': 3, pbx: 1, database: 1 });
    this.happened.set(what, (this.happened.get(what) ?? 0) + 1);
    centre.trail.note(centre.clock.now(), `accident: ${what}`);
    if (what === 'line') this.cutLine();
    else if (what === 'pbx') this.restartPbx();
    else if (what === 'database') this.loseDatabase();
    else if (what === 'kill') centre.kill();
    else centre.killAfterFacts(lots.whole(1, 40));
    // Troubles come in company.
    if (lots.happens(0.2)) this.later(lots.pick([0, 1, 100, 1_000]), () => this.happen());
  }

  private cutLine(): void {
    this.holdLine();
    this.centre.loseLine();
    this.later(this.lots.pick([0, 1, 50, 4_000, 20_000]), () => this.releaseLine());
  }

  private restartPbx(): void {
    this.holdLine();
    this.centre.restartPbx();
    this.later(this.lots.pick([0, 2_000, 10_000]), () => this.releaseLine());
  }

  private loseDatabase(): void {
    const { database } = this.centre;
    database.away = true;
    this.later(this.lots.whole(1_000, 180_000), () => (database.away = false));
  }

  /** Whoever watches over the process starts another one. */
  private noticeDeath(): void {
    this.holdLine();
    this.later(this.lots.pick([0, 10, 1_000, 5_000]), () => this.restart());
  }

  private restart(): void {
    this.centre.start().then(
      () => this.later(this.lots.pick([0, 0, 300]), () => this.releaseLine()),
      () => this.later(1_000, () => this.restart()),
    );
  }

  private holdLine(): void {
    this.holds += 1;
  }

  private releaseLine(): void {
    this.holds -= 1;
    if (this.holds === 0) this.centre.pbx.restoreConnection();
  }

  /** Somebody acts in the same instant as the fact, or a moment later. */
  private coincide({ fact }: JournalEntry): void {
    const { lots, centre } = this;
    if (this.closing) return;
    if (fact.type === 'call-offered' && lots.happens(5 * this.day.coincidences)) this.hangUpAsAnswered(fact);
    if (!lots.happens(this.day.coincidences)) return;
    const callId = 'callId' in fact ? fact.callId : null;
    const agentId = 'agentId' in fact ? fact.agentId : null;
    this.later(lots.pick([0, 0, 1, 5, 50]), () => {
      if (callId !== null && (agentId === null || lots.happens(0.5))) this.callers.find(callId)?.caller.hangUp();
      else if (agentId !== null && centre.engine !== null) this.team.fidget(agentId);
    });
  }

  /** The caller hangs up in the very instant in which the agent answers, as far as that can be foreseen. */
  private hangUpAsAnswered({ callId, agentId }: Extract<FloorFact, { readonly type: 'call-offered' }>): void {
    const { behaviour, ringsAfterMs } = this.centre.phoneOf(agentId);
    const afterMs = 'afterMs' in behaviour ? Math.max(behaviour.afterMs, ringsAfterMs) : ringsAfterMs;
    this.later(afterMs, () => this.callers.find(callId)?.caller.hangUp());
  }

  private later(ms: number, act: () => void): void {
    const { clock } = this.centre;
    clock.at(clock.now() + ms, act);
  }
}
