import { Table, type MigrationInterface, type QueryRunner, type TableOptions } from 'typeorm';

import { Columns } from '../columns.js';

/** What new campaigns begin with, and campaigns that somebody forced open or closed. */
export class CampaignAdministration1772600200000 implements MigrationInterface {
  readonly name = 'CampaignAdministration1772600200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const c = new Columns(queryRunner);
    await queryRunner.createTable(
      new Table({
        name: 'campaign_defaults',
        columns: [c.id(), c.integer('version'), c.reference('queueId', true), c.document('settings')],
        foreignKeys: [reference('campaign_defaults', 'queueId', 'queues')],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'campaign_overrides',
        columns: [c.id('campaignId'), c.text('state', 6), c.instant('until', true), c.instant('at'), c.text('by', 80)],
        foreignKeys: [reference('campaign_overrides', 'campaignId', 'campaigns')],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('campaign_overrides');
    await queryRunner.dropTable('campaign_defaults');
  }
}

function reference(table: string, column: string, referencedTableName: string): NonNullable<TableOptions['foreignKeys']>[number] {
  return {
    name: `fk_${table}_${column}`,
    columnNames: [column],
    referencedTableName,
    referencedColumnNames: ['id'],
    onDelete: 'NO ACTION',
  };
}
