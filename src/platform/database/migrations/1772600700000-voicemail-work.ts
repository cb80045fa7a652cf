import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

export class VoicemailWork1772600700000 implements MigrationInterface {
  readonly name = 'VoicemailWork1772600700000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const c = new Columns(queryRunner);
    const columns = [
      c.reference('heldBy', true),
      c.reference('agentId', true),
      c.instant('claimedAt', true),
      c.instant('closedAt', true),
      c.text('closedBy', 120, true),
      c.text('code', 20, true),
      c.text('note', 2000, true),
      c.reference('movedFromQueueId', true),
      c.instant('movedAt', true),
    ];
    await queryRunner.addColumns(
      'voicemails',
      columns.map((column) => new TableColumn(column)),
    );
    // An agent has one message at a time, however many requests ask for one at once.
    await queryRunner.createIndex('voicemails', new TableIndex({ name: 'ux_voicemails_held', columnNames: ['heldBy'], isUnique: true }));
    await queryRunner.createIndex('voicemails', new TableIndex({ name: 'ix_voicemails_call', columnNames: ['callId'] }));
    const steps = [c.id(), c.instant('at'), c.document('fact')];
    await queryRunner.createTable(new Table({ name: 'voicemail_steps', columns: steps }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('voicemail_steps');
    await queryRunner.dropIndex('voicemails', 'ix_voicemails_call');
    await queryRunner.dropIndex('voicemails', 'ux_voicemails_held');
    const names = ['heldBy', 'agentId', 'claimedAt', 'closedAt', 'closedBy', 'code', 'note', 'movedFromQueueId', 'movedAt'];
    await queryRunner.dropColumns('voicemails', names);
  }
}
