import { habitsIn, type Habits } from './habits.js';
import { LinePlay } from './line-play.js';
import type { LineState } from './line-state.js';
import { Lots } from './lots.js';
import { memorylessWait, plainEffort } from './plain-line.js';
import type { ServiceHistory } from './service-history.js';
import type { StaffHabits } from './staffing.js';
import type { SurvivalCurve } from './survival-curve.js';

/** Four of five callers wait between `low` and `high`; `seconds` is what they wait on average. */
export interface WaitEstimate {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
  /** Infinity where theory says the variance. */
  readonly plays: number;
}

/** Short lines are cheap to play and vary most, so they are played oftenest. */
const SHORT = { people: 40, lots: new Lots(32) };
const MIDDLING = { people: 100, lots: new Lots(16) };
const LONG = { lots: new Lots(8) };

/** Nine callers of ten are below the mean plus this many standard deviations of the normal law. */
const ONE_IN_TEN = 1.2816;

/** A variance seen in few plays may be too small: by so much farther, divided by their number, is nine of ten for Student's law. */
const FEW_PLAYS = 0.83;

/**
 * The wait of a caller in this line, until an agent answers; null while too few conversations have ended to say.
 *
 * With every agent talking, n ahead and conversations of the exponential law, the wait is the sum of n + 1 gaps of mean `talk / agents`, and nobody
 * can foretell it better than by (n + 1) × talk ÷ agents, with a relative error of 1 / √(n + 1) (Whitt 1999, "Predicting queueing delays"; QL in
 * Ibrahim & Whitt 2009). That is what this says of such a line. Any other line is played (see `LinePlay`) with what the history knows
 * of conversations, rest, patience and arrivals, and the mean of the plays is told: the estimate that minimises the squared error is the
 * conditional mean, whatever the laws.
 */
export function estimateWait(line: LineState, history: ServiceHistory, staff: StaffHabits | null = null, width = 1): WaitEstimate | null {
  const habits = habitsIn(line, history, staff);
  if (habits === null) return null;
  const { mean, variance, plays } = momentsOf(line, habits);
  if (!Number.isFinite(mean)) return null;
  // A thinned line has fewer people to average luck over than the floor has.
  return rangeAround(
    mean * line.stretch,
    (variance * line.stretch) / line.thinning,
    history.conversations,
    plays,
    habits.effortOf(line.campaignId).ringSeconds,
    width,
  );
}

function momentsOf(line: LineState, habits: Habits): Moments {
  const plain = plainEffort(line, habits);
  if (plain === null) return momentsIn(playedWaits(line, habits));
  const { talk } = plain;
  const exact = memorylessWait(line, talk.mean);
  if (talk.memoryless === talk && habits.staff === null)
    return { mean: exact, variance: exact ** 2 / (line.ahead.length + 1), plays: Infinity };
  return withoutLuck(playedWaits(line, habits), playedWaits(line, memorylessHabits(talk)), exact);
}

function playedWaits(line: LineState, habits: Habits): readonly number[] {
  const people = line.agents.length + line.ahead.length;
  let course = new LinePlay(line, habits, lotsFor(people));
  // How many come and go first shows in a first course only, and makes a short line long.
  const first = course.wait(0);
  const lots = lotsFor(people + course.cameLater);
  if (lots === course.lots) return [first, ...waitsIn(course, 1)];
  course = new LinePlay(line, habits, lots);
  return waitsIn(course, 0);
}

function lotsFor(people: number): Lots {
  return (people <= SHORT.people ? SHORT : people <= MIDDLING.people ? MIDDLING : LONG).lots;
}

function waitsIn(course: LinePlay, from: number): readonly number[] {
  return Array.from({ length: course.lots.plays - from }, (_, play) => course.wait(from + play));
}

function memorylessHabits(talk: SurvivalCurve): Habits {
  const effort = { ringSeconds: 0, talk: talk.memoryless, rest: null };
  return { effortOf: () => effort, patienceOf: () => null, staff: null };
}

/**
 * Takes the luck of the lots out of the waits: the same line was played with the same lots and conversations without memory, whose exact mean is
 * known, and as far as the two go together, the waits are off by as much as the `control` is (a control variate).
 */
function withoutLuck(waits: readonly number[], control: readonly number[], exact: number): Moments {
  const { mean, variance, plays } = momentsIn(waits);
  const luck = momentsIn(control);
  const together = waits.reduce((sum, wait, play) => sum + (wait - mean) * ((control[play] ?? exact) - luck.mean), 0) / (waits.length - 1);
  return { mean: luck.variance === 0 ? mean : mean - (together / luck.variance) * (luck.mean - exact), variance, plays };
}

function momentsIn(waits: readonly number[]): Moments {
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  return { mean, variance: waits.reduce((sum, wait) => sum + (wait - mean) ** 2, 0) / (waits.length - 1), plays: waits.length };
}

/** Beyond this the approximation of the gamma law's quantiles is none. */
const WIDEST = 3;

/** The range of a gamma law with this mean and variance (Wilson & Hilferty 1931), the doubt about the mean itself included. */
function rangeAround(mean: number, variance: number, conversations: number, plays: number, ring: number, width: number): WaitEstimate {
  if (mean <= 0) return { seconds: ring, low: ring, high: ring };
  const relative = Math.min(WIDEST, variance / mean ** 2 + 1 / conversations);
  const far = ONE_IN_TEN * (1 + FEW_PLAYS / plays) * width;
  const at = (deviations: number): number => mean * Math.max(0, 1 - relative / 9 + (deviations * Math.sqrt(relative)) / 3) ** 3;
  return { seconds: mean + ring, low: Math.min(mean, at(-far)) + ring, high: Math.max(mean, at(far)) + ring };
}
