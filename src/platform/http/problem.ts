import { HttpException } from '@nestjs/common';

import { Refusal, type RefusalFault, type RefusalKind } from '../../core/kernel/refusal.js';
import { isBrokenReference, isDatabaseAway, isDuplicate, lostRace } from '../database/database-unavailable.js';

/** RFC 9457, with a stable `code` for programs and every fault of a body at once. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly RefusalFault[];
  readonly [detail: string]: unknown;
}

const REFUSAL_STATUS: Record<RefusalKind, number> = {
  impossible: 422,
  'wrong-state': 409,
  'not-found': 404,
  'not-allowed': 403,
  stale: 412,
  unavailable: 503,
  'not-installed': 501,
};

const TITLES: Record<number, string> = {
  400: 'The request is malformed',
  401: 'Sign-in is needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'The state does not allow it',
  412: 'It was changed meanwhile',
  413: 'The body is too large',
  415: 'The content type is not supported',
  422: 'Well-formed but impossible',
  429: 'Too many attempts',
  500: 'Internal fault',
  501: 'Not installed here',
  503: 'Not available at the moment',
};

/** A "no" that exists only in HTTP: its status, code and sentence go out as they are. */
export class HttpProblem extends HttpException {
  constructor(
    status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: readonly RefusalFault[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail, status);
  }
}

/** What goes out for `error`. Anything unforeseen is a 500 that says nothing of its insides: those are in the log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) {
    return problem(REFUSAL_STATUS[error.kind], error.code, error.message, error.faults, error.details);
  }
  if (error instanceof HttpProblem) return problem(error.getStatus(), error.code, error.detail, error.errors);
  if (isDatabaseAway(error)) return problem(503, 'database-unavailable', 'The database does not answer. Try again in a moment.');
  if (lostRace(error)) return problem(503, 'database-busy', 'Too many changed the same thing at once. Try again in a moment.');
  if (isDuplicate(error)) return problem(409, 'already-exists', 'Something with the same unique value was created at the same moment.');
  if (isBrokenReference(error))
    return problem(409, 'reference-changed', 'Something this refers to, or that refers to it, changed at the same moment.');
  const parserFault = bodyParserProblem(error);
  if (parserFault !== null) return parserFault;
  if (error instanceof HttpException) return frameworkProblem(error);
  return problem(500, 'internal', 'Something went wrong on our side. It was logged.');
}

export function problem(
  status: number,
  code: string,
  detail: string,
  errors: readonly RefusalFault[] = [],
  details: Readonly<Record<string, unknown>> = {},
): Problem {
  return { ...details, type: `urn:guichet:problem:${code}`, title: TITLES[status] ?? 'The request failed', status, code, detail, errors };
}

/** Marks the error of a body with a key that means something to JavaScript. */
export const FORBIDDEN_KEY = 'guichet.forbidden-key';

/** The body parser marks its errors with a `type`. */
function bodyParserProblem(error: unknown): Problem | null {
  const cause = error instanceof HttpException && error.cause !== undefined ? error.cause : error;
  if (typeof cause !== 'object' || cause === null || !('type' in cause) || typeof cause.type !== 'string') return null;
  switch (cause.type) {
    case 'entity.parse.failed':
      return problem(400, 'bad-json', 'The body is not JSON.');
    case FORBIDDEN_KEY:
      return problem(400, 'unknown-property', 'A property has a name that is refused everywhere: __proto__, constructor or prototype.');
    case 'entity.too.large':
      return problem(413, 'body-too-large', 'The body is larger than accepted here.');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return problem(415, 'unsupported-encoding', 'The body has an encoding that is not supported: send UTF-8.');
    case 'request.aborted':
    case 'request.size.invalid':
      return problem(400, 'body-incomplete', 'The body ended before the length that was announced.');
    case 'stream.encoding.set':
      return null;
    default:
      return cause.type.startsWith('entity.') ? problem(400, 'bad-body', 'The body cannot be read.') : null;
  }
}

/** What Nest and Express throw themselves: unknown routes, undecodable paths. */
function frameworkProblem(error: HttpException): Problem {
  const status = error.getStatus();
  if (status === 404) return problem(404, 'unknown-route', 'There is nothing at this path.');
  if (status >= 500)
    return problem(status, status === 503 ? 'unavailable' : 'internal', 'Something went wrong on our side. It was logged.');
  return problem(status, 'bad-request', TITLES[status] ?? 'The request is malformed.');
}
