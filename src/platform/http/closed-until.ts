import type { NextFunction, Request, Response } from 'express';

import { problem } from './problem.js';

const RETRY_AFTER_SECONDS = 1;

/**
 * Answers 503 below `/api/v1` until the process knows staff and queues: before, every token would be wrong and every list empty. Health
 * and the documentation are open from the first moment.
 */
export function closedUntil(started: () => boolean) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (started() || !/^\/api\/v1(\/|$)/.test(request.path)) {
      next();
      return;
    }
    const starting = problem(503, 'starting', 'Guichet is starting. Try again in a moment.');
    response.set('Retry-After', String(RETRY_AFTER_SECONDS));
    response.status(503).type('application/problem+json').send(JSON.stringify(starting));
  };
}
