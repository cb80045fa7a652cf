import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

export class SkillGroups1769904000000 implements MigrationInterface {
  readonly name = 'SkillGroups1769904000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const c = new Columns(queryRunner);
    const columns = [c.id(), c.integer('version'), c.text('name', 120), c.flag('autoDecrement'), c.document('skills')];
    await queryRunner.createTable(new Table({ name: 'skill_groups', columns }));
    await queryRunner.createIndex('skill_groups', new TableIndex({ name: 'uq_skill_groups_name', columnNames: ['name'], isUnique: true }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('skill_groups');
  }
}
