import type { Role } from '../../platform/auth/principal.js';

/** What signing in and colleagues need to know of a member of the staff, without the password. */
export interface Account {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  readonly role: Role;
  /** What colleagues dial; null: nothing. */
  readonly extension: string | null;
  readonly credentialsVersion: number;
}

/**
 * Every account, in memory: a token is checked with each request, and agents must be able to pause or hang up while the database is
 * away.
 */
export class Accounts {
  private readonly byId = new Map<string, Account>();

  get(id: string): Account | null {
    return this.byId.get(id) ?? null;
  }

  /** Those who take calls, by name. */
  agents(): Account[] {
    const agents = [...this.byId.values()].filter(({ role }) => role === 'agent');
    return agents.sort((a, b) => a.displayName.localeCompare(b.displayName) || (a.id < b.id ? -1 : 1));
  }

  put({ id, login, displayName, role, extension, credentialsVersion }: Account): void {
    this.byId.set(id, { id, login, displayName, role, extension, credentialsVersion });
  }

  drop(id: string): void {
    this.byId.delete(id);
  }
}
