import type { NextFunction, Request, Response } from 'express';

import { HttpProblem } from './problem.js';

const SCENARIOS = /^\/api\/v1\/ivr-scenarios(\/|$)/;
/** Whoever comes from another product has its compiled files at hand: they are told what to do instead. */
const COMPILED_SCENARIO =
  'A compiled scenario of another product (.onc or similar) cannot be read: rebuild it as a JSON document of nodes, as docs/ivr.md shows, ' +
  'and send that as application/json. POST /ivr-scenarios/{id}/simulate then shows whether it does the same.';

/** Refuses a body that is neither JSON nor a form with files: it would be ignored, and its sender told of missing properties. */
export function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (hasBody && SCENARIOS.test(request.path) && !request.is(['json', '+json'])) {
    return next(new HttpProblem(415, 'compiled-scenario', COMPILED_SCENARIO));
  }
  if (hasBody && !request.is(['json', '+json', 'multipart/form-data'])) {
    return next(new HttpProblem(415, 'unsupported-media-type', 'The body must be application/json.'));
  }
  next();
}
