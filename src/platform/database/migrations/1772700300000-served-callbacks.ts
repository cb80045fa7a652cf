import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

/** Callbacks are served: who has them, how often they were tried, and the calls that they became. */
export class ServedCallbacks1772700300000 implements MigrationInterface {
  readonly name = 'ServedCallbacks1772700300000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const column of columns(new Columns(queryRunner))) await queryRunner.addColumn('callbacks', new TableColumn(column));
    await queryRunner.addColumn('calls', new TableColumn(new Columns(queryRunner).reference('callbackId', true)));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('calls', 'callbackId');
    for (const { name } of columns(new Columns(queryRunner))) await queryRunner.dropColumn('callbacks', name);
  }
}

function columns(c: Columns): ReturnType<Columns['integer']>[] {
  return [
    c.text('did', 100, true),
    c.instant('notBefore', true),
    { ...c.integer('attempts'), default: 0 },
    c.reference('forAgentId', true),
    c.reference('agentId', true),
    c.text('attemptCallId', 100, true),
  ];
}
