import type { Role } from '../../platform/auth/principal.js';

/** What signing in needs to know of a member of the staff, without the password. */
export interface Account {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  readonly role: Role;
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

  put({ id, login, displayName, role, credentialsVersion }: Account): void {
    this.byId.set(id, { id, login, displayName, role, credentialsVersion });
  }

  drop(id: string): void {
    this.byId.delete(id);
  }
}
