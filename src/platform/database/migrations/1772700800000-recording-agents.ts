import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

/** Who talked in a recorded conversation, what each said of it, and who has it paused; until now only the first, and the last word of anybody, were known. */
export class RecordingAgents1772700800000 implements MigrationInterface {
  readonly name = 'RecordingAgents1772700800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const c = new Columns(queryRunner);
    const columns = [c.id('recordingId'), c.id('agentId'), c.text('lastEntryId', 26), c.instant('since'), c.text('code', 40, true)];
    await queryRunner.createTable(new Table({ name: 'recording_agents', columns }));
    await queryRunner.createIndex('recording_agents', new TableIndex({ name: 'ix_recording_agents_agent', columnNames: ['agentId'] }));
    await queryRunner.query(
      'INSERT INTO recording_agents (recordingId, agentId, lastEntryId, since, code) SELECT id, agentId, lastEntryId, startedAt, disposition FROM recordings',
    );
    await queryRunner.addColumn('recordings', new TableColumn(c.instant('disposedAt', true)));
    await queryRunner.dropColumn('recordings', 'disposition');
    await queryRunner.addColumn('recordings', new TableColumn(c.reference('mutedBy', true)));
    await queryRunner.query('UPDATE recordings SET mutedBy = agentId WHERE muted = 1');
    await queryRunner.dropColumn('recordings', 'muted');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const c = new Columns(queryRunner);
    await queryRunner.addColumn('recordings', new TableColumn({ ...c.flag('muted'), default: 0 }));
    await queryRunner.dropColumn('recordings', 'mutedBy');
    await queryRunner.addColumn('recordings', new TableColumn(c.text('disposition', 40, true)));
    await queryRunner.dropColumn('recordings', 'disposedAt');
    await queryRunner.dropTable('recording_agents');
  }
}
