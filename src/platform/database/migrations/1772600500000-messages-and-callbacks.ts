import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

export class MessagesAndCallbacks1772600500000 implements MigrationInterface {
  readonly name = 'MessagesAndCallbacks1772600500000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const c = new Columns(queryRunner);
    await queryRunner.addColumn('calls', new TableColumn(c.text('recording', 120, true)));
    const voicemails = [
      c.id(),
      c.text('callId', 100),
      c.reference('campaignId'),
      c.reference('queueId'),
      c.text('caller', 100, true),
      c.instant('receivedAt'),
      c.integer('durationMs'),
      c.integer('bytes'),
      c.text('sha256', 64),
      c.text('state', 20),
    ];
    await queryRunner.createTable(new Table({ name: 'voicemails', columns: voicemails }));
    await queryRunner.createIndex(
      'voicemails',
      new TableIndex({ name: 'ix_voicemails_queue', columnNames: ['queueId', 'state', 'receivedAt'] }),
    );
    const callbacks = [
      c.id(),
      c.text('lastEntryId', 26),
      c.reference('campaignId'),
      c.reference('queueId'),
      c.text('number', 20),
      c.instant('requestedAt'),
      c.instant('arrivedAt'),
      c.instant('queuedAt'),
      c.instant('expiresAt'),
      c.text('callId', 100),
      c.text('state', 20),
    ];
    await queryRunner.createTable(new Table({ name: 'callbacks', columns: callbacks }));
    await queryRunner.createIndex('callbacks', new TableIndex({ name: 'ix_callbacks_state', columnNames: ['state', 'arrivedAt'] }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('callbacks');
    await queryRunner.dropTable('voicemails');
    await queryRunner.dropColumn('calls', 'recording');
  }
}
