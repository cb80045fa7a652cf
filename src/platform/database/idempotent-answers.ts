import { LessThan } from 'typeorm';

import type { Clock } from '../../core/ports/clock.js';
import type { SecretBox } from '../secrets/secret-box.js';
import type { Database } from './database.js';
import { IdempotentAnswerEntity } from './idempotent-answer.entity.js';

const KEPT_MS = 24 * 3600 * 1000;
const SWEEP_EVERY_MS = 600_000;
const PURPOSE = 'idempotent-answer';

export interface IdempotentAnswer {
  readonly bodyHash: string;
  readonly status: number;
  readonly body: unknown;
}

/** First answers of the last 24 hours, by request. */
export class IdempotentAnswers {
  private sweptAt = 0;

  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  async find(request: string): Promise<IdempotentAnswer | null> {
    const row = await this.database.repository(IdempotentAnswerEntity).findOneBy({ request });
    if (row === null || row.createdAt <= this.clock.now() - KEPT_MS) return null;
    return { bodyHash: row.bodyHash, status: row.status, body: JSON.parse(this.box.open(row.answer, PURPOSE)) as unknown };
  }

  async keep(request: string, { bodyHash, status, body }: IdempotentAnswer): Promise<void> {
    const now = this.clock.now();
    const answer = this.box.close(JSON.stringify(body ?? null), PURPOSE);
    await this.database.transaction(async (manager) => {
      if (now - this.sweptAt > SWEEP_EVERY_MS) {
        this.sweptAt = now;
        await manager.delete(IdempotentAnswerEntity, { createdAt: LessThan(now - KEPT_MS) });
      }
      await manager.save(IdempotentAnswerEntity, { request, bodyHash, status, answer, createdAt: now });
    });
  }
}
