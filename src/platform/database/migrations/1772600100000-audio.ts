import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

export class Audio1772600100000 implements MigrationInterface {
  readonly name = 'Audio1772600100000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const c = new Columns(queryRunner);
    const columns = [
      c.id(),
      c.integer('version'),
      c.text('name', 120),
      c.text('language', 8),
      c.document('text', true),
      c.document('sound'),
      c.instant('createdAt'),
    ];
    await queryRunner.createTable(new Table({ name: 'audio', columns }));
    await queryRunner.createIndex('audio', new TableIndex({ name: 'ix_audio_name', columnNames: ['name'] }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('audio');
  }
}
