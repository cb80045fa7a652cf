import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';

import { accuracyOf, againstTheory, ESTIMATORS, type Accuracy, type AgainstTheory } from './ewt/accuracy.js';
import { daysAhead, type DaysAhead } from './ewt/days.js';
import { record, type RecordedCall } from './ewt/recording.js';
import { RIVALS } from './ewt/rivals.js';
import { parseTraffic } from './ewt/traffic.js';
import { traffics } from './ewt/traffics.js';
import { table } from './support/figures.js';

const RESULTS = 'bench-results/ewt.json';

interface Result extends Accuracy {
  readonly traffic: string;
  readonly calls: number;
  readonly microsecondsPerEstimate: number;
  readonly theory: AgainstTheory | null;
}

/**
 * How wrong each estimate of the wait is: ours and those of other systems, at the instant of entry, against the wait that followed. Without
 * arguments on the bench's own traffics (`--seed N`); with `--days N` on so many short days of each kind, of which it counts those that others were
 * ahead on; with `--traffic FILE [--out FILE]` on foreign ones.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { traffic: { type: 'string' }, out: { type: 'string' }, seed: { type: 'string', default: '1' }, days: { type: 'string' } },
  });
  if (values.days !== undefined) {
    console.log(tableOfDays(daysAhead(Number(values.seed), Number(values.days))));
    return;
  }
  const results: Result[] = [];
  if (values.traffic !== undefined) {
    const { calls, microsecondsPerEstimate } = record(parseTraffic(readFileSync(values.traffic, 'utf8')));
    if (values.out !== undefined) writeRecords(values.out, calls);
    results.push({ traffic: values.traffic, calls: calls.length, microsecondsPerEstimate, ...accuracyOf(calls), theory: null });
  } else {
    for (const { name, events, theory } of traffics(Number(values.seed))) {
      const { calls, microsecondsPerEstimate } = record(events);
      const against = theory === undefined ? null : againstTheory(calls, theory.agents, theory.meanService);
      results.push({ traffic: name, calls: calls.length, microsecondsPerEstimate, ...accuracyOf(calls), theory: against });
    }
    mkdirSync(dirname(RESULTS), { recursive: true });
    writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  }
  console.log(tableOf(results));
}

function writeRecords(path: string, calls: readonly RecordedCall[]): void {
  const lines = calls.map(({ call, at, estimates, waitSeconds, outcome, agent }) =>
    JSON.stringify({ call, at, estimates, waitSeconds, outcome, agent }),
  );
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
}

function tableOf(results: readonly Result[]): string {
  const heading = ['traffic', 'compared', 'mean wait', ...ESTIMATORS, 'best M/M/s', 'ours/best', 'in range', 'µs'];
  const rows = results.map((result) => [
    result.traffic,
    String(result.compared),
    `${Math.round(result.meanWait)} s`,
    ...ESTIMATORS.map((estimator) => shown(result.relativeRmse[estimator])),
    result.theory?.best.toFixed(3) ?? '',
    result.theory?.ratio.toFixed(3) ?? '',
    `${(100 * result.inRange).toFixed(0)} %`,
    result.microsecondsPerEstimate.toFixed(0),
  ]);
  const ahead = results.flatMap(({ traffic, theory }) =>
    theory === null ? [] : [`${traffic}, ours ÷ 1/√(n+1) by n ahead: ${theory.byAhead.map(showGroup).join(' · ')}`],
  );
  return [
    table(heading, rows),
    '',
    'Error: root mean square, as a share of the mean wait; calls that waited and were answered.',
    ...ahead,
  ].join('\n');
}

function tableOfDays(kinds: readonly DaysAhead[]): string {
  const heading = ['short days', 'days', ...RIVALS.map((rival) => `${rival} ahead`), 'one ahead by 1 %', 'ours/best of them', 'in range'];
  const rows = kinds.map(({ traffic, days, ahead, clearlyAhead, ratio, inRange }) => [
    traffic,
    ...[days, ...RIVALS.map((rival) => ahead[rival]), clearlyAhead].map(String),
    ratio.toFixed(3),
    `${(100 * inRange).toFixed(0)} %`,
  ]);
  return table(heading, rows);
}

function showGroup({ ahead, calls, ratio }: AgainstTheory['byAhead'][number]): string {
  return `${ahead}: ${ratio.toFixed(2)} (${calls})`;
}

/** Nothing to compare is no figure. */
function shown(error: number): string {
  return Number.isFinite(error) ? error.toFixed(3) : '';
}
