import type { Timer } from '../../src/core/ports/clock.js';
import { Accidents } from './accidents.js';
import { Administrator } from './administrator.js';
import { Callers } from './callers.js';
import { drawCentre } from './centre-plan.js';
import { Centre } from './centre.js';
import { Inspection } from './inspection.js';
import { ForwardingWitness } from './forwarding-witness.js';
import { Lots } from './lots.js';
import { RecordingFaults } from './recording-faults.js';
import { RecordingWitness } from './recording-witness.js';
import { Team } from './team.js';
import { Witness } from './witness.js';

const HOUR = 3_600_000;
/** Callers between two inspections: a long day is looked at less often, for it is longer. */
const usuallyInspectedEvery = (calls: number): number => (calls <= 1_000 ? 5 : 100);

export interface DayOrder {
  readonly seed: number;
  readonly calls: number;
  /** Callers between two inspections; what follows from single facts is judged at each of them all the same. */
  readonly inspectedEvery?: number;
}

export interface DayReport {
  readonly seed: number;
  readonly calls: number;
  /** Equal for equal runs. */
  readonly digest: string;
  readonly endings: Readonly<Record<string, number>>;
  readonly accidents: Readonly<Record<string, number>>;
  /** What became of what was recorded. */
  readonly recordings: Readonly<Record<string, number>>;
  /** How many offers went where the agent's phone said. */
  readonly forwarded: number;
  readonly inspections: number;
  readonly quietMoments: number;
  /** Null when nothing is wrong. */
  readonly failure: string | null;
  /** What happened before the failure. */
  readonly trail: readonly string[];
  readonly command: string;
  readonly virtualHours: number;
  readonly facts: number;
  /** How many timers rang. */
  readonly timers: number;
}

/** One day of a call centre that the seed draws, with so many callers. The same seed and number of calls is the same day. */
export async function runDay({ seed, calls, inspectedEvery = usuallyInspectedEvery(calls) }: DayOrder): Promise<DayReport> {
  const lots = new Lots(seed);
  const plan = drawCentre(lots);
  const centre = new Centre(seed, plan);
  const { clock, trail } = centre;
  const witness = new Witness(centre);
  const callers = new Callers(centre, lots.fork(), plan.day, calls);
  const inspection = new Inspection(centre, witness);
  const team = new Team(centre, lots.fork(), plan.day, witness);
  const accidents = new Accidents(centre, lots.fork(), plan.day, callers, team);
  const administrator = new Administrator(centre, lots.fork(), plan.day);
  const recordingFaults = new RecordingFaults(centre, lots.fork(), plan.day);
  const recordings = new RecordingWitness(centre, callers, recordingFaults);
  const forwarding = new ForwardingWitness(centre);
  const begunAt = clock.now();
  const inspections: Timer[] = [];
  const inspect = (): void => {
    inspection.inspect();
    callers.settleAccounts();
    inspections[0] = clock.at(clock.now() + Math.ceil(plan.day.meanGap * inspectedEvery), inspect);
  };
  try {
    await centre.start();
    for (const part of [team, callers, accidents, administrator, recordingFaults]) part.open();
    inspect();
    await clock.until(() => trail.failure !== null || callers.allArrived, calls * HOUR, 'the last caller');
    accidents.close();
    recordingFaults.close();
    await clock.until(() => trail.failure !== null || centre.isSettled, HOUR, 'the end of all accidents');
    administrator.close();
    team.close();
    await clock.until(
      () => trail.failure !== null || (centre.callsAreOver && witness.waiting === 0),
      24 * HOUR,
      'the end of the last call',
    );
    inspections[0]?.stop();
    if (trail.failure === null) await clock.advance(2 * HOUR);
    inspection.inspect();
    callers.settleAccounts(true);
    inspection.inspectRest();
    recordings.judgeTheEnd();
    if (centre.database.digest.value !== trail.digest.value) trail.fail('the database does not hold every fact once');
    // With calls still open it would wait for a clock that moves no more.
    if (trail.failure === null) await centre.stop();
  } catch (fault) {
    const open = [...centre.pbx.leftovers(), `${String(witness.waiting)} waiting`].join(', ');
    trail.fail(`${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\nopen: ${open}`);
  }
  return {
    seed,
    calls,
    digest: trail.digest.value,
    endings: Object.fromEntries(callers.endings),
    accidents: Object.fromEntries([...accidents.happened, ...recordingFaults.happened]),
    recordings: Object.fromEntries(recordings.ends),
    forwarded: forwarding.followed,
    inspections: inspection.inspections,
    quietMoments: inspection.quietMoments,
    failure: trail.failure,
    trail: trail.lines(),
    command: `npm run simulate -- --seed ${String(seed)} --calls ${String(calls)}`,
    virtualHours: (clock.now() - begunAt) / HOUR,
    facts: trail.digest.count,
    timers: clock.rung,
  };
}
