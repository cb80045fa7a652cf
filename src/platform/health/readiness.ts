import type { Database } from '../database/database.js';

/** What the process lacks for work. */
export interface Readiness {
  /** By name, e.g. `pbx`, `database`; empty when ready. */
  missing(): Promise<readonly string[]>;
}

/** Nest's injection token of the `Readiness`. */
export const READINESS = Symbol('Readiness');

/** The engine's own list, and the database if it does not answer. */
export function readinessOf(database: Database, engineMissing: () => readonly string[]): Readiness {
  return {
    async missing() {
      const away = await database.ping().then(
        () => [],
        () => ['database'],
      );
      return [...new Set([...engineMissing(), ...away])];
    },
  };
}
