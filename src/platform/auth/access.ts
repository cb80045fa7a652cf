import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';

import { ApiProblem } from '../openapi/api-problem.js';
import type { Role } from './principal.js';

export const ACCESS = 'guichet:access';
export type Access = Role | 'public';

/** This role and those above it may call the route. Every route states this or `Public`; a test walks them all. */
export function Allow(lowest: Role): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata<string, Access>(ACCESS, lowest),
    ApiBearerAuth(),
    ApiProblem(401, 'No valid token.'),
    ...(lowest === 'agent' ? [] : [ApiProblem(403, `Needs the role ${lowest}.`)]),
  );
}

/** No sign-in is needed. */
export function Public(): MethodDecorator & ClassDecorator {
  return SetMetadata<string, Access>(ACCESS, 'public');
}
