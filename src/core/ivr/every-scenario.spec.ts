import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { dryRun } from './dry-run.js';
import type { IvrFact } from './ivr-fact.js';
import type { IvrScenario } from './scenario.js';
import { waitsForCaller, waysOut } from './successors.js';
import { validateScenario } from './validate-scenario.js';

const node = fc.integer({ min: 0, max: 7 }).map((index) => `n${index}`);
const prompt = fc.constantFrom([{ audioId: 'a' }], [{ say: 'digits', value: '{v}' }], [{ say: 'number', value: '{caller}' }]);
const asking = { prompt, retries: fc.integer({ min: 0, max: 2 }) };
const condition = fc.oneof(
  fc.record({
    kind: fc.constant('variable'),
    name: fc.constant('v'),
    is: fc.constantFrom('equals', 'less-than'),
    value: fc.constant('{v}'),
  }),
  fc.record({ kind: fc.constant('calendar'), workScheduleId: fc.constant('s'), is: fc.constantFrom('open', 'closed') }),
);
const choices = fc.uniqueArray(fc.record({ key: fc.constantFrom('1', '2', '#'), next: node }), {
  minLength: 1,
  selector: ({ key }) => key,
});
/** Every type of node, with ways to anywhere. */
const anyNode = fc.oneof(
  fc.record({ type: fc.constant('play'), audioIds: fc.constant(['a']), next: node }),
  fc.record({ type: fc.constant('say'), what: fc.constantFrom('number', 'digits'), value: fc.constant('{v}'), next: node }),
  fc.record({ type: fc.constant('menu'), ...asking, choices, onTimeout: node, onInvalid: node }),
  fc.record({
    type: fc.constant('gather'),
    ...asking,
    variable: fc.constant('v'),
    maxDigits: fc.integer({ min: 1, max: 4 }),
    ok: node,
    failed: node,
  }),
  fc.record({
    type: fc.constant('branch'),
    cases: fc.array(fc.record({ when: fc.tuple(condition), next: node }), { minLength: 1, maxLength: 3 }),
    else: node,
  }),
  fc.record({ type: fc.constant('set'), variable: fc.constant('v'), value: fc.constantFrom('', '{v}1', '{caller}'), next: node }),
  fc.record({
    type: fc.constant('http'),
    url: fc.constant('http://a.example/{v}'),
    result: fc.constant({ v: '$.v' }),
    ok: node,
    failed: node,
  }),
  fc.record({ type: fc.constant('transfer'), number: fc.constant('{v}'), failed: node }),
  fc.record({ type: fc.constantFrom('enqueue', 'voicemail', 'callback', 'hang-up', 'end') }),
  fc.record({ type: fc.constant('sub-scenario'), scenarioId: fc.constant('sub'), next: node }),
);
const nodes = fc
  .array(anyNode, { minLength: 8, maxLength: 8 })
  .map((list) => Object.fromEntries(list.map((one, index) => [`n${index}`, one])));
const SET_FIRST = { type: 'set', variable: 'v', value: '', next: 'n0' };

function validated(given: Record<string, object>, sub: IvrScenario | null): ReturnType<typeof validateScenario> {
  const known = { audio: () => true, skill: () => true, queue: () => true, workSchedule: () => true, canSpeakText: false };
  const document = { name: 'Any', language: 'fr', inputs: ['v'], start: 'first', nodes: { first: SET_FIRST, ...given } };
  return validateScenario(document, 'main', { ...known, scenario: (id) => (id === 'sub' ? sub : null) });
}

/** The scenario without what is reached from nowhere, when nothing else is wrong with it. */
function pruned(given: Record<string, object>, sub: IvrScenario | null): ReturnType<typeof validateScenario> {
  const lost = new Set(
    validated(given, sub).faults.flatMap(({ path, code }) => (code === 'unreachable-node' ? [path.slice('nodes.'.length)] : [])),
  );
  return validated(Object.fromEntries(Object.entries(given).filter(([id]) => !lost.has(id))), sub);
}

const SUB = validateScenario(
  {
    name: 'Sub',
    language: 'en',
    start: 'first',
    nodes: {
      first: { type: 'gather', prompt: [{ audioId: 'a' }], variable: 'v', retries: 0, ok: 'last', failed: 'out' },
      out: { type: 'hang-up' },
      last: { type: 'end' },
    },
  },
  null,
  { audio: () => true, skill: () => true, queue: () => true, workSchedule: () => true, scenario: () => null, canSpeakText: false },
).scenario!;

const inputs = fc.record({
  caller: fc.constantFrom(null, '+33612345678'),
  did: fc.constant('+33170000001'),
  at: fc.constant(0),
  keys: fc.array(fc.stringMatching(/^[0-9#*]{0,5}$/), { maxLength: 30 }),
  http: fc.dictionary(
    node,
    fc.record({ status: fc.constantFrom(200, 500), json: fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text) as unknown) }),
  ),
  open: fc.constantFrom(true, false, null),
});

describe('Every scenario that can be saved', () => {
  it('comes to an end whatever the caller does, and never goes from node to node for long without waiting for them', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(nodes, inputs, async (given, { open, ...caller }) => {
        const { scenario } = pruned(given, SUB);
        if (scenario === null) return;
        accepted += 1;
        const program = { scenarioId: 'main', scenarios: { main: scenario, sub: SUB } };
        const { path, exit } = await dryRun(program, { ...caller, scheduleOpen: () => open });
        expect(exit.exit).toMatch(/^(enqueue|transfer|voicemail|callback|hang-up|done)$/);
        let withoutWaiting = 0;
        for (const { type, facts } of path) {
          withoutWaiting = type === 'menu' || type === 'gather' ? 0 : withoutWaiting + 1;
          // Each node at the most once, and the end of the scenario within.
          expect(withoutWaiting).toBeLessThanOrEqual(Object.keys(scenario.nodes).length + 1);
          const cut = facts.find((fact): fact is Extract<IvrFact, { type: 'scenario-cut-short' }> => fact.type === 'scenario-cut-short');
          expect(cut?.reason ?? 'silence').toBe('silence');
        }
      }),
      { numRuns: 2000, seed: 11 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  it('and one that is refused for going round does go round', () => {
    let refused = 0;
    fc.assert(
      fc.property(nodes, (given) => {
        const { faults } = pruned(given, SUB);
        for (const { code, message } of faults) {
          expect(['endless-loop']).toContain(code);
          const loop = message.split(' goes')[0]!.split(' → ');
          refused += 1;
          const read = validated(given, SUB).faults.find((fault) => fault.code === 'endless-loop');
          expect(read).toBeDefined();
          for (const [index, id] of loop.slice(0, -1).entries()) {
            const here = (id === 'first' ? SET_FIRST : given[id]) as unknown as Parameters<typeof waysOut>[0];
            expect(waitsForCaller(here)).toBe(false);
            expect(waysOut(here).map(({ to }) => to)).toContain(loop[index + 1]);
          }
        }
      }),
      { numRuns: 500, seed: 12 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  it('no document whatsoever breaks the check', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({
        nodes: fc.dictionary(
          fc.string(),
          fc.record({
            type: fc.constantFrom('menu', 'gather', 'http', 'branch', 'sub-scenario'),
            next: fc.anything(),
            prompt: fc.anything(),
            choices: fc.anything(),
            cases: fc.anything(),
            body: fc.json(),
            headers: fc.anything(),
            url: fc.anything(),
          }),
        ),
      }),
    );
    fc.assert(
      fc.property(anything, (given) => {
        expect(validated({}, null).faults.length).toBeGreaterThan(0);
        const known = {
          audio: () => false,
          skill: () => false,
          queue: () => false,
          workSchedule: () => false,
          scenario: () => null,
          canSpeakText: false,
        };
        expect(validateScenario(given, null, known).faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 2000, seed: 13 },
    );
  });
});
