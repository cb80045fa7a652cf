import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

import type { AgentId } from '../../core/kernel/ids.js';
import { Bug } from '../../core/kernel/bug.js';

/** Each may do what those after it may. */
export const ROLES = ['admin', 'supervisor', 'agent'] as const;
export type Role = (typeof ROLES)[number];

/** Who makes a request. */
export interface Principal {
  /** Row of the staff member or of the API key. */
  readonly id: string;
  /** Login, or the key's name: for the audit trail and the author of a version. */
  readonly name: string;
  readonly role: Role;
  /** Set when this is an agent who takes calls. */
  readonly agentId: AgentId | null;
}

export function hasRole(principal: Principal, lowest: Role): boolean {
  return ROLES.indexOf(principal.role) <= ROLES.indexOf(lowest);
}

/** A request that passed the guard. */
export interface SignedRequest extends Request {
  principal?: Principal;
}

/** The principal of a route that is not public. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<SignedRequest>();
  if (principal === undefined) throw new Bug('a public route asks for a principal');
  return principal;
});
