import type { FloorFact } from '../acd/floor-facts.js';
import type { Agent } from '../acd/floor-state.js';
import type { AgentId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import { StayTable, type SavedStayTable, type Supposition } from './stay-table.js';
import type { SurvivalCurve } from './survival-curve.js';

/**
 * Before anybody was seen to come back, those who leave are taken to do so within an hour or two, as if two had after an hour each; the longer those
 * under way have lasted, the less this weighs.
 */
const SUPPOSED_RETURNS: Supposition = { stays: 2, seconds: 7200 };

/** Until so many came back, everybody at work is taken to stay: a first lunch says nothing of who will go next. */
const RETURNS_BEFORE_LEAVING = 2.9;

/** Of whom one in ten at most comes back within two hours, nobody is looked out for: a floor may have far more people at home than at work. */
const SOON_SECONDS = 7200;
const SOON_RISK = 0.105;

/** Reasons of pauses are the operator's; of more than this, those that nobody came back from longest are forgotten. */
const KINDS_KEPT = 50;

/** A law of stays is drawn anew after this, for those under way grow older. */
const DRAWN_FOR = seconds(15);

/** Why somebody is away: signed out, or paused for a reason. */
export type AbsenceKind = string;

export interface Absence {
  readonly kind: AbsenceKind;
  readonly elapsedSeconds: number;
}

/** How long agents stay at work, and away. */
export interface StaffHabits {
  /** Null while everybody at work is taken to stay. */
  readonly presence: SurvivalCurve | null;
  /** `null`: of any kind. */
  absenceOf(kind: AbsenceKind | null): SurvivalCurve;
}

export interface SavedStaffing {
  readonly presence: SavedStayTable;
  readonly anyAbsence: SavedStayTable;
  readonly absences: readonly (readonly [AbsenceKind, SavedStayTable])[];
}

interface Stay {
  /** `leaving`: at work until the present call is over. */
  readonly standing: 'present' | 'leaving' | 'absent';
  readonly since: Instant;
  readonly kind: AbsenceKind;
  /** We saw it begin. */
  readonly isWhole: boolean;
}

/**
 * Learns from the agents' states how long they stay at work and how long they stay away, by the reason they gave: lunches, coffees, shifts. Whoever
 * signed out before we looked is not expected back.
 */
export class Staffing {
  private readonly presence: StayTable;
  private readonly anyAbsence: StayTable;
  /** The kind that learned last comes last. */
  private readonly absences: Map<AbsenceKind, StayTable>;
  private readonly stays = new Map<AgentId, Stay>();
  private anybodyLeft = false;
  private drawn: { readonly at: Instant; readonly habits: StaffHabits } | null = null;

  constructor(saved?: SavedStaffing) {
    this.presence = new StayTable(saved?.presence);
    this.anyAbsence = new StayTable(saved?.anyAbsence);
    this.absences = new Map(saved?.absences.map(([kind, table]) => [kind, new StayTable(table)]));
  }

  learn(fact: FloorFact, at: Instant): void {
    if (fact.type !== 'agent-state') return;
    const before = this.stays.get(fact.agentId);
    const now = stayIn(fact, at);
    this.anybodyLeft ||= now.standing === 'leaving' || (now.standing === 'absent' && (now.isWhole || before !== undefined));
    if (before === undefined) {
      this.stays.set(fact.agentId, now);
      return;
    }
    if (before.standing === now.standing && before.kind === now.kind) return;
    if (before.standing === 'present' && before.isWhole) this.presence.learn(lasted(before, at));
    if (before.standing === 'absent' && now.standing !== 'absent' && before.isWhole) this.returned(before, at);
    const isSame = before.standing === 'absent' && now.standing === 'absent';
    this.stays.set(fact.agentId, {
      ...now,
      since: isSame ? before.since : at,
      isWhole: isSame ? before.isWhole : before.standing !== 'leaving' || now.standing === 'absent',
    });
    this.drawn = null;
  }

  private returned(stay: Stay, at: Instant): void {
    const table = this.absences.get(stay.kind) ?? new StayTable();
    for (const each of [table, this.anyAbsence]) each.learn(lasted(stay, at));
    this.absences.delete(stay.kind);
    this.absences.set(stay.kind, table);
    const [oldest] = this.absences.keys();
    if (this.absences.size > KINDS_KEPT && oldest !== undefined) this.absences.delete(oldest);
  }

  /** Null for somebody who is at work, who signed out before we looked, or is not expected back soon. */
  absenceOf(agent: Agent, now: Instant): Absence | null {
    const habits = this.habits(now);
    const stay = this.stays.get(agent.settings.agentId) ?? (agent.state === 'paused' ? pausedBefore(agent) : undefined);
    if (habits === null || stay?.standing !== 'absent' || !stay.isWhole) return null;
    const absence = { kind: stay.kind, elapsedSeconds: lasted(stay, now) };
    return isExpectedSoon(habits.absenceOf(stay.kind), absence.elapsedSeconds) ? absence : null;
  }

  /** How long the agent has been at work; 0 for somebody who is not known. */
  secondsAtWork(agentId: AgentId, now: Instant): number {
    const stay = this.stays.get(agentId);
    return stay?.standing === 'present' ? lasted(stay, now) : 0;
  }

  /** Null while nobody was seen to leave. */
  habits(now: Instant): StaffHabits | null {
    if (!this.anybodyLeft && this.anyAbsence.evidence === 0) return null;
    if (this.drawn === null || now < this.drawn.at || now - this.drawn.at > DRAWN_FOR) this.drawn = { at: now, habits: this.draw(now) };
    return this.drawn.habits;
  }

  private draw(now: Instant): StaffHabits {
    const atWork: number[] = [];
    const away: number[] = [];
    const awayFor = new Map<AbsenceKind, number[]>([...this.absences.keys()].map((kind) => [kind, []]));
    for (const stay of this.stays.values()) {
      if (!stay.isWhole || stay.standing === 'leaving') continue;
      (stay.standing === 'present' ? atWork : away).push(lasted(stay, now));
      if (stay.standing === 'absent') awayFor.set(stay.kind, [...(awayFor.get(stay.kind) ?? []), lasted(stay, now)]);
    }
    const any = this.anyAbsence.curve(away, { supposed: SUPPOSED_RETURNS });
    const curves = new Map<AbsenceKind | null, SurvivalCurve>();
    for (const [kind, ages] of awayFor) curves.set(kind, (this.absences.get(kind) ?? new StayTable()).curve(ages, { lent: any }));
    return {
      presence: this.anyAbsence.evidence < RETURNS_BEFORE_LEAVING ? null : this.presence.curve(atWork),
      absenceOf: (kind) => curves.get(kind) ?? any,
    };
  }

  save(): SavedStaffing {
    return {
      presence: this.presence.save(),
      anyAbsence: this.anyAbsence.save(),
      absences: [...this.absences].map(([kind, table]) => [kind, table.save()]),
    };
  }
}

/** The stay that this fact tells of, for an agent never met before. */
function stayIn({ state, since, reason, pendingPause, memory }: Extract<FloorFact, { type: 'agent-state' }>, at: Instant): Stay {
  switch (state) {
    case 'signed-out':
      return { standing: 'absent', since, kind: 'signed-out', isWhole: false };
    case 'paused':
      return { standing: 'absent', since, kind: pausedFor(reason), isWhole: true };
    default:
      if (pendingPause !== null) return { standing: 'leaving', since: at, kind: pausedFor(pendingPause), isWhole: false };
      return { standing: 'present', since, kind: '', isWhole: state === 'available' && memory.callsTaken === 0 };
  }
}

export function pausedFor(reason: string | null): AbsenceKind {
  return `paused ${reason ?? ''}`;
}

/** Of an agent of whom no fact has told since the process began. */
function pausedBefore({ since, reason }: Agent): Stay {
  return { standing: 'absent', since, kind: pausedFor(reason), isWhole: true };
}

function isExpectedSoon(absence: SurvivalCurve, elapsed: number): boolean {
  return absence.riskUntil(elapsed + SOON_SECONDS) - absence.riskUntil(elapsed) >= SOON_RISK;
}

function lasted({ since }: Stay, now: Instant): number {
  return Math.max(0, now - since) / seconds(1);
}
