import type { Instant } from '../kernel/time.js';
import type { IvrFact } from './ivr-fact.js';
import type { IvrHttpAnswer, IvrLine, IvrPrompt, KeysPressed, KeysWanted } from './ivr-line.js';
import type { IvrExit, IvrResult } from './ivr-exit.js';
import type { IvrState } from './ivr-state.js';
import { HIDDEN } from './masking.js';
import { audioIdOf } from './sound-of.js';
import { runScenario } from './run-scenario.js';
import type { IvrNodeType, IvrProgram } from './scenario.js';

/** A caller who is made up. */
export interface DryRunInputs {
  readonly caller: string | null;
  readonly did: string;
  readonly at: Instant;
  /** What is pressed each time keys are awaited; what one does not use is there for the next. Empty or used up: nothing is pressed. */
  readonly keys: readonly string[];
  /** What is answered to the request of the node of that id; without one, the request fails. Nothing is really asked. */
  readonly http: Readonly<Record<string, { readonly status: number; readonly json: unknown }>>;
  scheduleOpen(workScheduleId: string): boolean | null;
}

export interface DryRunStep {
  readonly scenarioId: string;
  readonly nodeId: string;
  readonly type: IvrNodeType;
  /** Ids of sounds, and texts in quotes. */
  readonly heard: readonly string[];
  /** What was decided there, in order. */
  readonly facts: readonly IvrFact[];
}

export interface DryRun {
  readonly path: readonly DryRunStep[];
  readonly exit: Exclude<IvrExit, { readonly exit: 'transfer' }> | { readonly exit: 'transfer'; readonly number: string };
  readonly answers: IvrResult['answers'];
}

/** What a caller who does that meets, without a call: the path taken, what is heard and decided on it, and the exit. */
export async function dryRun(program: IvrProgram, inputs: DryRunInputs): Promise<DryRun> {
  const line = new DryLine(inputs);
  const { answers, variables: _variables, ...exit } = await runScenario(line, program);
  const shown = exit.exit === 'transfer' ? { exit: exit.exit, number: exit.number } : exit;
  return { path: line.path, exit: shown, answers };
}

class DryLine implements IvrLine {
  readonly path: { scenarioId: string; nodeId: string; type: IvrNodeType; heard: string[]; facts: IvrFact[] }[] = [];
  private readonly entries: string[];
  private typed = '';
  private nodeId = '';

  constructor(private readonly inputs: DryRunInputs) {
    this.entries = [...inputs.keys];
  }

  get caller(): string | null {
    return this.inputs.caller;
  }

  get did(): string {
    return this.inputs.did;
  }

  now(): Instant {
    return this.inputs.at;
  }

  async play({ utterances, secret }: IvrPrompt): Promise<void> {
    const heard = utterances.map((utterance) => {
      if ('text' in utterance) return JSON.stringify(utterance.text);
      return audioIdOf(utterance.sound);
    });
    this.path.at(-1)?.heard.push(...(secret ? [HIDDEN] : heard));
  }

  async collect({ prompt, maxDigits, terminator }: KeysWanted): Promise<KeysPressed> {
    if (prompt !== null) await this.play(prompt);
    if (this.typed === '') this.typed = this.entries.shift() ?? '';
    const end = terminator === null ? -1 : this.typed.indexOf(terminator);
    if (end !== -1 && end < maxDigits) {
      const keys = this.typed.slice(0, end);
      this.typed = this.typed.slice(end + 1);
      return { keys, ended: 'terminator' };
    }
    const keys = this.typed.slice(0, maxDigits);
    this.typed = this.typed.slice(maxDigits);
    return { keys, ended: keys.length === maxDigits ? 'length' : 'timeout' };
  }

  async http(): Promise<IvrHttpAnswer> {
    const answer = Object.hasOwn(this.inputs.http, this.nodeId) ? this.inputs.http[this.nodeId] : undefined;
    if (answer === undefined) return { outcome: 'failed', reason: 'no answer was given to this simulation' };
    if (answer.status < 200 || answer.status > 299) return { outcome: 'failed', reason: `answered ${answer.status}` };
    return { outcome: 'ok', ...answer };
  }

  scheduleOpen(workScheduleId: string): boolean | null {
    return this.inputs.scheduleOpen(workScheduleId);
  }

  entered({ nodeId }: IvrState): void {
    this.nodeId = nodeId;
  }

  decided(fact: IvrFact): void {
    if (fact.type !== 'node-entered') return void this.path.at(-1)?.facts.push(fact);
    this.path.push({ scenarioId: fact.scenarioId, nodeId: fact.nodeId, type: fact.node, heard: [], facts: [] });
  }
}
