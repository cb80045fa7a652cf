import { parseArgs } from 'node:util';

import { pbxLayout } from '../../src/telephony/pbx/pbx-layout.js';
import { runningPid } from '../../src/telephony/pbx/pbx-process.js';
import { Shift, shiftLab, type ShiftOutcome, type ShiftPlan } from '../support/shift.js';
import { keep, spreadCells, spreadOf, SPREAD_HEADING, table } from './support/figures.js';
import { MemoryGauge, residentMegabytes } from './support/memory-gauge.js';
import { privately } from './support/private-run.js';
import { flatness, type Flatness } from './support/flatness.js';

/** Megabytes. */
interface MemoryLook {
  /** Objects of the backend that are in use. */
  readonly heap: number;
  readonly backend: number;
  readonly pbx: number;
}

/** By so much of what they were the figures may grow over the shift, as their trend tells. */
const LIMITS = { heap: 0.1, backend: 0.2, pbx: 0.2 } as const;
/** So many ms after the announced instant wrap-up and conventional pause may end, 99 of 100. */
const EXACT_MS = 50;
/** Of the eleven looks, those in which code is still being compiled and caches fill. */
const WARM_UP = 3;
/** A shorter shift is too short to tell a trend from chance. */
const JUDGED_FROM_MINUTES = 5;

/**
 * A shift of `--agents` (50), each with a registered phone and a program of their own, for `--minutes` (10): they sign in and out, take calls,
 * pause, hold, pause recordings, consult and send callers on, by request and by the keys of their phones, as the lots of `--seed` (1) say;
 * callers come by chance, some without patience and a fifth of them more than the agents can serve; every conversation is recorded. Prints
 * the endings, what was asked and what came of it, how late wrap-up and conventional pause ended, and the memory after each tenth. Exit code
 * 1 when anything was wrong: a caller without exactly one ending, an agent who does not become free again, something left on the PBX or the
 * disk, times that are not kept, memory that grows.
 */
export async function run(args: string[]): Promise<void> {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { agents: option, minutes: option, seed: option, 'calls-per-second': option } });
  const agents = Number(values.agents ?? 50);
  const minutes = Number(values.minutes ?? 10);
  const callsPerSecond = Number(values['calls-per-second'] ?? 2);
  const seed = Number(values.seed ?? 1);
  const plan = { agents, callsPerSecond, seed, calls: Math.round(minutes * 60 * callsPerSecond) };
  const { looks, lateMs, ...outcome } = await privately(() => shift(plan));
  const { calls, endings, recordings, longestLine, asked } = outcome;
  const late = spreadOf(lateMs);
  const ended = Object.values(endings).reduce((sum, count) => sum + count, 0);
  const trends = Object.fromEntries(NAMES.map((name) => [name, flatness(looks.map((look) => look[name]).slice(WARM_UP))]));
  const grown = minutes < JUDGED_FROM_MINUTES ? [] : NAMES.filter((name) => (trends[name]?.share ?? 0) > LIMITS[name]);
  const wrong = [
    ...outcome.wrong,
    ...(ended === calls ? [] : [`${calls} callers and ${ended} endings`]),
    ...(late !== null && late.p99 <= EXACT_MS ? [] : ['wrap-up and pauses end too late']),
    ...grown.map((name) => `memory grows: ${name}`),
  ];
  keep('agents', { ...plan, ...outcome, late, looks, trends, limits: LIMITS, wrong });
  console.log(
    `\n${agents} agents, ${calls} callers at ${callsPerSecond} a second, seed ${seed}: ${ended} endings, at most ${longestLine} in the line\n`,
  );
  console.log(table(['ending', 'calls'], rowsOf(endings)));
  console.log(`\n${table(['recording', 'times'], rowsOf(recordings))}`);
  console.log(`\n${table(['asked, and the answer', 'times'], rowsOf(asked))}`);
  console.log(
    `\n${table(['ends after the announced instant', ...SPREAD_HEADING], [['wrap-up and conventional pause', ...spreadCells(late)]])}`,
  );
  console.log(
    `\n${table(
      ['MB', ...looks.map((_, index) => (index + 1 === looks.length ? 'at rest' : `${index + 1}/10`)), 'trend', 'limit'],
      NAMES.map((name) => memoryRow(name, looks, trends[name])),
    )}`,
  );
  if (minutes < JUDGED_FROM_MINUTES) console.log(`\nToo short to judge memory: that takes ${JUDGED_FROM_MINUTES} minutes.`);
  for (const fault of wrong) console.error(`WRONG: ${fault}`);
  if (wrong.length > 0) process.exitCode = 1;
}

const NAMES = ['heap', 'backend', 'pbx'] as const;

async function shift(plan: ShiftPlan): Promise<ShiftOutcome & { readonly looks: readonly MemoryLook[] }> {
  const { port, environment } = await MemoryGauge.settings();
  const { lab, stop } = await shiftLab({ LOG_LEVEL: 'warn', ...environment });
  try {
    const gauge = await MemoryGauge.open(lab.backend.pid ?? 0, port);
    const tell = (what: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${what}`);
    const looks: MemoryLook[] = [];
    const pbx = runningPid(pbxLayout(lab.environment['DATA_DIR'] ?? '')) ?? 0;
    const everyTenth = async (): Promise<void> => {
      const { heap, resident } = await gauge.read();
      looks.push({ heap, backend: resident, pbx: residentMegabytes(pbx) });
      tell(
        `in memory: ${heap.toFixed(1)} MB of objects, ${resident.toFixed(0)} MB in all; the PBX ${residentMegabytes(pbx).toFixed(0)} MB`,
      );
    };
    const outcome = await new Shift(lab, { ...plan, everyTenth, tell }).run().finally(() => gauge.close());
    return { ...outcome, looks };
  } finally {
    await lab.clear();
    await stop();
  }
}

function memoryRow(name: (typeof NAMES)[number], looks: readonly MemoryLook[], trend: Flatness | undefined): string[] {
  const percent = (share: number): string => `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)} %`;
  const told = { heap: 'backend, objects', backend: 'backend, process', pbx: 'PBX, process' }[name];
  return [told, ...looks.map((look) => look[name].toFixed(1)), percent(trend?.share ?? Number.NaN), percent(LIMITS[name])];
}

function rowsOf(counts: Readonly<Record<string, number>>): string[][] {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([what, count]) => [what, String(count)]);
}
