import { basename, dirname } from 'node:path';

import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';

import { ApiProblem } from '../openapi/api-problem.js';
import { HttpProblem } from './problem.js';

interface FileAnswer {
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Sends a file, or the range of it that was asked for (206), or its length alone (HEAD). `path` must not come from the request. Rejects
 * with a 404 when the file is no longer there, with a 416 when the range lies outside.
 */
export async function sendFile(request: Request, response: Response, path: string, { type, headers = {} }: FileAnswer): Promise<void> {
  response.set(headers);
  await new Promise<void>((resolve, reject) => {
    const options = { root: dirname(path), dotfiles: 'allow', cacheControl: false, headers: { 'Content-Type': type } } as const;
    response.sendFile(basename(path), options, (fault: unknown) => {
      // Whoever asked went away in the middle: there is nobody left to tell.
      if (fault == null || request.destroyed || response.headersSent) resolve();
      else reject(problemOf(fault, response));
    });
  });
}

const OF_THE_FILE = ['Content-Type', 'Content-Disposition', 'Content-Range', 'Content-Length', 'ETag', 'Last-Modified'];

function problemOf(fault: unknown, response: Response): Error {
  const status = fault instanceof Error && 'status' in fault ? fault.status : null;
  const range = response.get('Content-Range');
  for (const name of OF_THE_FILE) response.removeHeader(name);
  if (status === 404) return new HttpProblem(404, 'file-vanished', 'The file is no longer on the disk.');
  if (status !== 416) return fault instanceof Error ? fault : new Error('a file could not be sent', { cause: fault });
  const headers: Record<string, string> = range === undefined ? {} : { 'Content-Range': range };
  return new HttpProblem(416, 'range-not-satisfiable', 'The range lies outside the file.', [], headers);
}

/** Documents an answer that is a file, with its ranges. */
export function ApiFile(type: string): MethodDecorator {
  const content = { [type]: { schema: { type: 'string', format: 'binary' } } };
  return applyDecorators(
    ApiHeader({ name: 'Range', required: false, description: '`bytes=first-last`', schema: { type: 'string' } }),
    ApiResponse({ status: 200, description: 'The whole file.', content }),
    ApiResponse({ status: 206, description: 'The range that was asked for.', content }),
    ApiProblem(416, '`range-not-satisfiable`'),
  );
}
