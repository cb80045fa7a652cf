import { Engagement } from './engagement.js';
import { FreeTimes } from './free-times.js';
import type { Habits } from './habits.js';
import { CLASSES, type BusyAgent, type ClassNumber, type ClassSet, type LineState } from './line-state.js';
import type { Lots } from './lots.js';
import { SOON_SECONDS, type StaffHabits } from './staffing.js';
import { NEVER, type Remainder } from './survival-curve.js';

/** Overtakers may come faster than they are served: after so many the line is as good as standing still, and what has passed is told. */
const OVERTAKERS_PLAYED = 400;

/** After so many, agents who idle now are left out: they have no more part in what the caller waits for. */
const SERVED_AT_ONCE_PLAYED = 2_000;

/** The lots of patience, of coming and of going begin so far from those of work that hardly anybody meets their own number again. */
const PATIENCE_ROLES = 500;
const STAFF_ROLES = 760;

interface PlayedAgent {
  readonly serves: ClassSet;
  /** From when on they may serve the caller. */
  readonly servesAskerIn: number;
  readonly engagement: Engagement;
  /** Until they come back; null for who is at work. */
  readonly back: Remainder | null;
  /** From now, or from their return, until they leave; null when they leave as soon as they may. */
  readonly stays: Remainder | null;
  /** How long they are away then. */
  readonly goes: Remainder;
}

const NOBODY = { serves: 0, servesAskerIn: Infinity };

interface PlayedCaller {
  readonly classNumber: ClassNumber;
  readonly engagement: Engagement;
  /** Null for those who do not give up. */
  readonly patience: Remainder | null;
  /** The next of the same class; -1 after the last. */
  next: number;
}

interface PlayedStream {
  readonly bit: ClassSet;
  readonly perSecond: number;
  readonly engagement: Engagement;
  /** Null for those who do not give up. */
  readonly patience: Remainder | null;
  /** Who comes later is not counted. */
  readonly untilSeconds: number;
  /** When the first of them comes whom nobody has taken yet, and when that one gives up. */
  nextAt: number;
  givesUpAt: number;
}

/**
 * Courses that the line may take from now until the caller's turn. Each play draws by lot how long everybody talks, rests and waits; who serves
 * whom then follows from the floor's own rule: an agent who comes free takes the first in the order whom they may serve and who has
 * not given up. Agents shared with other queues, callers of other classes and overtakers need no rule of thumb: they are played.
 */
export class LinePlay {
  private readonly agents: readonly PlayedAgent[];
  private readonly callers: readonly PlayedCaller[];
  private readonly streams: readonly PlayedStream[];
  /** The first in the line of each class, -1 for nobody: as it is now, and as it is in the play. */
  private readonly firsts = new Int32Array(CLASSES).fill(-1);
  private readonly heads = new Int32Array(CLASSES);
  private readonly freeTimes: FreeTimes;
  private readonly staff: StaffHabits | null;
  /** When each agent leaves work, in the play. */
  private readonly leaveTimes: Float64Array;
  /** How many of a higher priority came during the last course, and went first. */
  private overtaken = 0;
  /** How many of them found an agent idle, whom the caller has no use for. */
  private servedAtOnce = 0;
  private readonly idle: number[] = [];
  private role = 0;
  private play = 0;

  constructor(
    line: LineState,
    habits: Habits,
    readonly lots: Lots,
  ) {
    this.agents = line.agents.map((agent) => ({
      serves: agent.serves,
      servesAskerIn: agent.servesAskerIn,
      engagement: Engagement.rest(agent, habits.effortOf(agent.campaignId)),
      ...staying(agent, habits.staff),
    }));
    this.staff = habits.staff;
    this.leaveTimes = new Float64Array(this.agents.length).fill(Infinity);
    this.callers = line.ahead.map(({ classNumber, campaignId, afterCallSeconds, patient, waitedSeconds }) => ({
      classNumber,
      engagement: Engagement.whole(habits.effortOf(campaignId), afterCallSeconds),
      patience: patient ? null : (habits.patienceOf(campaignId)?.after(waitedSeconds) ?? null),
      next: -1,
    }));
    this.streams = line.overtakers.map(({ classNumber, campaignId, perSecond, untilSeconds }) => ({
      bit: 1 << classNumber,
      perSecond,
      engagement: Engagement.whole(habits.effortOf(campaignId), null),
      patience: habits.patienceOf(campaignId)?.fresh ?? null,
      untilSeconds,
      nextAt: 0,
      givesUpAt: 0,
    }));
    this.freeTimes = new FreeTimes(this.agents.length);
    for (let index = this.callers.length - 1; index >= 0; index -= 1) this.standInClass(index);
  }

  private standInClass(index: number): void {
    const caller = this.callers[index];
    if (caller === undefined) return;
    caller.next = this.firsts[caller.classNumber] ?? -1;
    this.firsts[caller.classNumber] = index;
  }

  /** Of a higher priority, during the last course. */
  get cameLater(): number {
    return this.overtaken + this.servedAtOnce;
  }

  /** Seconds until an agent is free for the caller, in the course of this number. */
  wait(play: number): number {
    this.play = play;
    this.role = 0;
    this.overtaken = 0;
    this.servedAtOnce = 0;
    this.idle.length = 0;
    this.begin();
    while (this.overtaken < OVERTAKERS_PLAYED) {
      const now = this.freeTimes.earliest;
      if (this.idle.length > 0 && this.serveIdly(now)) continue;
      if (now === Infinity) return Infinity;
      if (this.staff !== null && (this.leaveTimes[this.freeTimes.agent] ?? Infinity) <= now) {
        this.leave(this.freeTimes.agent, this.staff, now);
        continue;
      }
      const { serves, servesAskerIn } = this.agents[this.freeTimes.agent] ?? NOBODY;
      const overtaker = this.overtakerFor(serves, now);
      if (overtaker !== null) {
        this.overtaken += 1;
        this.expectAfter(overtaker.nextAt, overtaker);
        this.freeTimes.delay(now + this.length(overtaker.engagement));
        continue;
      }
      const next = this.nextFor(serves, now);
      if (next !== null) this.freeTimes.delay(now + this.length(next.engagement));
      else if (servesAskerIn <= now) return now;
      // Nobody else of this line is for them until the skill that they lack is relaxed.
      else if (servesAskerIn < Infinity) this.freeTimes.delay(servesAskerIn);
      else this.rest(serves);
    }
    return this.freeTimes.earliest;
  }

  private begin(): void {
    this.heads.set(this.firsts);
    this.freeTimes.clear();
    for (const [index, { engagement, back, stays }] of this.agents.entries()) {
      const free = back === null ? this.length(engagement) : back.seconds(this.staffLot(index));
      this.freeTimes.add(index, free);
      if (this.staff === null) continue;
      const begins = back === null ? 0 : free;
      this.leaveTimes[index] = stays === null ? 0 : begins + stays.seconds(this.staffLot(this.agents.length + index));
    }
    for (const stream of this.streams) this.expectAfter(0, stream);
  }

  /** Nobody waits for the agent who is free now: they are there for who comes. */
  private rest(serves: ClassSet): void {
    if (this.streams.some(({ bit }) => (bit & serves) !== 0)) this.idle.push(this.freeTimes.agent);
    this.freeTimes.dismiss();
  }

  /** Whoever comes before `until` and finds an agent idle is served at once. Tells whether anybody did. */
  private serveIdly(until: number): boolean {
    if (this.servedAtOnce >= SERVED_AT_ONCE_PLAYED) return false;
    let next: PlayedStream | null = null;
    for (const stream of this.streams) if (stream.nextAt < (next?.nextAt ?? until) && this.idlerFor(stream.bit) >= 0) next = stream;
    if (next === null) return false;
    const at = next.nextAt;
    const [agent] = this.idle.splice(this.idlerFor(next.bit), 1);
    this.expectAfter(at, next);
    this.servedAtOnce += 1;
    if (agent !== undefined) this.freeTimes.add(agent, at + this.length(next.engagement));
    return true;
  }

  private idlerFor(bit: ClassSet): number {
    return this.idle.findIndex((agent) => ((this.agents[agent]?.serves ?? 0) & bit) !== 0);
  }

  /**
   * The agent who is free now goes away, and comes back. Who would be away for long stays instead, unless they have said that they go: a caller before
   * the end of a shift is told of the agents there are, not of tomorrow's.
   */
  private leave(agent: number, staff: StaffHabits, now: number): void {
    const played = this.agents[agent];
    const isCertain = played?.stays === null && (this.leaveTimes[agent] ?? 0) === 0;
    const away = (isCertain ? played.goes : staff.absenceOf(null).fresh).seconds(this.lot());
    this.leaveTimes[agent] = Infinity;
    if (away <= SOON_SECONDS) {
      this.leaveTimes[agent] = now + away + staff.presence.fresh.seconds(this.lot());
      this.freeTimes.delay(now + away);
    } else if (isCertain) this.freeTimes.dismiss();
  }

  private staffLot(role: number): number {
    return this.lots.draw(STAFF_ROLES + role, this.play);
  }

  /** The next of the stream, and their patience. */
  private expectAfter(before: number, stream: PlayedStream): void {
    const at = before + this.lot() / stream.perSecond;
    stream.nextAt = at > stream.untilSeconds ? Infinity : at;
    stream.givesUpAt = stream.patience === null ? Infinity : at + stream.patience.seconds(this.lot());
  }

  private length(engagement: Engagement): number {
    return engagement.seconds(this.lot(), this.lot());
  }

  private lot(): number {
    this.role += 1;
    return this.lots.draw(this.role, this.play);
  }

  private overtakerFor(serves: ClassSet, now: number): PlayedStream | null {
    for (const stream of this.streams) {
      if ((stream.bit & serves) === 0) continue;
      while (stream.nextAt <= now && stream.givesUpAt < now) this.expectAfter(stream.nextAt, stream);
      if (stream.nextAt <= now) return stream;
    }
    return null;
  }

  /** Takes the first in the order out of the line, among those the agent may serve who are still there. */
  private nextFor(serves: ClassSet, now: number): PlayedCaller | null {
    let first = -1;
    for (let left = serves; left !== 0; left &= left - 1) {
      const head = this.headOf(31 - Math.clz32(left & -left), now);
      if (head >= 0 && (first < 0 || head < first)) first = head;
    }
    const taken = first < 0 ? undefined : this.callers[first];
    if (taken === undefined) return null;
    this.heads[taken.classNumber] = taken.next;
    return taken;
  }

  /** The first of the class who has not given up by now. */
  private headOf(classNumber: ClassNumber, now: number): number {
    let head = this.heads[classNumber] ?? -1;
    while (head >= 0) {
      const caller = this.callers[head];
      if (caller?.patience == null || caller.patience.seconds(this.patienceLot(head)) > now) break;
      head = caller.next;
    }
    this.heads[classNumber] = head;
    return head;
  }

  /** Everybody keeps one patience through a play, however often it is asked about. */
  private patienceLot(caller: number): number {
    return this.lots.draw(PATIENCE_ROLES + caller, this.play);
  }
}

/** Of an agent whom nobody knows to go or come, that they stay as they are. */
function staying(
  { stage, atWorkSeconds, absence, elapsedSeconds }: BusyAgent,
  staff: StaffHabits | null,
): Pick<PlayedAgent, 'back' | 'stays' | 'goes'> {
  const isAway = stage === 'absent';
  if (staff === null) return { back: isAway ? NEVER : null, stays: NEVER, goes: NEVER };
  const law = staff.absenceOf(absence);
  if (isAway) return { back: law.after(elapsedSeconds), stays: staff.presence.fresh, goes: law.fresh };
  return { back: null, stays: atWorkSeconds === null ? null : staff.presence.after(atWorkSeconds), goes: law.fresh };
}
