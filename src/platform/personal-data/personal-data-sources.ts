import type { NumberMentions } from './number-mentions.js';

/** Somebody who is known by a telephone number. */
export interface Person {
  /** E.164. */
  readonly number: string;
  /** Of the calls they made. */
  readonly callIds: readonly string[];
  readonly mentions: NumberMentions;
}

/** What one module keeps about people. */
export interface PersonalDataSource {
  /** What it is called in the export. */
  readonly name: string;
  readonly export: (person: Person) => Promise<readonly object[]>;
  /** Answers how much went. Asked again after a death in the middle, it does what is left: files first, then rows. */
  readonly erase: (person: Person) => Promise<number>;
}

/** Every module that keeps something about people adds its source when it begins. */
export class PersonalDataSources {
  private readonly added: PersonalDataSource[] = [];

  add(source: PersonalDataSource): void {
    this.added.push(source);
  }

  get all(): readonly PersonalDataSource[] {
    return this.added;
  }
}
