import type { IvrFact } from './ivr-fact.js';
import type { IvrLine, IvrPrompt, Utterance } from './ivr-line.js';
import type { IvrState } from './ivr-state.js';
import { LIMITS } from './limits.js';
import { HIDDEN, maskCards } from './masking.js';
import type { IvrLanguage, PromptPart, SpokenAs } from './scenario.js';
import { soundOf } from './sound-of.js';
import { spoken } from './speech.js';
import { fillTemplate, tellsOfCaller, variablesOf } from './template.js';

type Without<Fact, Key extends PropertyKey> = Fact extends unknown ? Omit<Fact, Key> : never;

/** What a running scenario knows: where it is, its variables and answers, and which of them may not be shown. */
export class IvrMemory {
  constructor(
    readonly line: IvrLine,
    private current: IvrState,
  ) {}

  get state(): IvrState {
    return this.current;
  }

  change(change: Partial<IvrState>): void {
    this.current = { ...this.current, ...change };
  }

  /** Keeps where the scenario is, before something that takes time. */
  keep(): void {
    this.line.entered(this.current);
  }

  decided(fact: Without<IvrFact, 'scenarioId' | 'nodeId'>): void {
    const { scenarioId, nodeId } = this.current;
    this.line.decided({ scenarioId, nodeId, ...fact });
  }

  /** Empty when nothing has set it. */
  valueOf(name: string): string {
    if (name === 'caller') return this.line.caller ?? '';
    if (name === 'did') return this.line.did;
    const { variables } = this.current;
    return Object.hasOwn(variables, name) ? (variables[name] ?? '') : '';
  }

  set(name: string, value: string, secret: boolean): void {
    const { variables, secrets } = this.current;
    const others = secrets.filter((other) => other !== name);
    const text = value.replace(/\p{Cc}/gu, ' ').slice(0, LIMITS.variableCharacters);
    this.change({ variables: { ...variables, [name]: text }, secrets: secret ? [...others, name] : others });
  }

  answer(name: string | null, value: string): void {
    if (name !== null) this.change({ answers: { ...this.current.answers, [name]: maskCards(value) } });
  }

  fill(template: string, escape?: (value: string) => string): string {
    return fillTemplate(template, (name) => this.valueOf(name), escape);
  }

  /** Whether something secret is in what the template makes. */
  isSecret(template: string): boolean {
    return variablesOf(template).some((name) => this.current.secrets.includes(name));
  }

  /** The value as people may see it. */
  shown(value: string, secret: boolean): string {
    return secret ? HIDDEN : maskCards(value);
  }

  prompt(parts: readonly PromptPart[], language: IvrLanguage, interruptible = true): IvrPrompt {
    const secret = parts.some((part) => 'say' in part && this.isPrivate(part.value));
    const personal = parts.some((part) => 'say' in part && tellsOfCaller(part.value));
    return { utterances: parts.flatMap((part) => this.utterances(part)), language, interruptible, secret, personal };
  }

  private utterances(part: PromptPart): readonly Utterance[] {
    return 'audioId' in part ? [{ sound: soundOf(part.audioId) }] : this.say(part.say, part.value);
  }

  private say(what: SpokenAs, template: string): readonly Utterance[] {
    const value = this.fill(template);
    const utterances = spoken(what, value);
    if (utterances === null) {
      const shown = this.shown(value, this.isSecret(template)).slice(0, LIMITS.variableCharacters);
      this.decided({ type: 'not-spoken', value: shown });
    }
    return utterances ?? [];
  }

  private isPrivate(template: string): boolean {
    const value = this.fill(template);
    return this.isSecret(template) || maskCards(value) !== value;
  }
}
