import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, LessThan, MoreThanOrEqual, type FindOptionsWhere, type Repository } from 'typeorm';

import { AuditEntryEntity } from '../../platform/database/audit-entry.entity.js';
import { AuditTrail } from '../../platform/database/audit-trail.js';
import { fromRfc3339, toRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { AuditEntryView, AuditQuery } from './dto/audit.dto.js';

/** Reads who did what. Nothing here changes it: the trail is written with the changes themselves. */
@Injectable()
export class AuditService implements OnModuleDestroy {
  constructor(
    @InjectRepository(AuditEntryEntity) private readonly rows: Repository<AuditEntryEntity>,
    private readonly trail: AuditTrail,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await this.trail.close();
  }

  /** Newest first. */
  async list(query: AuditQuery): Promise<Page<AuditEntryView>> {
    const { by, resource, resourceId, outcome } = query;
    const where: FindOptionsWhere<AuditEntryEntity> = {
      ...period(query),
      ...Object.fromEntries(Object.entries({ by, resource, resourceId, outcome }).filter(([, value]) => value !== undefined)),
    };
    const { skip, take } = pageWindow(query);
    const [rows, total] = await this.rows.findAndCount({ where, order: { id: 'DESC' }, skip, take });
    return pageOf(
      query,
      rows.map(({ at, changes, ...row }) => ({
        ...row,
        at: toRfc3339(at),
        changes: changes === null ? null : (JSON.parse(changes) as unknown),
      })),
      total,
    );
  }
}

function period({ from, to }: AuditQuery): FindOptionsWhere<AuditEntryEntity> {
  const limits = [
    ...(from === undefined ? [] : [MoreThanOrEqual(fromRfc3339(from, 'from'))]),
    ...(to === undefined ? [] : [LessThan(fromRfc3339(to, 'to'))]),
  ];
  return limits.length === 0 ? {} : { at: And(...limits) };
}
