import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { runDay } from '../simulation/day.js';
import { keep, table } from './support/figures.js';

const SEEDS = [3, 5, 6, 8];

/**
 * How fast days are simulated, scripts, phases and floor together: `--calls N` over four days that differ in size, load and faults. By the
 * clock, and by what the processor did, which other work on the machine disturbs less.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { calls: { type: 'string', default: '100000' } }, strict: false });
  const calls = Math.ceil(Number(values.calls) / SEEDS.length);
  // A first day makes the compiler warm, as a long one is.
  await runDay({ seed: 4, calls: Math.min(calls, 5_000) });
  const days: Day[] = [];
  for (const seed of SEEDS) days.push(await timed(seed, calls));
  const sum = (figure: 'seconds' | 'processorSeconds' | 'facts' | 'timers'): number => days.reduce((total, day) => total + day[figure], 0);
  const total = {
    seed: 'all',
    calls: calls * days.length,
    digest: '',
    ...figures(calls * days.length, sum('seconds'), sum('processorSeconds'), sum('facts'), sum('timers')),
  };
  console.log(
    table(
      ['seed', 'calls', 'seconds', 'calls/s', 'calls/s of processor', 'facts/call', 'timers/call', 'digest'],
      [...days, total].map((day) => [
        String(day.seed),
        String(day.calls),
        day.seconds.toFixed(1),
        day.callsPerSecond.toFixed(0),
        day.callsPerProcessorSecond.toFixed(0),
        (day.facts / day.calls).toFixed(1),
        (day.timers / day.calls).toFixed(1),
        day.digest,
      ]),
    ),
  );
  keep('simulate', { days, total });
}

type Figures = ReturnType<typeof figures>;
type Day = Figures & { readonly seed: number; readonly calls: number; readonly digest: string };

function figures(calls: number, seconds: number, processorSeconds: number, facts: number, timers: number) {
  return { seconds, processorSeconds, facts, timers, callsPerSecond: calls / seconds, callsPerProcessorSecond: calls / processorSeconds };
}

async function timed(seed: number, calls: number): Promise<Day> {
  const begun = performance.now();
  const before = process.cpuUsage();
  const { digest, failure, command, facts, timers } = await runDay({ seed, calls });
  if (failure !== null) throw new Error(`${failure}; again: ${command}`);
  const { user, system } = process.cpuUsage(before);
  return { seed, calls, digest, ...figures(calls, (performance.now() - begun) / 1_000, (user + system) / 1_000_000, facts, timers) };
}
