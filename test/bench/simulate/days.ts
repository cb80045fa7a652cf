import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { runDay } from '../../simulation/day.js';
import { keep, table } from '../support/figures.js';

const SEEDS = [3, 5, 6, 8];

/** Callers between two inspections, see below. */
const INSPECTED_EVERY = 1_000;

/**
 * How fast days are simulated, scripts, phases and floor together: `--calls N` over four days that differ in size, load and faults. By the
 * clock; by what all threads of the process did; and by what its one thread with the simulation did, which is the pace by the clock on a
 * machine that does nothing else.
 *
 * What is judged fact by fact is judged here too: turns, skills, rests, double offers, places, endings, what the callers heard. The
 * inspections that compare whole pictures (floor and facts, engine and PBX, timers) look every thousand callers here; the seeds of the test suite
 * are looked at every five.
 */
const { values } = parseArgs({ options: { calls: { type: 'string', default: '100000' } }, strict: false });
await measure(Math.ceil(Number(values.calls) / SEEDS.length));

async function measure(calls: number): Promise<void> {
  // A first day makes the compiler warm, as a long one is.
  await runDay({ seed: 4, calls: Math.min(calls, 5_000) });
  const days: Day[] = [];
  for (const seed of SEEDS) days.push(await timed(seed, calls));
  const sum = (figure: keyof Spent): number => days.reduce((total, day) => total + day[figure], 0);
  const total = {
    seed: 'all',
    calls: calls * days.length,
    digest: '',
    ...figures(calls * days.length, {
      seconds: sum('seconds'),
      processorSeconds: sum('processorSeconds'),
      threadSeconds: sum('threadSeconds'),
      facts: sum('facts'),
      timers: sum('timers'),
    }),
  };
  console.log(
    table(
      ['seed', 'calls', 'seconds', 'calls/s', 'calls/s of all threads', 'calls/s of one thread', 'facts/call', 'timers/call', 'digest'],
      [...days, total].map((day) => [
        String(day.seed),
        String(day.calls),
        day.seconds.toFixed(1),
        day.callsPerSecond.toFixed(0),
        day.callsPerProcessorSecond.toFixed(0),
        day.callsPerThreadSecond.toFixed(0),
        (day.facts / day.calls).toFixed(1),
        (day.timers / day.calls).toFixed(1),
        day.digest,
      ]),
    ),
  );
  keep('simulate', { days, total });
}

interface Spent {
  readonly seconds: number;
  /** All threads: the collector of garbage and the compiler have some of their own. */
  readonly processorSeconds: number;
  readonly threadSeconds: number;
  readonly facts: number;
  readonly timers: number;
}

type Figures = ReturnType<typeof figures>;
type Day = Figures & { readonly seed: number; readonly calls: number; readonly digest: string };

function figures(calls: number, spent: Spent) {
  const { seconds, processorSeconds, threadSeconds } = spent;
  return {
    ...spent,
    callsPerSecond: calls / seconds,
    callsPerProcessorSecond: calls / processorSeconds,
    callsPerThreadSecond: calls / threadSeconds,
  };
}

async function timed(seed: number, calls: number): Promise<Day> {
  const begun = performance.now();
  const before = process.cpuUsage();
  const threadBefore = threadSeconds();
  const { digest, failure, command, facts, timers } = await runDay({ seed, calls, inspectedEvery: INSPECTED_EVERY });
  if (failure !== null) throw new Error(`${failure}; again: ${command}`);
  const { user, system } = process.cpuUsage(before);
  const spent = {
    seconds: (performance.now() - begun) / 1_000,
    processorSeconds: (user + system) / 1_000_000,
    threadSeconds: threadSeconds() - threadBefore,
    facts,
    timers,
  };
  return { seed, calls, digest, ...figures(calls, spent) };
}

/** How long the main thread has been on a processor, which Node 20 does not tell and Linux does. */
function threadSeconds(): number {
  const [nanoseconds] = readFileSync(`/proc/self/task/${String(process.pid)}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1_000_000_000;
}
