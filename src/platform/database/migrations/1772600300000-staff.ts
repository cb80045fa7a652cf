import { Table, type MigrationInterface, type QueryRunner, type TableOptions } from 'typeorm';

import { Columns } from '../columns.js';

/** What may be dialled, what agents say of a call and read to a caller, and who changed what. */
export class Staff1772600300000 implements MigrationInterface {
  readonly name = 'Staff1772600300000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables(new Columns(queryRunner))) await queryRunner.createTable(new Table(table), false, true, true);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const { name } of tables(new Columns(queryRunner)).reverse()) await queryRunner.dropTable(name);
  }
}

function tables(c: Columns): TableOptions[] {
  return [
    {
      name: 'dial_policy',
      columns: [
        c.id(),
        c.integer('version'),
        c.text('defaultCountry', 2),
        c.document('allowedPrefixes'),
        c.document('deniedPrefixes'),
        c.integer('maxConcurrentOutbound', true),
      ],
    },
    {
      name: 'disposition_groups',
      columns: [
        c.id(),
        c.integer('version'),
        c.text('name', 120),
        c.text('currency', 3),
        c.flag('includeSystem'),
        c.document('dispositions'),
      ],
      indices: [{ name: 'uq_disposition_groups_name', columnNames: ['name'], isUnique: true }],
    },
    {
      name: 'scripts',
      columns: [c.id(), c.integer('version'), c.text('name', 120), c.document('sections')],
      indices: [{ name: 'uq_scripts_name', columnNames: ['name'], isUnique: true }],
    },
    {
      name: 'audit_entries',
      columns: [
        c.id(),
        c.instant('at'),
        c.text('by', 120),
        c.text('role', 12, true),
        c.text('address', 64, true),
        c.text('method', 10),
        c.text('path', 500),
        c.text('action', 60),
        c.text('resource', 60),
        c.text('resourceId', 100, true),
        c.text('outcome', 20),
        // Of a refusal.
        c.text('code', 80, true),
        c.document('changes', true),
      ],
      indices: [
        { name: 'ix_audit_entries_at', columnNames: ['at'] },
        { name: 'ix_audit_entries_by', columnNames: ['by', 'id'] },
        { name: 'ix_audit_entries_resource', columnNames: ['resource', 'resourceId', 'id'] },
      ],
    },
    {
      // SIP accounts that nobody has any more and that may still be on the PBX.
      name: 'phone_withdrawals',
      columns: [{ ...c.text('accountName', 40), isPrimary: true }],
    },
  ];
}
