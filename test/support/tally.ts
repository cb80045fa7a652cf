import { existsSync, readFileSync } from 'node:fs';

/** What one step of the run amounts to. `failures` names each failed test in words, one line each. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly string[];
}

/** The parts of jest's `--json` result that count. */
interface JestResult {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
    readonly status: string;
  }[];
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, tally) => total + tally.passed, 0),
    failed: tallies.reduce((total, tally) => total + tally.failed, 0),
    failures: tallies.flatMap((tally) => tally.failures),
  };
}

export function oneFailure(sentence: string): Tally {
  return { passed: 0, failed: 1, failures: [sentence] };
}

/**
 * Counts a jest result file. A file of tests that could not run counts as one failure, and so does every skipped test: a test that
 * does not run proves nothing. Without a readable result, jest crashed: one failure.
 */
export function tallyOf(resultFile: string, step: string): Tally {
  if (!existsSync(resultFile)) return oneFailure(`${step}: jest ended without a result`);
  let result: JestResult;
  try {
    result = JSON.parse(readFileSync(resultFile, 'utf8')) as JestResult;
  } catch {
    return oneFailure(`${step}: jest left a result that cannot be read`);
  }
  const failures: string[] = [];
  let passed = 0;
  for (const file of result.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed++;
      else failures.push(`${relative(file.name)} › ${test.fullName}${test.status === 'failed' ? '' : ` (${test.status})`}`);
    }
    const blamed = file.assertionResults.some((test) => test.status === 'failed');
    if (file.status === 'failed' && !blamed) failures.push(`${relative(file.name)} › could not run: ${firstLine(file.message)}`);
  }
  return { passed, failed: failures.length, failures };
}

function relative(path: string): string {
  return path.startsWith(`${process.cwd()}/`) ? path.slice(process.cwd().length + 1) : path;
}

function firstLine(text: string): string {
  // Jest's own heading and colours come before the sentence.
  const lines = text
    // eslint-disable-next-line no-control-regex -- a terminal colours its lines with escape codes
    .replace(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('●'));
  return lines[0]?.endsWith(':') ? lines.slice(0, 2).join(' ') : (lines[0] ?? 'no reason given');
}
