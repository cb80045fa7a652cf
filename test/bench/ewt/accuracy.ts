import type { RecordedCall } from './recording.js';
import { RIVALS, type Rival } from './rivals.js';

export type Estimator = 'ours' | Rival;
export const ESTIMATORS: readonly Estimator[] = ['ours', ...RIVALS];

export interface Accuracy {
  /** Calls that waited, were answered, and of which every estimator had something to say: all errors are over these. */
  readonly compared: number;
  /** Calls that waited and were answered of which we said nothing. */
  readonly unsaid: number;
  readonly meanWait: number;
  /** Root of the mean squared error, as a share of the mean wait. */
  readonly relativeRmse: Readonly<Record<Estimator, number>>;
  /** Share of the waits between our `low` and `high`; four of five are meant to be. */
  readonly inRange: number;
}

/** Callers who did not wait are easy and those who gave up have no wait to compare with: neither is counted. */
export function accuracyOf(calls: readonly RecordedCall[]): Accuracy {
  const waited = calls.filter(({ outcome, waitSeconds }) => outcome === 'answered' && waitSeconds > 0);
  const compared = waited.filter(({ estimates }) => ESTIMATORS.every((estimator) => estimates[estimator] !== null));
  const meanWait = mean(compared.map(({ waitSeconds }) => waitSeconds));
  const errorOf = (estimator: Estimator): number =>
    Math.sqrt(mean(compared.map(({ estimates, waitSeconds }) => (estimates[estimator]!.seconds - waitSeconds) ** 2))) / meanWait;
  return {
    compared: compared.length,
    unsaid: waited.filter(({ estimates }) => estimates.ours === null).length,
    meanWait,
    relativeRmse: {
      ours: errorOf('ours'),
      appQueue: errorOf('appQueue'),
      lastFive: errorOf('lastFive'),
      positionAht: errorOf('positionAht'),
      les: errorOf('les'),
      hol: errorOf('hol'),
    },
    inRange: mean(compared.map(({ estimates, waitSeconds }) => (within(waitSeconds, estimates.ours!) ? 1 : 0))),
  };
}

export interface AgainstTheory {
  /** The error nobody can go below, and ours over it. */
  readonly best: number;
  readonly ratio: number;
  /** By number ahead: ours over 1/√(n+1). */
  readonly byAhead: readonly { readonly ahead: string; readonly calls: number; readonly ratio: number }[];
}

const AHEAD_GROUPS = [0, 1, 2, 4, 8, 16, 32, 64, Infinity];

/**
 * M/M/s with n ahead: the wait is the sum of n+1 exponential gaps of mean `service / agents`, so that even who knows both means is off by
 * √(n+1) gaps.
 */
export function againstTheory(calls: readonly RecordedCall[], agents: number, meanService: number): AgainstTheory {
  const gap = meanService / agents;
  const compared = calls.filter(({ waitSeconds, estimates }) => waitSeconds > 0 && estimates.ours !== null);
  const ratio = (group: readonly RecordedCall[]): number =>
    Math.sqrt(mean(group.map(errorSquared)) / mean(group.map(({ ahead }) => (ahead + 1) * gap ** 2)));
  const byAhead = AHEAD_GROUPS.slice(0, -1).flatMap((from, index) => {
    const below = AHEAD_GROUPS[index + 1] ?? Infinity;
    const group = compared.filter(({ ahead }) => ahead >= from && ahead < below);
    const name = below === from + 1 ? `${from}` : below === Infinity ? `${from}+` : `${from}-${below - 1}`;
    return group.length === 0 ? [] : [{ ahead: name, calls: group.length, ratio: ratio(group) }];
  });
  const best = Math.sqrt(mean(compared.map(({ ahead }) => (ahead + 1) * gap ** 2))) / mean(compared.map(({ waitSeconds }) => waitSeconds));
  return { best, ratio: ratio(compared), byAhead };
}

function errorSquared({ estimates, waitSeconds }: RecordedCall): number {
  return ((estimates.ours?.seconds ?? 0) - waitSeconds) ** 2;
}

function within(seconds: number, range: { readonly low: number; readonly high: number }): boolean {
  return seconds >= range.low && seconds <= range.high;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
