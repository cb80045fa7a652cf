import type { RequestHandler } from 'express';

import { problem } from './problem.js';

/** Answers what no route did, outside of the API too: as a problem like any other, not as the framework's page. */
export const nothingHere: RequestHandler = (_request, response) => {
  const missing = problem(404, 'unknown-route', 'There is nothing at this path.');
  response.status(404).type('application/problem+json').send(JSON.stringify(missing));
};
