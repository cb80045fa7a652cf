import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { runDay } from '../../simulation/day.js';

/** Callers between two inspections, see below. */
const INSPECTED_EVERY = 1_000;

/** One day, as it was simulated in one process. */
export interface MeasuredDay {
  readonly seed: number;
  readonly calls: number;
  readonly digest: string;
  readonly facts: number;
  readonly timers: number;
  /** By the clock. */
  readonly seconds: number;
  /** How long the thread that simulates was on a processor: the pace by the clock on a machine that does nothing else. */
  readonly threadSeconds: number;
}

/**
 * Simulates days of so many callers as it is asked for them, by seed, and answers each with its measure.
 *
 * What is judged fact by fact is judged here too: turns, skills, rests, double offers, places, endings, what the callers heard. The
 * inspections that compare whole pictures (floor and facts, engine and PBX, timers) look every thousand callers here; the seeds of the test suite
 * are looked at every five.
 */
const calls = Number(process.argv[2]);
// A first day makes the compiler warm, as a long one is.
await runDay({ seed: 4, calls: Math.min(calls, 5_000) });
process.on('message', (seed: number) => void measured(seed).then((day) => process.send?.(day)));
process.send?.('warm');

async function measured(seed: number): Promise<MeasuredDay> {
  const begun = performance.now();
  const threadBefore = threadSeconds();
  const { digest, failure, command, facts, timers } = await runDay({ seed, calls, inspectedEvery: INSPECTED_EVERY });
  if (failure !== null) throw new Error(`${failure}; again: ${command}`);
  return {
    seed,
    calls,
    digest,
    facts,
    timers,
    seconds: (performance.now() - begun) / 1_000,
    threadSeconds: threadSeconds() - threadBefore,
  };
}

/** How long the main thread has been on a processor, which Node 20 does not tell and Linux does. */
function threadSeconds(): number {
  const [nanoseconds] = readFileSync(`/proc/self/task/${String(process.pid)}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1_000_000_000;
}
