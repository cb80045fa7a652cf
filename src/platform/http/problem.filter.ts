import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';

import type { Log } from '../logging/log.js';
import { HttpProblem, problemOf } from './problem.js';

/** Answers every error as `application/problem+json`. Ours are logged with their cause; the caller's are not worth a line. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = problemOf(error);
    if (problem.status >= 500)
      this.log.error('A request failed', { method: request.method, path: request.path, code: problem.code, error });
    // The client went away, or a stream was under way: nothing more can be said.
    if (response.headersSent) return void response.end();
    if (error instanceof HttpProblem) response.set(error.headers);
    if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer');
    if (problem.status === 503) response.set('Retry-After', '5');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}
