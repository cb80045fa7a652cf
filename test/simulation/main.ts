import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { runDay } from './day.js';

/** `npm run simulate -- --seed N --calls N [--quiet]`: one simulated day; exit code 1 and what led there when something is wrong. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    calls: { type: 'string', default: '10000' },
    quiet: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const calls = Number(values.calls);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(calls) || calls < 1) {
  console.error('Usage: npm run simulate -- --seed N --calls N [--quiet]');
  process.exit(2);
}
const begun = performance.now();
const before = process.cpuUsage();
const report = await runDay({ seed, calls });
const took = (performance.now() - begun) / 1_000;
const { user, system } = process.cpuUsage(before);
const worked = (user + system) / 1_000_000;
if (!values.quiet) {
  const { endings, accidents, inspections, quietMoments, virtualHours } = report;
  const list = (figures: Readonly<Record<string, number>>): string =>
    Object.entries(figures)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `${name} ${String(count)}`)
      .join(', ') || 'none';
  console.log(`seed ${String(seed)}, ${String(calls)} calls in ${virtualHours.toFixed(1)} h of virtual time`);
  console.log(`endings: ${list(endings)}`);
  console.log(`accidents: ${list(accidents)}`);
  console.log(`inspections: ${String(inspections)}, of them ${String(quietMoments)} in quiet moments`);
  const perSecond = (seconds: number): string => (calls / seconds).toFixed(0);
  console.log(`${took.toFixed(2)} s: ${perSecond(took)} calls per second of real time, ${perSecond(worked)} per second of processor time`);
}
console.log(`seed ${String(seed)} digest ${report.digest}`);
if (report.failure !== null) {
  if (!values.quiet) for (const line of report.trail) console.error(line);
  console.error(`\nWRONG: ${report.failure}\nAgain: ${report.command}`);
  process.exitCode = 1;
}
