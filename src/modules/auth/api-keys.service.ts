import { createHash, randomBytes } from 'node:crypto';

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';

import { Refusal } from '../../core/kernel/refusal.js';
import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';
import type { Principal } from '../../platform/auth/principal.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { Database } from '../../platform/database/database.js';
import { toRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page, type PageQuery } from '../../platform/http/paging.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeyDraft, ApiKeyShown, ApiKeyView } from './dto/auth.dto.js';

export const KEY_PREFIX = 'guichet_';

/** Keys of other programs. Known by their hash, which is also in memory: a check never waits for the database. */
@Injectable()
export class ApiKeysService implements OnModuleInit {
  private readonly byHash = new Map<string, Principal>();

  constructor(
    @InjectRepository(ApiKeyEntity) private readonly rows: Repository<ApiKeyEntity>,
    private readonly database: Database,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const row of await this.rows.find()) this.remember(row);
  }

  principalOf(key: string): Principal | null {
    return this.byHash.get(hash(key)) ?? null;
  }

  async create({ name, role }: ApiKeyDraft, by: Principal): Promise<ApiKeyShown> {
    const key = KEY_PREFIX + randomBytes(32).toString('base64url');
    const row = { id: this.ids.next(), name, role, keyHash: hash(key), createdAt: this.clock.now(), createdBy: by.name };
    await this.database.transaction((manager) => manager.insert(ApiKeyEntity, row));
    this.remember(row);
    return { id: row.id, key };
  }

  async list(query: PageQuery): Promise<Page<ApiKeyView>> {
    const { skip, take } = pageWindow(query);
    const [rows, total] = await this.rows.findAndCount({ order: { id: 'ASC' }, skip, take });
    const items = rows.map(({ id, name, role, createdAt, createdBy }) => ({ id, name, role, createdAt: toRfc3339(createdAt), createdBy }));
    return pageOf(query, items, total);
  }

  async remove(id: string): Promise<void> {
    const row = await this.rows.findOneBy({ id });
    if (row === null) throw new Refusal('not-found', 'unknown-api-key', `There is no API key ${id}.`);
    await this.database.transaction((manager) => manager.delete(ApiKeyEntity, { id }));
    this.byHash.delete(row.keyHash);
  }

  private remember({ id, name, role, keyHash }: Omit<ApiKeyEntity, 'createdAt' | 'createdBy'>): void {
    this.byHash.set(keyHash, { id, name, role, agentId: null });
  }
}

function hash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
