import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const RESULTS = 'bench-results';

/** How many, and how long: milliseconds at the usual places of the distribution. */
export interface Spread {
  readonly count: number;
  readonly median: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Null when there is nothing to tell. A percentile is the smallest sample that at least that share does not exceed. */
export function spreadOf(samples: readonly number[]): Spread | null {
  if (samples.length === 0) return null;
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { count: sorted.length, median: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

/** The columns of a spread in a table, in the order of `SPREAD_HEADING`. */
export function spreadCells(spread: Spread | null): string[] {
  if (spread === null) return ['0', '', '', '', ''];
  const { count, median, p90, p99, max } = spread;
  return [String(count), ...[median, p90, p99, max].map((ms) => ms.toFixed(ms < 100 ? 1 : 0))];
}

export const SPREAD_HEADING = ['count', 'median ms', 'p90 ms', 'p99 ms', 'max ms'];

/** 0.973 as `97 %`. */
export function share(part: number): string {
  return `${(100 * part).toFixed(0)} %`;
}

/** A Markdown table with its columns aligned. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((title, column) => Math.max(title.length, 3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Writes `bench-results/<name>.json`, with what tells where and when it was measured. */
export function keep(name: string, result: object): void {
  mkdirSync(RESULTS, { recursive: true });
  const [cpu] = cpus();
  const machine = { cores: cpus().length, cpu: cpu?.model ?? 'unknown', node: process.version };
  const document = { bench: name, measuredAt: new Date().toISOString(), arguments: process.argv.slice(2), machine, ...result };
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
}
