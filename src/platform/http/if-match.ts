import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';

import { Refusal } from '../../core/kernel/refusal.js';
import { HttpProblem } from './problem.js';

/** The version that the client last saw, or null when it does not mind overwriting a newer one. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number | null => {
  const header = context.switchToHttp().getRequest<Request>().header('if-match')?.trim();
  if (header === undefined || header === '*') return null;
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(header) ?? [];
  if (version === undefined)
    throw new HttpProblem(400, 'bad-if-match', 'If-Match must be "<version>", with the quotes, as the resource last had it.');
  return Number(version);
});

/** Refuses when the client has seen another version than `current`. */
export function assertCurrent(expected: number | null, current: number): void {
  if (expected !== null && expected !== current) {
    throw new Refusal(
      'stale',
      'stale-version',
      `It was changed meanwhile: version ${current} is current, not ${expected}. Read it again.`,
      [],
      {
        currentVersion: current,
      },
    );
  }
}

/** Documents the header. */
export function ApiIfMatch(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: '`"<version>"`: refused with 412 when it was changed since.',
      schema: { type: 'string' },
    }),
  );
}
