import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

export class Schedules1772600000000 implements MigrationInterface {
  readonly name = 'Schedules1772600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const c = new Columns(queryRunner);
    const named = [c.id(), c.integer('version'), c.text('name', 120)];
    const hours = [...named, c.text('timeZone', 60), c.document('days')];
    await createNamed(queryRunner, new Table({ name: 'work_schedules', columns: hours }));
    await createNamed(queryRunner, new Table({ name: 'calling_hours', columns: hours }));
    await createNamed(queryRunner, new Table({ name: 'holiday_groups', columns: [...named, c.document('holidays')] }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['holiday_groups', 'calling_hours', 'work_schedules']) await queryRunner.dropTable(table);
  }
}

async function createNamed(queryRunner: QueryRunner, table: Table): Promise<void> {
  await queryRunner.createTable(table);
  await queryRunner.createIndex(table, new TableIndex({ name: `uq_${table.name}_name`, columnNames: ['name'], isUnique: true }));
}
