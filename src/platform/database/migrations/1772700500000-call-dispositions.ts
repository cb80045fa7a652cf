import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

export class CallDispositions1772700500000 implements MigrationInterface {
  readonly name = 'CallDispositions1772700500000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const c = new Columns(queryRunner);
    const columns = [
      { ...c.text('callId', 100), isPrimary: true },
      c.id('agentId'),
      c.text('lastEntryId', 26),
      c.reference('campaignId'),
      c.instant('arrivedAt'),
      c.text('code', 20),
      c.text('label', 120),
      c.text('category', 20),
      c.amount('profit', true),
      c.text('currency', 3, true),
      c.flag('countsForQuota'),
    ];
    await queryRunner.createTable(new Table({ name: 'call_dispositions', columns }));
    const byCampaign = { name: 'ix_call_dispositions_campaign', columnNames: ['campaignId', 'arrivedAt'] };
    await queryRunner.createIndex('call_dispositions', new TableIndex(byCampaign));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('call_dispositions');
  }
}
