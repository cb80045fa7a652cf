import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

import { Columns } from '../columns.js';

export class VoicemailCallbacks1772700600000 implements MigrationInterface {
  readonly name = 'VoicemailCallbacks1772700600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('voicemails', new TableColumn(new Columns(queryRunner).reference('callbackId', true)));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('voicemails', 'callbackId');
  }
}
