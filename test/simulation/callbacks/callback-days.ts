import type { AgentId } from '../../../src/core/kernel/ids.js';
import type { Timer } from '../../../src/core/ports/clock.js';
import { CAUTIOUS_POLICY } from '../../../src/core/dialling/dial-policy.js';
import { Accidents } from '../accidents.js';
import { Administrator } from '../administrator.js';
import { Callers } from '../callers.js';
import { Centre } from '../centre.js';
import { Inspection } from '../inspection.js';
import { Lots } from '../lots.js';
import { Team } from '../team.js';
import { Witness } from '../witness.js';
import { drawCallbackCentre } from './callback-centre.js';
import { CallbackWitness } from './callback-witness.js';
import { Customers } from './customers.js';
import { DeskWork } from './desk-work.js';
import { DialWitness } from './dial-witness.js';
import { Patience } from './patience.js';
import { Requests } from './requests.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface CallbackDaysOrder {
  readonly seed: number;
  /** Requests to be called back. */
  readonly callbacks: number;
}

export interface CallbackDaysReport extends CallbackDaysOrder {
  /** Equal for equal runs. */
  readonly digest: string;
  /** What requests came to. */
  readonly ends: Readonly<Record<string, number>>;
  /** What attempts came to that reached nobody. */
  readonly failures: Readonly<Record<string, number>>;
  readonly accidents: Readonly<Record<string, number>>;
  readonly dials: number;
  readonly mostLines: number;
  readonly longestPassedOver: number;
  readonly inspections: number;
  readonly days: number;
  /** Null when nothing is wrong. */
  readonly failure: string | null;
  /** What happened before the failure. */
  readonly trail: readonly string[];
  readonly command: string;
}

/** Days of calling back in a centre that the seed draws, until every request has come to its end. */
export async function runCallbackDays({ seed, callbacks }: CallbackDaysOrder): Promise<CallbackDaysReport> {
  const lots = new Lots(seed);
  const plan = drawCallbackCentre(lots, callbacks);
  const centre = new Centre(seed, plan);
  const { clock, trail } = centre;
  const witness = new Witness(centre);
  const callers = new Callers(centre, lots.fork(), plan.day, Infinity);
  const asked = new CallbackWitness(centre, callers);
  const trunk = new DialWitness(centre, plan, asked, plan.dialPolicy ?? CAUTIOUS_POLICY);
  const requests = new Requests(centre, lots.fork(), plan.day, callers, callbacks);
  new Customers(centre, lots.fork(), callers);
  new DeskWork(centre, lots.fork(), requests);
  const patience = new Patience(centre, asked, trunk);
  const inspection = new Inspection(centre, witness);
  const team = new Team(centre, lots.fork(), plan.day, witness, dutyRoster(centre));
  const accidents = new Accidents(centre, lots.fork(), plan.day, callers, team);
  const administrator = new Administrator(centre, lots.fork(), plan.day);
  const begunAt = clock.now();
  const inspections: Timer[] = [];
  const inspect = (): void => {
    inspection.inspect();
    callers.settleAccounts();
    inspections[0] = clock.at(clock.now() + Math.ceil(plan.day.meanGap * 25), inspect);
  };
  const wrong = (): boolean => trail.failure !== null;
  try {
    await centre.start();
    for (const part of [team, requests, accidents, administrator, patience]) part.open();
    inspect();
    await clock.until(() => wrong() || requests.allMade, 60 * DAY, 'the last request');
    requests.close();
    accidents.close();
    administrator.close();
    await clock.until(() => wrong() || centre.isSettled, HOUR, 'the end of all accidents');
    do {
      await clock.until(() => wrong() || asked.open.size === 0, 10 * DAY, 'the end of every request');
      // The last thing that an agent says of a call, in wrap-up, may be that a machine answered: the customer is called once more.
      if (!wrong()) await clock.advance(HOUR / 4);
    } while (!wrong() && asked.open.size > 0);
    team.close();
    await clock.until(() => wrong() || (centre.callsAreOver && witness.waiting === 0), DAY, 'the end of the last call');
    patience.close();
    inspections[0]?.stop();
    // What a killed process still meant to do, at the expiry of a request for instance, has rung in vain by then.
    if (!wrong()) await clock.advance(4 * DAY);
    inspection.inspect();
    callers.settleAccounts(true);
    inspection.inspectRest();
    asked.judgeTheEnd();
    if (centre.database.digest.value !== trail.digest.value) trail.fail('the database does not hold every fact once');
    if (!wrong()) await centre.stop();
  } catch (fault) {
    const open = [...centre.pbx.leftovers(), ...[...asked.open.values()].map(({ record }) => JSON.stringify(record))].join('\n');
    trail.fail(`${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\nopen: ${open}`);
  }
  return {
    seed,
    callbacks,
    digest: trail.digest.value,
    ends: Object.fromEntries(asked.ends),
    failures: Object.fromEntries(asked.attempts),
    accidents: Object.fromEntries(accidents.happened),
    dials: trunk.dials,
    mostLines: trunk.fullest,
    longestPassedOver: patience.longest,
    inspections: inspection.inspections,
    days: (clock.now() - begunAt) / DAY,
    failure: trail.failure,
    trail: trail.lines(),
    command: `npm run simulate -- --seed ${String(seed)} --callbacks ${String(callbacks)}`,
  };
}

/** Every second agent is there at all hours; the others go home for the night. */
function dutyRoster({ clock, agents }: Centre): (agentId: AgentId) => boolean {
  const order = [...agents.keys()];
  return (agentId) => {
    const hour = new Date(clock.now()).getUTCHours();
    return order.indexOf(agentId) % 2 === 0 || (hour >= 7 && hour < 19);
  };
}
