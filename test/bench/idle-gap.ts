import { parseArgs } from 'node:util';

import { eventually } from '../support/eventually.js';
import { BenchLab } from './support/bench-lab.js';
import { idleShare } from './support/core-time.js';
import { keep, share, spreadCells, SPREAD_HEADING, spreadOf, table } from './support/figures.js';
import { gapsOf, type Gaps } from './support/gaps.js';
import { privately } from './support/private-run.js';
import { rivalName, RIVALS, type RivalQueue } from './support/rival-queue.js';

/** So many callers beyond those in conversation, at every moment. */
const WAITING = 30;
/** Phones of four agents each. No multiple of a second among them: nothing may keep step with the queue's own rhythm. */
const TALK_MS = [1_370, 1_610, 1_830, 2_090, 2_290];
const NEW_CALLS_PER_SECOND = 30;
/** Long enough that no caller gives up before the end of a round. */
const STAY_MS = 600_000;

interface Round extends Gaps {
  readonly side: string;
  readonly idleBefore: number;
}

/**
 * How long an agent who has just hung up stays idle while callers wait: from the BYE that the phone sends to the INVITE that reaches it,
 * both at the phone's socket. Guichet and `app_queue` in turn on the same Asterisk, with the same phones and callers.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { seconds: { type: 'string', default: '60' }, agents: { type: 'string', default: '20' } },
  });
  const [seconds, agents] = [Number(values.seconds), Number(values.agents)];
  const rounds = await privately(() => measure(agents, seconds));
  const ours = rounds.find(({ side }) => side === 'Guichet');
  const rows = rounds.map(({ side, gaps, fewestWaiting, idleBefore }) => {
    const spread = spreadOf(gaps);
    const median = spreadOf(ours?.gaps ?? [])?.median;
    const ratio = spread === null || median === undefined ? '' : `${(spread.median / median).toFixed(1)} ×`;
    return [side, ...spreadCells(spread), ratio, String(fewestWaiting), share(idleBefore)];
  });
  console.log(`\nIdle gap: BYE of an agent's phone → next INVITE at that phone; ${String(agents)} agents, ${String(seconds)} s each\n`);
  console.log(table(['side', ...SPREAD_HEADING, 'median ÷ ours', 'fewest waiting', 'idle before'], rows));
  keep('idle-gap', {
    agents,
    seconds,
    rounds: rounds.map(({ gaps, ...round }) => ({ ...round, ...spreadOf(gaps), gapsMs: gaps })),
  });
}

async function measure(agents: number, seconds: number): Promise<Round[]> {
  const lab = await BenchLab.start();
  try {
    await lab.hire(agents, TALK_MS);
    const rounds: Round[] = [];
    for (const rival of RIVALS.slice(0, 1)) rounds.push(await rivalRound(lab, rival, seconds));
    await lab.signIn();
    rounds.push({ side: 'Guichet', ...(await gapsWith(lab, lab.did, seconds)) });
    await lab.signOut();
    for (const rival of RIVALS.slice(1)) rounds.push(await rivalRound(lab, rival, seconds));
    return rounds;
  } finally {
    await lab.stop();
  }
}

async function rivalRound(lab: BenchLab, rival: RivalQueue, seconds: number): Promise<Round> {
  await lab.rivals.join(rival, lab.phones);
  const gaps = await gapsWith(lab, rival.extension, seconds);
  await lab.rivals.leave(rival, lab.phones);
  return { side: rivalName(rival), ...gaps };
}

/** One round: callers come until all agents talk and the others wait, then gaps are collected for so many seconds. */
async function gapsWith(lab: BenchLab, to: string, seconds: number): Promise<Omit<Round, 'side'>> {
  const agents = lab.agents.length;
  const atOnce = agents + WAITING;
  const idleBefore = await idleShare();
  await lab.tap.take();
  const { lane, done } = await lab.load({
    to,
    calls: 50_000,
    perSecond: NEW_CALLS_PER_SECOND,
    atOnce,
    stayMs: STAY_MS,
    withinMs: (seconds + 11) * 1_000,
  });
  const [before, deadline] = [performance.now() + 10_000, performance.now() + (seconds + 10) * 1_000];
  await eventually(() => performance.now() > before, { what: 'the line to have filled', withinMs: 20_000, everyMs: 100 });
  const warmUp = await lab.tap.take();
  await eventually(() => performance.now() > deadline, { what: 'the round to be over', withinMs: (seconds + 20) * 1_000, everyMs: 100 });
  const gaps = gapsOf(warmUp, await lab.tap.take(), lane);
  await done;
  await lab.clear();
  return { ...gaps, idleBefore };
}
