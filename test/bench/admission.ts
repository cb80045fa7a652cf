import { parseArgs } from 'node:util';

import { BenchLab } from './support/bench-lab.js';
import { idleShare } from './support/core-time.js';
import { keep, share, spreadCells, SPREAD_HEADING, spreadOf, table } from './support/figures.js';
import { firstSoundsOf, type FirstSounds } from './support/first-sounds.js';
import { privately } from './support/private-run.js';
import { rivalName, RIVALS } from './support/rival-queue.js';

/** A caller listens so long to the music, and hangs up. */
const STAY_MS = 1_000;
/** After the last INVITE, the calls under way may still end. */
const REST_MS = 15_000;
/** Calls for the compiler to find what runs often, on each side. */
const WARM_UP = { rate: 50, seconds: 10 };

interface Round extends FirstSounds {
  readonly side: string;
  readonly asked: number;
  /** Calls that did not go from INVITE to the caller's own BYE as they should, by SIPp's count. */
  readonly failed: number;
  readonly errors: string;
  readonly idleBefore: number;
  /** Processor time for each call, from INVITE to the end of everything that follows from it. */
  readonly pbxMsPerCall: number;
  readonly backendMsPerCall: number;
}

/**
 * How long a caller hears nothing: INVITE → first 183 or 200, at the caller's socket, where the music of the waiting line comes next. Into
 * a Guichet campaign without a welcome, and into `app_queue` behind an Answer(), with the least retry and with its default, in turn on the
 * same Asterisk.
 * 50 calls/s for 30 s and 100 calls/s for 60 s, or what `--rate` and `--seconds` say.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { seconds: { type: 'string' }, rate: { type: 'string' }, agents: { type: 'string' } } });
  const [seconds, rate] = [values.seconds, values.rate].map((value) => (value === undefined ? undefined : Number(value)));
  const loads =
    rate === undefined
      ? [
          { rate: 50, seconds: seconds ?? 30 },
          { rate: 100, seconds: seconds ?? 60 },
        ]
      : [{ rate, seconds: seconds ?? 30 }];
  const rounds = await privately(() => measure(loads));
  const rows = rounds.map(({ side, asked, perSecond, delays, failed, pbxMsPerCall, backendMsPerCall, idleBefore }) => [
    side,
    `${String(asked)} (${perSecond.toFixed(1)})`,
    ...spreadCells(spreadOf(delays)),
    String(failed),
    `${pbxMsPerCall.toFixed(1)} + ${backendMsPerCall.toFixed(1)}`,
    share(idleBefore),
  ]);
  console.log('\nAdmission: INVITE → first 183 or 200 at the caller\n');
  console.log(table(['side', 'calls/s (real)', ...SPREAD_HEADING, 'failed', 'core ms a call', 'idle before'], rows));
  for (const { side, errors, failed } of rounds) if (failed > 0) console.log(`\n${side}, SIPp complains:\n${errors.slice(-1_500)}`);
  keep('admission', { rounds: rounds.map(({ delays, ...round }) => ({ ...round, ...spreadOf(delays), delaysMs: delays })) });
}

async function measure(loads: readonly { readonly rate: number; readonly seconds: number }[]): Promise<Round[]> {
  const lab = await BenchLab.start();
  try {
    const rivals = RIVALS.map((rival) => ({ side: rivalName(rival), to: rival.extension }));
    const sides = [...rivals.slice(0, 1), { side: 'Guichet', to: lab.did }, ...rivals.slice(1)];
    // Code that has never run is slow on every side.
    for (const { to } of sides) await admit(lab, to, WARM_UP.rate, WARM_UP.seconds);
    const rounds: Round[] = [];
    for (const { rate, seconds } of loads) {
      for (const { side, to } of sides) rounds.push({ side, ...(await admit(lab, to, rate, seconds)) });
    }
    return rounds;
  } finally {
    await lab.stop();
  }
}

async function admit(lab: BenchLab, to: string, rate: number, seconds: number): Promise<Omit<Round, 'side'>> {
  const idleBefore = await idleShare();
  await lab.tap.take();
  const before = lab.coreTime();
  const calls = rate * seconds;
  const { lane, done } = await lab.load({ to, calls, perSecond: rate, stayMs: STAY_MS, withinMs: seconds * 1_000 + REST_MS });
  const { failed, errors } = await done;
  const sounds = firstSoundsOf(await lab.tap.take(), lane);
  await lab.clear();
  const after = lab.coreTime();
  const spent = {
    pbxMsPerCall: (after.pbxMs - before.pbxMs) / calls,
    backendMsPerCall: (after.backendMs - before.backendMs) / calls,
  };
  return { ...sounds, ...spent, idleBefore, asked: rate, failed: Math.max(failed, sounds.silent, calls - sounds.calls), errors };
}
