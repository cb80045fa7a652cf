import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

export class Recordings1772700400000 implements MigrationInterface {
  readonly name = 'Recordings1772700400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const c = new Columns(queryRunner);
    const recordings = [
      c.id(),
      c.text('lastEntryId', 26),
      c.text('callId', 100),
      c.reference('campaignId'),
      c.reference('agentId'),
      c.instant('startedAt'),
      c.text('node', 60),
      c.document('keptFor', true),
      c.integer('retentionDays', true),
      c.flag('muted'),
      c.text('state', 20),
      c.text('disposition', 40, true),
      c.integer('durationMs', true),
      c.instant('bytes', true),
      c.text('sha256', 64, true),
      c.instant('expiresAt', true),
    ];
    await queryRunner.createTable(new Table({ name: 'recordings', columns: recordings }));
    const index = (name: string, columnNames: string[]): Promise<void> =>
      queryRunner.createIndex('recordings', new TableIndex({ name, columnNames }));
    await index('ix_recordings_started', ['startedAt']);
    await index('ix_recordings_call', ['callId']);
    await index('ix_recordings_state', ['state', 'expiresAt']);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('recordings');
  }
}
