import type { NextFunction, Request, Response } from 'express';

import { HttpProblem } from './problem.js';

/** Refuses a body that is neither JSON nor a form with files: it would be ignored, and its sender told of missing properties. */
export function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (hasBody && !request.is(['json', '+json', 'multipart/form-data'])) {
    return next(new HttpProblem(415, 'unsupported-media-type', 'The body must be application/json.'));
  }
  next();
}
