import { expect } from '@jest/globals';

import { dryRun, type DryRun, type DryRunInputs } from '../../src/core/ivr/dry-run.js';
import type { IvrFact } from '../../src/core/ivr/ivr-fact.js';
import type { IvrHttpAnswer, IvrHttpRequest, IvrLine, IvrPrompt, KeysPressed, KeysWanted } from '../../src/core/ivr/ivr-line.js';
import type { IvrState } from '../../src/core/ivr/ivr-state.js';
import type { IvrProgram, IvrScenario } from '../../src/core/ivr/scenario.js';
import { validateScenario } from '../../src/core/ivr/validate-scenario.js';

/** Monday, 09:30 in Paris. */
export const MONDAY_MORNING = 1_764_577_800_000;

/** A scenario that must be right, whatever it refers to. */
export function scenario(nodes: object, more: object = {}, others: Record<string, IvrScenario> = {}): IvrScenario {
  const known = { audio: () => true, skill: () => true, queue: () => true, workSchedule: () => true, canSpeakText: true };
  const document = { name: 'Test', language: 'fr', start: 'first', nodes, ...more };
  const checked = validateScenario(document, null, { ...known, scenario: (id) => others[id] ?? null });
  expect(checked.faults).toEqual([]);
  return checked.scenario!;
}

export function program(nodes: object, others: Record<string, IvrScenario> = {}, more: object = {}): IvrProgram {
  return { scenarioId: 'main', scenarios: { ...others, main: scenario(nodes, more, others) } };
}

export async function run(of: IvrProgram, inputs: Partial<DryRunInputs> = {}): Promise<DryRun> {
  const nobody = { caller: '+33612345678', did: '+33170000001', at: MONDAY_MORNING, keys: [], http: {}, scheduleOpen: () => null };
  return dryRun(of, { ...nobody, ...inputs });
}

export function way({ path, exit }: DryRun): string {
  return [...path.map(({ nodeId }) => nodeId), exit.exit].join(' ');
}

export function heard({ path }: DryRun): string[] {
  return path.flatMap((step) => step.heard);
}

export function facts({ path }: DryRun, type: IvrFact['type']): object[] {
  return path.flatMap((step) => step.facts).filter((fact) => fact.type === type);
}

/** A call that does what it is told, and remembers what it was asked for. */
export class ScriptedLine implements IvrLine {
  readonly caller = '+33612345678';
  readonly did = '+33170000001';
  readonly kept: IvrState[] = [];
  readonly facts: IvrFact[] = [];
  readonly requests: IvrHttpRequest[] = [];
  asked = 0;

  constructor(private readonly keys: string[] = []) {}

  now(): number {
    return MONDAY_MORNING;
  }

  async play(_prompt: IvrPrompt): Promise<void> {}

  async collect(_wanted: KeysWanted): Promise<KeysPressed> {
    this.asked += 1;
    return { keys: this.keys.shift() ?? '', ended: 'timeout' };
  }

  async http(request: IvrHttpRequest): Promise<IvrHttpAnswer> {
    this.requests.push(request);
    return { outcome: 'failed', reason: 'unreachable' };
  }

  scheduleOpen(): null {
    return null;
  }

  entered(state: IvrState): void {
    this.kept.push(state);
  }

  decided(fact: IvrFact): void {
    this.facts.push(fact);
  }
}
