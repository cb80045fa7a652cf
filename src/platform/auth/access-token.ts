import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Clock } from '../../core/ports/clock.js';

export interface TokenClaims {
  /** The staff member. */
  readonly sub: string;
  /** Which of the member's passwords was given: changing it ends the tokens issued before. */
  readonly cred: number;
}

/** How long a sign-in lasts: a working day and the way home. */
export const TOKEN_SECONDS = 12 * 3600;

const HEADER = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');

/** Signed tokens (JWT, HS256). Nothing is stored: they outlive a restart because the key does. */
export class AccessTokens {
  constructor(
    private readonly key: Buffer,
    private readonly clock: Clock,
  ) {}

  issue(claims: TokenClaims): string {
    const iat = Math.floor(this.clock.now() / 1000);
    const payload = Buffer.from(JSON.stringify({ ...claims, iat, exp: iat + TOKEN_SECONDS })).toString('base64url');
    return `${HEADER}.${payload}.${this.signature(payload)}`;
  }

  /** Null when it was not issued here, was altered, or has expired. */
  read(token: string): TokenClaims | null {
    const [header, payload, signature, more] = token.split('.');
    // Only our own header is accepted: whoever writes a token does not choose how it is checked.
    if (header !== HEADER || payload === undefined || signature === undefined || more !== undefined) return null;
    if (!same(signature, this.signature(payload))) return null;
    const { sub, cred, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as TokenClaims & { exp: number };
    return exp * 1000 > this.clock.now() ? { sub, cred } : null;
  }

  private signature(payload: string): string {
    return createHmac('sha256', this.key).update(`${HEADER}.${payload}`).digest('base64url');
  }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
