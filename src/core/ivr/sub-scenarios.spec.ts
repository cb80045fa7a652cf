import { describe, expect, it } from '@jest/globals';

import type { KnownThings } from './known-things.js';
import { LIMITS } from './limits.js';
import type { IvrScenario } from './scenario.js';
import { validateScenario } from './validate-scenario.js';

const KNOWN: KnownThings = {
  audio: () => true,
  skill: () => true,
  queue: () => true,
  workSchedule: () => true,
  scenario: () => null,
  canSpeakText: false,
};

function document(nodes: object, more: object = {}): object {
  return { name: 'Accueil', language: 'fr', start: 'first', nodes, ...more };
}

function faults(given: unknown, known: Partial<KnownThings> = {}, id: string | null = null): string[] {
  return validateScenario(given, id, { ...KNOWN, ...known }).faults.map(({ path, code }) => `${path} ${code}`);
}

/** The scenario of a document without fault. */
function sound(given: object, known: Partial<KnownThings> = {}): IvrScenario {
  const { scenario, faults: found } = validateScenario(given, null, { ...KNOWN, ...known });
  expect(found).toEqual([]);
  return scenario!;
}

const last = { type: 'end' };

describe('A scenario within others', () => {
  const calling = (scenarioId: string): object => document({ first: { type: 'sub-scenario', scenarioId, next: 'last' }, last });

  it('may not lead to itself, at once or by a detour', () => {
    const detour = sound(calling('self'), { scenario: () => sound(document({ first: last })) });
    expect(faults(calling('self'), { scenario: () => detour }, 'self')).toEqual(['nodes.first.scenarioId scenario-within-itself']);
    expect(faults(calling('other'), { scenario: () => detour }, 'self')).toEqual(['nodes.first.scenarioId scenario-within-itself']);
  });

  it(`may be ${LIMITS.depth} deep at the most`, () => {
    const all = new Map([['s1', sound(document({ first: last }))]]);
    const scenario = (id: string): IvrScenario | null => all.get(id) ?? null;
    for (let depth = 2; depth <= LIMITS.depth; depth++) all.set(`s${depth}`, sound(calling(`s${depth - 1}`), { scenario }));
    expect(faults(calling(`s${LIMITS.depth - 1}`), { scenario })).toEqual([]);
    expect(faults(calling(`s${LIMITS.depth}`), { scenario })).toEqual(['nodes.first.scenarioId too-deep']);
  });

  it('reads what it is given, which the other one must have set', () => {
    const reader = sound(document({ first: { type: 'say', what: 'digits', value: '{order}', next: 'last' }, last }, { inputs: ['order'] }));
    expect(faults(calling('reader'), { scenario: () => reader })).toEqual(['nodes.first.scenarioId missing-input']);
    const setting = document({
      first: { type: 'set', variable: 'order', value: '12', next: 'call' },
      call: { type: 'sub-scenario', scenarioId: 'reader', next: 'last' },
      last,
    });
    expect(faults(setting, { scenario: () => reader })).toEqual([]);
  });
});
