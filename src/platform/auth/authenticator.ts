import type { Principal } from './principal.js';

/** Who a bearer token belongs to. Implemented by the module that keeps the accounts. */
export interface Authenticator {
  /** Null when the token is forged, expired, or its owner is gone or changed the password. */
  principalOf(token: string): Principal | null;
}

/** Nest's injection token of the `Authenticator`. */
export const AUTHENTICATOR = Symbol('Authenticator');
