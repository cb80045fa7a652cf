import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { compiledCopy } from './support/compiled-copy.js';
import { keep, table } from './support/figures.js';
import type { MeasuredDay } from './simulate/days.js';

/** Four days that differ in size, load and faults, the longest first. */
const SEEDS = [8, 6, 5, 3];

/**
 * How fast days are simulated, scripts, phases, engine and floor together: `--calls N` over four days, a process for every core, each day in one of
 * them. Compiled as the build compiles production: the loader that runs the other benches names every closure as it is made, which
 * is a fifth of a simulated day. See `simulate/days.ts` for what is measured.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { calls: { type: 'string', default: '100000' } }, strict: false });
  const calls = Math.ceil(Number(values.calls) / SEEDS.length);
  const folder = compiledCopy();
  const simulators = Array.from({ length: Math.min(availableParallelism(), SEEDS.length) }, () =>
    fork(join(folder, 'test/bench/simulate/days.js'), [String(calls)]),
  );
  try {
    await Promise.all(simulators.map((simulator) => heard(simulator)));
    const begun = performance.now();
    const waiting = [...SEEDS];
    const days = (await Promise.all(simulators.map((simulator) => simulateAll(simulator, waiting)))).flat();
    report(days, (performance.now() - begun) / 1_000, simulators.length);
  } finally {
    for (const simulator of simulators) simulator.kill();
    rmSync(folder, { recursive: true });
  }
}

/** Whichever process is free takes the next day. */
async function simulateAll(simulator: ChildProcess, waiting: number[]): Promise<MeasuredDay[]> {
  const days: MeasuredDay[] = [];
  for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
    simulator.send(seed);
    days.push((await heard(simulator)) as MeasuredDay);
  }
  return days;
}

/** Its next message. Rejects when it ends instead: a day that went wrong is told on standard error. */
async function heard(simulator: ChildProcess): Promise<unknown> {
  const gone = new AbortController();
  try {
    return await Promise.race([
      once(simulator, 'message', { signal: gone.signal }).then(([message]) => message as unknown),
      once(simulator, 'exit', { signal: gone.signal }).then(([code]) => {
        throw new Error(`the simulated days ended with exit code ${String(code)}`);
      }),
    ]);
  } finally {
    gone.abort();
  }
}

function report(days: readonly MeasuredDay[], seconds: number, processes: number): void {
  const sum = (figure: 'calls' | 'facts' | 'timers'): number => days.reduce((total, day) => total + day[figure], 0);
  const total = {
    calls: sum('calls'),
    facts: sum('facts'),
    timers: sum('timers'),
    seconds,
    processes,
    callsPerSecond: sum('calls') / seconds,
  };
  const each = (day: Pick<MeasuredDay, 'calls' | 'facts' | 'timers'>): string[] => [
    (day.facts / day.calls).toFixed(1),
    (day.timers / day.calls).toFixed(1),
  ];
  console.log(
    table(
      ['seed', 'calls', 'seconds', 'calls/s', 'calls/s of one thread', 'facts/call', 'timers/call', 'digest'],
      [
        ...[...days]
          .sort((a, b) => a.seed - b.seed)
          .map((day) => [
            String(day.seed),
            String(day.calls),
            day.seconds.toFixed(1),
            (day.calls / day.seconds).toFixed(0),
            (day.calls / day.threadSeconds).toFixed(0),
            ...each(day),
            day.digest,
          ]),
        [
          `all, ${String(processes)} at a time`,
          String(total.calls),
          seconds.toFixed(1),
          total.callsPerSecond.toFixed(0),
          '',
          ...each(total),
          '',
        ],
      ],
    ),
  );
  keep('simulate', { days, total });
}
