import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

export class IvrScenarios1772600400000 implements MigrationInterface {
  readonly name = 'IvrScenarios1772600400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const c = new Columns(queryRunner);
    const columns = [
      c.id(),
      c.integer('version'),
      c.text('name', 120),
      c.text('language', 2),
      c.document('inputs'),
      c.text('start', 40),
      c.document('nodes'),
    ];
    await queryRunner.createTable(new Table({ name: 'ivr_scenarios', columns }));
    await queryRunner.createIndex(
      'ivr_scenarios',
      new TableIndex({ name: 'uq_ivr_scenarios_name', columnNames: ['name'], isUnique: true }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('ivr_scenarios');
  }
}
