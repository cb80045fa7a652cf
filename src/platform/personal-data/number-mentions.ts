import { nationalForm } from '../phone-numbers/phone-numbers.js';

/** What stands where something was erased. */
export const ERASED = '•••';
/** What a scenario asked for and was told: shorter answers (a choice, a mark) tell nobody's identity and keep statistics true. */
const LONGEST_HARMLESS = 3;
const TYPED = new Set(['keys', 'answers', 'value', 'note']);

/** Where a telephone number stands in what was kept, however it was written: +33612345678, 0033612345678, 33612345678, 0612345678. */
export class NumberMentions {
  private readonly written: readonly string[];
  private readonly pattern: RegExp;

  constructor(number: string) {
    const national = nationalForm(number);
    this.written = [...new Set([number.slice(1), ...(national === null ? [] : [national])])];
    this.pattern = new RegExp(`(?<!\\d)(?:\\+|00)?(?:${this.written.join('|')})(?!\\d)`, 'g');
  }

  /** Patterns of SQL's LIKE, of which one fits whatever mentions it; more may fit. */
  get like(): readonly string[] {
    return this.written.map((digits) => `%${digits}%`);
  }

  masked(text: string): string {
    return text.replace(this.pattern, ERASED);
  }

  /**
   * A copy of plain JSON without it: whoever called has no number any more. `theirs`: it is about a call of that person, so what they typed
   * and what was noted about them goes as well.
   */
  without<T>(value: T, theirs: boolean): T {
    return this.copied(value, null, theirs) as T;
  }

  private copied(value: unknown, key: string | null, typed: boolean, inside = false): unknown {
    if (typeof value === 'string') return this.text(value, key, inside);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.copied(item, key, typed, inside));
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, this.copied(inner, name, typed, inside || (typed && TYPED.has(name)))]),
    );
  }

  private text(text: string, key: string | null, typed: boolean): string | null {
    if (typed && text.length > LONGEST_HARMLESS) return ERASED;
    const masked = this.masked(text);
    return key === 'caller' && masked === ERASED ? null : masked;
  }
}
