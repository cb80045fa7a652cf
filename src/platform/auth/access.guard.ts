import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

import { Bug } from '../../core/kernel/bug.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { HttpProblem } from '../http/problem.js';
import { ACCESS, type Access } from './access.js';
import { AUTHENTICATOR, type Authenticator } from './authenticator.js';
import { hasRole, type SignedRequest } from './principal.js';

/** Lets a request through when its route is public or its token carries the role. A route that states nothing is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access === undefined) throw new Bug(`${context.getClass().name}.${context.getHandler().name} states neither Allow nor Public`);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<SignedRequest>();
    const [, token] = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '') ?? [];
    if (token === undefined)
      throw new HttpProblem(401, 'not-signed-in', 'Send the header Authorization: Bearer <token>; POST /auth/login gives one.');
    const principal = this.authenticator.principalOf(token);
    if (principal === null) throw new HttpProblem(401, 'token-invalid', 'The token is not valid (any more). Sign in again.');
    request.principal = principal;
    if (!hasRole(principal, access))
      throw new Refusal('not-allowed', 'role-insufficient', `This needs the role ${access}; you have ${principal.role}.`);
    return true;
  }
}
