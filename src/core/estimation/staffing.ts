import type { FloorFact } from '../acd/floor-facts.js';
import type { Agent } from '../acd/floor-state.js';
import type { AgentId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import { StayTable, type SavedStayTable } from './stay-table.js';
import type { SurvivalCurve } from './survival-curve.js';

/** Until so many came back, nobody is expected back, and everybody at work is taken to stay: a first lunch says nothing of the next. */
const RETURNS_NEEDED = 2.9;

/** Who is not back by then, of those who leave, is not waited for. */
export const SOON_SECONDS = 7200;
/** Of whom hardly one in ten comes back within that time, nobody is looked out for: a floor may have far more people at home than at work. */
const SOON_RISK = 0.105;
/** Older absences than this are told apart no more (see `AGES`). */
const LONGEST_SECONDS = 4 * 3600;

/** When so many more are away than ever came back soon from being away together, they have gone home, whatever each of them did before. */
const MORE_THAN_EVER = 1.5;
const FADING = 0.999;

/** Who has been away so long has left the house. */
const FORGOTTEN_AFTER = seconds(7 * 24 * 3600);

/** Reasons of pauses may be any text; of more than this, the one that fewest came back from is forgotten. */
const KINDS_KEPT = 50;

/** The laws are drawn anew after this, for those under way grow older, or after this when somebody came or went. */
const DRAWN_FOR = { quiet: seconds(15), busy: seconds(1) };

/** Why somebody is away: signed out, or paused for a reason. */
export type AbsenceKind = string;

const SIGNED_OUT: AbsenceKind = 'signed-out';

export interface Absence {
  readonly kind: AbsenceKind;
  readonly elapsedSeconds: number;
}

/** How long agents stay at work, and away. */
export interface StaffHabits {
  readonly presence: SurvivalCurve;
  /** `null`: of any kind. */
  absenceOf(kind: AbsenceKind | null): SurvivalCurve;
}

export interface SavedStaffing {
  readonly presence: SavedStayTable;
  readonly anyAbsence: SavedStayTable;
  readonly absences: readonly (readonly [AbsenceKind, SavedStayTable])[];
  readonly mostAway: number;
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
  private readonly absences: Map<AbsenceKind, StayTable>;
  private readonly stays = new Map<AgentId, Stay>();
  private away = 0;
  /** The most who were away at once when one of them came back soon. */
  private mostAway: number;
  private changed = false;
  private drawn: { readonly at: Instant; readonly habits: StaffHabits } | null = null;

  constructor(saved?: SavedStaffing) {
    this.presence = new StayTable(saved?.presence);
    this.anyAbsence = new StayTable(saved?.anyAbsence);
    this.absences = new Map(saved?.absences.map(([kind, table]) => [kind, new StayTable(table)]));
    this.mostAway = saved?.mostAway ?? 0;
  }

  learn(fact: FloorFact, at: Instant): void {
    if (fact.type !== 'agent-state') return;
    const before = this.stays.get(fact.agentId);
    const now = stayIn(fact, at);
    if (before?.standing === now.standing && before.kind === now.kind) return;
    if (before?.isWhole === true && before.standing !== 'absent' && now.standing === 'absent') this.presence.learn(lasted(before, at));
    if (before?.isWhole === true && before.standing === 'absent' && now.standing !== 'absent') this.returned(before, at);
    const after = before === undefined ? now : afterwards(before, now, at);
    this.away += Number(isAway(after)) - Number(before !== undefined && isAway(before));
    this.stays.set(fact.agentId, after);
    this.changed = true;
  }

  private returned(stay: Stay, at: Instant): void {
    const stayed = lasted(stay, at);
    const table = this.absences.get(stay.kind) ?? new StayTable();
    this.absences.set(stay.kind, table);
    for (const each of [table, this.anyAbsence]) each.learn(stayed);
    if (stayed < SOON_SECONDS) this.mostAway = Math.max(this.mostAway * FADING, this.away);
    if (this.absences.size > KINDS_KEPT) this.forgetRarest();
  }

  private forgetRarest(): void {
    const [rarest] = [...this.absences].sort(([, a], [, b]) => a.evidence - b.evidence);
    if (rarest !== undefined) this.absences.delete(rarest[0]);
  }

  /** Null for somebody who is at work, who signed out before we looked, or is not expected back soon. */
  absenceOf(agent: Agent, now: Instant): Absence | null {
    if (agent.state !== 'signed-out' && agent.state !== 'paused') return null;
    const habits = this.habits(now);
    if (habits === null || this.away > MORE_THAN_EVER * this.mostAway) return null;
    const stay = this.stays.get(agent.settings.agentId) ?? pausedBefore(agent);
    if (!isAway(stay) || (stay.kind === SIGNED_OUT) !== (agent.state === 'signed-out')) return null;
    const absence = { kind: stay.kind, elapsedSeconds: lasted(stay, now) };
    return isExpectedSoon(habits.absenceOf(stay.kind), absence.elapsedSeconds) ? absence : null;
  }

  /** How long the agent has been at work; 0 for somebody who is not known. */
  secondsAtWork(agentId: AgentId, now: Instant): number {
    const stay = this.stays.get(agentId);
    return stay?.standing === 'present' ? lasted(stay, now) : 0;
  }

  /** Null while too few were seen to leave and come back. */
  habits(now: Instant): StaffHabits | null {
    if (this.anyAbsence.evidence < RETURNS_NEEDED) return null;
    const { drawn } = this;
    if (drawn !== null && now >= drawn.at && now - drawn.at < (this.changed ? DRAWN_FOR.busy : DRAWN_FOR.quiet)) return drawn.habits;
    const habits = this.draw(now);
    this.drawn = { at: now, habits };
    this.changed = false;
    return habits;
  }

  private draw(now: Instant): StaffHabits {
    const atWork: number[] = [];
    const away: number[] = [];
    const awayFor = new Map<AbsenceKind, number[]>([...this.absences.keys()].map((kind) => [kind, []]));
    for (const [agentId, stay] of this.stays) {
      if (stay.standing === 'present' && stay.isWhole) atWork.push(lasted(stay, now));
      if (!isAway(stay)) continue;
      if (now - stay.since > FORGOTTEN_AFTER) {
        this.stays.delete(agentId);
        this.away -= 1;
        continue;
      }
      away.push(lasted(stay, now));
      const ofKind = awayFor.get(stay.kind) ?? [];
      ofKind.push(lasted(stay, now));
      awayFor.set(stay.kind, ofKind);
    }
    const any = this.anyAbsence.curve(away);
    const curves = new Map<AbsenceKind | null, SurvivalCurve>();
    for (const [kind, ages] of awayFor) curves.set(kind, (this.absences.get(kind) ?? new StayTable()).curve(ages, any));
    return { presence: this.presence.curve(atWork), absenceOf: (kind) => curves.get(kind) ?? any };
  }

  save(): SavedStaffing {
    return {
      presence: this.presence.save(),
      anyAbsence: this.anyAbsence.save(),
      absences: [...this.absences].map(([kind, table]) => [kind, table.save()]),
      mostAway: this.mostAway,
    };
  }
}

/** A pause that is pending, and may be taken back, is part of the stay at work; being paused and then signed out is one absence. */
function afterwards(before: Stay, now: Stay, at: Instant): Stay {
  const goesOn = (before.standing === 'absent') === (now.standing === 'absent');
  return { ...now, since: goesOn ? before.since : at, isWhole: goesOn ? before.isWhole : true };
}

function isAway({ standing, isWhole }: Stay): boolean {
  return standing === 'absent' && isWhole;
}

/** The stay that this fact tells of, for an agent never met before. */
function stayIn({ state, since, reason, pendingPause, memory }: Extract<FloorFact, { type: 'agent-state' }>, at: Instant): Stay {
  switch (state) {
    case 'signed-out':
      return { standing: 'absent', since, kind: SIGNED_OUT, isWhole: false };
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
function pausedBefore({ state, since, reason }: Agent): Stay {
  return { standing: 'absent', since, kind: pausedFor(reason), isWhole: state === 'paused' };
}

function isExpectedSoon(absence: SurvivalCurve, elapsed: number): boolean {
  if (elapsed > LONGEST_SECONDS) return false;
  return absence.riskUntil(elapsed + SOON_SECONDS) - absence.riskUntil(elapsed) >= SOON_RISK;
}

function lasted({ since }: Stay, now: Instant): number {
  return Math.max(0, now - since) / seconds(1);
}
