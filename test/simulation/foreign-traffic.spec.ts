import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { run } from '../bench/ewt.js';

/**
 * Ann serves both campaigns. Bob serves A and, told to go in a call, goes after it (80 s); he comes back for B alone (170 s). "c9" and "c10"
 * come in one instant, "v1" overtakes them. Ann is told to go in a call, too, and goes at 202 s.
 * What becomes of everybody, in the order of time:
 *
 *     10 c1 to ann, until 110        75 c10 gives up          178 c13 comes, gives up at 179.5   212.25 c15 comes, gives up at 212.4
 *     20 c2 to bob, until 80        110 v1 to ann, until 130   180 c11 to ann, until 190          240 b2 to bob, until 250
 *     30 c9, c10 wait               130 c9 to ann, until 180   185 b2 waits                       245 b3 waits
 *     40 v1 waits                   132 c11 waits              190 c12 to ann, until 202          250 b3 to bob, until 255
 *     50 b1 waits                   150 c12 waits              210 c14 waits for nobody           255 all is over
 *     60 bob is told to go          170 b1 to bob, until 240
 */
const TRAFFIC = [
  { at: 0, type: 'agent-in', agent: 'ann', campaigns: ['A', 'B'] },
  { at: 5, type: 'agent-in', agent: 'bob', campaigns: ['A'] },
  { at: 10, type: 'arrival', call: 'c1', campaign: 'A', priority: 0, patienceSeconds: null, serviceSeconds: 100 },
  { at: 20, type: 'arrival', call: 'c2', campaign: 'A', priority: 0, patienceSeconds: 90, serviceSeconds: 60 },
  { at: 30, type: 'arrival', call: 'c9', campaign: 'A', priority: 0, patienceSeconds: null, serviceSeconds: 50 },
  { at: 30, type: 'arrival', call: 'c10', campaign: 'A', priority: 0, patienceSeconds: 45, serviceSeconds: 30 },
  { at: 40, type: 'arrival', call: 'v1', campaign: 'A', priority: 5, patienceSeconds: null, serviceSeconds: 20 },
  { at: 50, type: 'arrival', call: 'b1', campaign: 'B', priority: 0, patienceSeconds: null, serviceSeconds: 70 },
  { at: 60, type: 'agent-out', agent: 'bob', campaigns: ['A'] },
  { at: 132, type: 'arrival', call: 'c11', campaign: 'A', priority: 0, patienceSeconds: null, serviceSeconds: 10 },
  { at: 150, type: 'arrival', call: 'c12', campaign: 'A', priority: 0, patienceSeconds: null, serviceSeconds: 12 },
  { at: 170, type: 'agent-in', agent: 'bob', campaigns: ['B'] },
  { at: 178, type: 'arrival', call: 'c13', campaign: 'A', priority: 0, patienceSeconds: 1.5, serviceSeconds: 5 },
  { at: 185, type: 'arrival', call: 'b2', campaign: 'B', priority: 0, patienceSeconds: null, serviceSeconds: 10 },
  { at: 195, type: 'agent-out', agent: 'ann', campaigns: ['A', 'B'] },
  { at: 210, type: 'arrival', call: 'c14', campaign: 'A', priority: 0, patienceSeconds: null, serviceSeconds: 10 },
  { at: 212.25, type: 'arrival', call: 'c15', campaign: 'A', priority: 0, patienceSeconds: 0.15, serviceSeconds: 10 },
  { at: 245, type: 'arrival', call: 'b3', campaign: 'B', priority: 0, patienceSeconds: null, serviceSeconds: 5 },
];

const AT_ONCE = { seconds: 0, low: 0, high: 0 };
/** Three conversations are known by then: some figure, within its range. */
const SOME = { seconds: expect.any(Number), low: expect.any(Number), high: expect.any(Number) };

type Figure = number | null;

function estimates(ours: object | null, [appQueue, lastFive, positionAht, les, hol]: [Figure, Figure, Figure, Figure, Figure]): object {
  const said = (seconds: Figure): object | null => (seconds === null ? null : { seconds });
  return { ours, appQueue: said(appQueue), lastFive: said(lastFive), positionAht: said(positionAht), les: said(les), hol: said(hol) };
}

/** The order of the figures: appQueue, lastFive, positionAht, les, hol. */
const EXPECTED = [
  // Nobody has been served, and ann is free. lastFive: no call is a mean of 0, and one second; at least 10.
  { call: 'c1', at: 10, waitSeconds: 0, outcome: 'answered', agent: 'ann', estimates: estimates(AT_ONCE, [null, 10, 0, null, 0]) },
  // c1 was answered after 0 s. Bob is free.
  { call: 'c2', at: 20, waitSeconds: 0, outcome: 'answered', agent: 'bob', estimates: estimates(AT_ONCE, [0, 10, 0, 0, 0]) },
  // Both talk; no conversation is over, so there is no mean handling, and we say nothing either.
  { call: 'c9', at: 30, waitSeconds: 100, outcome: 'answered', agent: 'ann', estimates: estimates(null, [0, 10, null, 0, 0]) },
  { call: 'c10', at: 30, waitSeconds: 45, outcome: 'abandoned', agent: null, estimates: estimates(null, [0, 10, null, 0, 0]) },
  // Head of the line is c9, for 10 s. lastFive: logged (0+0)/2+1 = 1; c9 and c10 have waited longer, 10+1 = 11; (1+11)/2 = 6; at least 10.
  { call: 'v1', at: 40, waitSeconds: 70, outcome: 'answered', agent: 'ann', estimates: estimates(null, [0, 10, null, 0, 10]) },
  // Another queue: nothing is known of it, and nobody waits in it.
  { call: 'b1', at: 50, waitSeconds: 120, outcome: 'answered', agent: 'bob', estimates: estimates(null, [null, 10, null, null, 0]) },
  // appQueue: v1 waited 70: 0 → (3×0+70)/4 = 17; c9 waited 100: (3×17+100)/4 = 37. lastFive: c1 0, c2 0, c9 100, c10 45, v1 70: 43+1 = 44.
  // positionAht: conversations of 60 (c2), 100 (c1) and 20 (v1): 60; first in line; ann alone: 1×60/1. les: c9.
  { call: 'c11', at: 132, waitSeconds: 48, outcome: 'answered', agent: 'ann', estimates: estimates(SOME, [37, 44, 60, 100, 0]) },
  // c11 has waited 18 s: fewer than 44. Second in line: 2×60/1.
  { call: 'c12', at: 150, waitSeconds: 40, outcome: 'answered', agent: 'ann', estimates: estimates(SOME, [37, 44, 120, 100, 18]) },
  // c11 has waited 46 s, c12 28: only c11 is above 44: 46+1 = 47; (44+47)/2 = 45. Third in line: 3×60/1; bob is in for B alone.
  { call: 'c13', at: 178, waitSeconds: 1.5, outcome: 'abandoned', agent: null, estimates: estimates(SOME, [37, 45, 180, 100, 46]) },
  // B: b1 waited 120, the first of all, so appQueue is that; 120+1. No conversation of B is over.
  { call: 'b2', at: 185, waitSeconds: 55, outcome: 'answered', agent: 'bob', estimates: estimates(SOME, [120, 121, null, 120, 0]) },
  // appQueue: c11 waited 48: (3×37+48)/4 = 39; c12 waited 40: (3×39+40)/4 = 39. lastFive: c10 45, v1 70, c11 48, c12 40, c13 1: 204/5+1 = 41.
  // Nobody is signed in for A: no share of the work, and an infinite wait, which is none to announce. Until all is over: 255-210.
  { call: 'c14', at: 210, waitSeconds: 45, outcome: 'waiting', agent: null, estimates: estimates(null, [39, 41, null, 40, 0]) },
  { call: 'c15', at: 212.25, waitSeconds: 0.15, outcome: 'abandoned', agent: null, estimates: estimates(null, [39, 41, null, 40, 2.25]) },
  // B: b2 waited 55, b1 is over (70 s): appQueue (3×120+55)/4 = 103; lastFive (120+55)/2+1 = 88; 1×70/1.
  { call: 'b3', at: 245, waitSeconds: 5, outcome: 'answered', agent: 'bob', estimates: estimates(SOME, [103, 88, 70, 55, 0]) },
];

interface Written {
  readonly call: string;
  readonly agent: string | null;
  readonly estimates: { readonly ours: { readonly seconds: number; readonly low: number; readonly high: number } | null };
}

describe('Foreign traffic', () => {
  let directory = '';
  const [traffic, out] = [(): string => join(directory, 'traffic.jsonl'), (): string => join(directory, 'out.jsonl')];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'guichet-traffic-'));
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(directory, { recursive: true });
  });

  const ann = { at: 0, type: 'agent-in', agent: 'ann', campaigns: ['A'] };

  function lines(...events: readonly object[]): string {
    return events.map((event) => `${JSON.stringify(event)}\n`).join('');
  }

  async function played(text: string): Promise<Written[]> {
    writeFileSync(traffic(), text);
    await run(['--traffic', traffic(), '--out', out()]);
    return readFileSync(out(), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Written);
  }

  it('is played through the floor, and what everybody said of each call and what came of it are written, as worked out by hand', async () => {
    const calls = await played(lines(...TRAFFIC));
    expect(calls).toEqual(EXPECTED);
    for (const { estimates: said } of calls) {
      if (said.ours !== null) expect(said.ours.low <= said.ours.seconds && said.ours.seconds <= said.ours.high).toBe(true);
    }
  });

  it('may begin with a byte order mark, end its lines as Windows does, leave lines blank, and priority and patience out', async () => {
    const text = [
      '{"at":0,"type":"agent-in","agent":"ann","campaigns":["A"]}',
      '',
      '{"at":1.1,"type":"arrival","call":"c1","campaign":"A","serviceSeconds":1.2}',
      '{"at":1.1,"type":"arrival","call":"c2","campaign":"A","serviceSeconds":0.1}',
    ];
    const calls = await played(`\uFEFF${text.join('\r\n')}\r\n`);
    expect(calls).toEqual([
      expect.objectContaining({ call: 'c1', waitSeconds: 0 }),
      expect.objectContaining({ call: 'c2', waitSeconds: 1.2, outcome: 'answered' }),
    ]);
  });

  it('is kept to the millisecond: who comes at 2.01 s finds the agent free whose conversation of 1.99 s began at 0.02 s', async () => {
    const arrival = { type: 'arrival', campaign: 'A', patienceSeconds: null, serviceSeconds: 1.99 };
    const calls = await played(lines(ann, { at: 0.02, call: 'c1', ...arrival }, { at: 2.01, call: 'c2', ...arrival }));
    expect(calls[1]).toMatchObject({ call: 'c2', waitSeconds: 0, estimates: { ours: AT_ONCE } });
  });

  it('has app_queue average from the first caller on who gives up, when no conversation is over yet', async () => {
    const arrival = { type: 'arrival', campaign: 'A', patienceSeconds: null, serviceSeconds: 100 };
    const calls = await played(
      lines(
        ann,
        { at: 1, call: 'c1', ...arrival },
        { at: 2, call: 'c2', ...arrival, patienceSeconds: 3 },
        { at: 10, call: 'c3', ...arrival },
        { at: 31, type: 'agent-in', agent: 'bob', campaigns: ['A'] },
        { at: 32, call: 'c4', ...arrival },
      ),
    );
    // c1 waited 0, c2 gave up, c3 waited 21: (3×0+21)/4 = 5.
    expect(calls[3]).toMatchObject({ call: 'c4', estimates: { appQueue: { seconds: 5 } } });
  });

  it('is served in the order of the file when a thousand come in the same second', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `c${1_000 - index}`);
    const arrivals = names.map((call) => ({ at: 7, type: 'arrival', call, campaign: 'A', patienceSeconds: null, serviceSeconds: 1 }));
    const calls = await played(lines(ann, ...arrivals));
    expect(calls).toEqual(names.map((call, index) => expect.objectContaining({ call, waitSeconds: index, outcome: 'answered' })));
  });

  const ANN = '{"at":0,"type":"agent-in","agent":"ann","campaigns":["A"]}';
  const C1 = '{"at":3,"type":"arrival","call":"c1","campaign":"A","priority":0,"patienceSeconds":null,"serviceSeconds":9}';
  it.each([
    ['is not JSON', [ANN, C1.slice(0, 40)], /^line 2: not JSON/],
    ['is no JSON object', [ANN, '', 'null'], /^line 3: not a JSON object/],
    ['is a list', ['[]'], /^line 1: not a JSON object/],
    ['has no time', [ANN, '{"type":"agent-out","agent":"ann"}'], /^line 2: at must be a number/],
    ['is of no known type', [ANN, C1.replace('arrival', 'departure')], /^line 2: type must be/],
    ['lets somebody sign in nowhere', ['{"at":0,"type":"agent-in","agent":"ann"}'], /^line 1: campaigns must be/],
    ['names no call', [C1.replace('"call":"c1",', '')], /^line 1: call must be text/],
    ['is earlier than the one before', [ANN, C1, ANN], /^line 3: earlier than the line before/],
    ['has a call that has come before', [ANN, C1, '', C1], /^line 4: call c1 arrives in line 2 already/],
    ['has a negative conversation', [ANN, C1.replace('9', '-9')], /^line 2: serviceSeconds must not be negative/],
    ['has a negative patience', [ANN, C1.replace('null', '-1')], /^line 2: patienceSeconds must not be negative/],
    ['has a priority in words', [ANN, C1.replace('"priority":0', '"priority":"high"')], /^line 2: priority must be a number/],
  ])('is refused by the number of the line when one %s', async (_, text, message) => {
    await expect(played(text.join('\n'))).rejects.toThrow(message);
  });
});
