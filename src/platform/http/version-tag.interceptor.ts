import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { tap, type Observable } from 'rxjs';

/** Gives every answer that is one versioned resource its version as `ETag`, ready to be sent back in `If-Match`. */
@Injectable()
export class VersionTagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      tap((body: unknown) => {
        if (typeof body !== 'object' || body === null || !('version' in body) || typeof body.version !== 'number') return;
        context.switchToHttp().getResponse<Response>().set('ETag', `"${body.version}"`);
      }),
    );
  }
}
