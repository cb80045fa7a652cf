import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { runCallbackDays } from './callbacks/callback-days.js';
import { runDay } from './day.js';

/**
 * `npm run simulate -- --seed N --calls N [--quiet]`: one simulated day; with `--callbacks N` instead, days of so many requests to be called
 * back. Exit code 1 and what led there when something is wrong.
 */
const values = asked();
const seed = Number(values.seed);
const many = Number(values.callbacks ?? values.calls);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(many) || many < 1) explain();

function asked(): { readonly seed: string; readonly calls: string; readonly callbacks?: string; readonly quiet: boolean } {
  try {
    return parseArgs({
      options: {
        seed: { type: 'string', default: String(Date.now() % 1_000_000) },
        calls: { type: 'string', default: '10000' },
        callbacks: { type: 'string' },
        quiet: { type: 'boolean', default: false },
      },
    }).values;
  } catch {
    // An option that there is not, or a value that looks like one.
    explain();
  }
}

function explain(): never {
  console.error('Usage: npm run simulate -- --seed N (--calls N | --callbacks N) [--quiet]');
  process.exit(2);
}

const list = (figures: Readonly<Record<string, number>>): string =>
  Object.entries(figures)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(', ') || 'none';

async function callbackDays(): Promise<{
  lines: string[];
  digest: string;
  failure: string | null;
  trail: readonly string[];
  command: string;
}> {
  const report = await runCallbackDays({ seed, callbacks: many });
  const { days, ends, failures, accidents, dials, mostLines, longestPassedOver, inspections } = report;
  const lines = [
    `seed ${String(seed)}, ${String(many)} callbacks in ${days.toFixed(1)} days of virtual time`,
    `ends: ${list(ends)}; dials: ${String(dials)}, at most ${String(mostLines)} lines at once; not reached: ${list(failures)}`,
    `accidents: ${list(accidents)}`,
    `inspections: ${String(inspections)}; a request that could be served was passed over for ${String(longestPassedOver)} minutes at most`,
  ];
  return { ...report, lines };
}

async function callDay(): ReturnType<typeof callbackDays> {
  const report = await runDay({ seed, calls: many });
  const { endings, accidents, recordings, forwarded, inspections, quietMoments, virtualHours } = report;
  const lines = [
    `seed ${String(seed)}, ${String(many)} calls in ${virtualHours.toFixed(1)} h of virtual time`,
    `endings: ${list(endings)}`,
    `accidents: ${list(accidents)}`,
    `recordings: ${list(recordings)}; offers forwarded: ${String(forwarded)}`,
    `inspections: ${String(inspections)}, of them ${String(quietMoments)} in quiet moments`,
  ];
  return { ...report, lines };
}

const begun = performance.now();
const before = process.cpuUsage();
const report = await (values.callbacks === undefined ? callDay() : callbackDays());
const took = (performance.now() - begun) / 1_000;
const { user, system } = process.cpuUsage(before);
const worked = (user + system) / 1_000_000;
if (!values.quiet) {
  const perSecond = (seconds: number): string => (many / seconds).toFixed(0);
  const unit = values.callbacks === undefined ? 'calls' : 'callbacks';
  for (const line of report.lines) console.log(line);
  console.log(
    `${took.toFixed(2)} s: ${perSecond(took)} ${unit} per second of real time, ${perSecond(worked)} per second of processor time`,
  );
}
console.log(`seed ${String(seed)} digest ${report.digest}`);
if (report.failure !== null) {
  if (!values.quiet) for (const line of report.trail) console.error(line);
  console.error(`\nWRONG: ${report.failure}\nAgain: ${report.command}`);
  process.exitCode = 1;
}
