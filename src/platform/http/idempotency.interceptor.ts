import { createHash } from 'node:crypto';

import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { catchError, concatMap, finalize, from, type Observable } from 'rxjs';

import { Refusal } from '../../core/kernel/refusal.js';
import type { SignedRequest } from '../auth/principal.js';
import { IdempotentAnswers, type IdempotentAnswer } from '../database/idempotent-answers.js';
import type { UploadingRequest } from './file-upload.js';
import { HttpProblem, problemOf } from './problem.js';

const LONGEST_KEY = 255;

/**
 * A POST repeated with the same `Idempotency-Key`, by the same principal, within 24 hours, is not done again: it gets the first answer,
 * refusals included. Faults of ours are not kept, so that trying again may succeed. While the first is under way the second is a 409.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly underWay = new Set<string>();

  constructor(private readonly answers: IdempotentAnswers) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<SignedRequest & UploadingRequest>();
    const key = request.header('idempotency-key');
    if (request.method !== 'POST' || key === undefined || request.principal === undefined) return next.handle();
    if (key === '' || key.length > LONGEST_KEY) {
      throw new HttpProblem(400, 'bad-idempotency-key', `Idempotency-Key must have 1 to ${LONGEST_KEY} characters.`);
    }
    const id = hash([request.principal.id, request.path, key]);
    const file = request.uploaded === undefined ? [] : [createHash('sha256').update(request.uploaded).digest('hex')];
    const bodyHash = hash([request.body ?? null, request.query, ...file]);
    const response = context.switchToHttp().getResponse<Response>();
    if (this.underWay.has(id)) {
      throw new Refusal('wrong-state', 'idempotency-in-progress', 'The first request with this Idempotency-Key is still under way.');
    }
    // Claimed before the first await: of two requests at once, one finds the other here.
    this.underWay.add(id);
    const release = (): void => void this.underWay.delete(id);
    try {
      const first = await this.answers.find(id);
      if (first !== null) {
        release();
        return replay(first, bodyHash, response);
      }
    } catch (error) {
      release();
      throw error;
    }
    return next.handle().pipe(
      concatMap(async (body: unknown) => {
        await this.answers.keep(id, { bodyHash, status: response.statusCode, body });
        return body;
      }),
      catchError((error: unknown) => from(this.keepRefusal(id, bodyHash, error))),
      finalize(release),
    );
  }

  private async keepRefusal(id: string, bodyHash: string, error: unknown): Promise<never> {
    const problem = problemOf(error);
    if (problem.status < 500 && problem.status !== 429) await this.answers.keep(id, { bodyHash, status: problem.status, body: problem });
    throw error;
  }
}

function replay(first: IdempotentAnswer, bodyHash: string, response: Response): Observable<unknown> {
  if (first.bodyHash !== bodyHash) {
    throw new Refusal(
      'impossible',
      'idempotency-key-reused',
      'This Idempotency-Key was used for another body. Take a new one for a new request.',
    );
  }
  response.status(first.status).set('Idempotency-Replayed', 'true');
  if (first.status >= 400) response.type('application/problem+json');
  return from([first.body]);
}

function hash(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
