import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { from, lastValueFrom, type Observable } from 'rxjs';

import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';
import type { SignedRequest } from '../auth/principal.js';
import { CLOCK } from '../clock/system-clock.js';
import type { AuditEntryEntity } from '../database/audit-entry.entity.js';
import { AuditTrail } from '../database/audit-trail.js';
import { Database, type Companion } from '../database/database.js';
import { problemOf } from '../http/problem.js';
import { ID_SOURCE } from '../ids/monotonic-ids.js';
import { auditEntryOf, idIn } from './audit-entry-of.js';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Puts everything that is not reading on the audit trail. A change and its entry are one transaction: neither holds without the other.
 * Bodies that are malformed, and sign-ins that were not looked at because of those before, changed nothing and are left out.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly trail: AuditTrail,
    private readonly database: Database,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<SignedRequest>();
    return READING.has(request.method) ? next.handle() : from(this.audited(request, next));
  }

  private async audited(request: SignedRequest, next: CallHandler): Promise<unknown> {
    const entry = auditEntryOf(request, this.ids.next(), this.clock.now());
    const companion: Companion = { state: 'waiting', join: (manager) => this.trail.write(manager, entry) };
    try {
      const answer: unknown = await this.database.accompanied(companion, () =>
        lastValueFrom(next.handle() as Observable<unknown>, { defaultValue: undefined }),
      );
      const resourceId = entry.resourceId ?? idIn(answer)?.slice(0, 100) ?? null;
      if (companion.state !== 'joined') this.trail.note({ ...entry, resourceId });
      else if (resourceId !== null && entry.resourceId === null) await this.trail.name(entry.id, resourceId);
      return answer;
    } catch (error) {
      if (companion.state !== 'joined') this.refused(entry, error);
      throw error;
    } finally {
      companion.state = 'over';
    }
  }

  private refused(entry: AuditEntryEntity, error: unknown): void {
    const { status, code } = problemOf(error);
    if (status === 400 || status === 429) return;
    this.trail.note({ ...entry, outcome: status >= 500 ? 'failed' : 'refused', code: code.slice(0, 80) });
  }
}
