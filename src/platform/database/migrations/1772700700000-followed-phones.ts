import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

export class FollowedPhones1772700700000 implements MigrationInterface {
  readonly name = 'FollowedPhones1772700700000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const column = { ...new Columns(queryRunner).flag('followForwarding'), default: 0 };
    await queryRunner.addColumn('agents', new TableColumn(column));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('agents', 'followForwarding');
  }
}
