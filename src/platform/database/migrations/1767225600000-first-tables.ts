import { Table, type MigrationInterface, type QueryRunner, type TableOptions } from 'typeorm';

import { Columns } from '../columns.js';

/** Sites, numbers, queues, staff, campaigns with their versions, and what is remembered of calls. */
export class FirstTables1767225600000 implements MigrationInterface {
  readonly name = 'FirstTables1767225600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const columns = new Columns(queryRunner);
    for (const table of [...configuration(columns), ...access(columns), ...past(columns)]) {
      await queryRunner.createTable(new Table(table), false, true, true);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const columns = new Columns(queryRunner);
    const tables = [...configuration(columns), ...access(columns), ...past(columns)].reverse();
    for (const { name } of tables) await queryRunner.dropTable(name);
  }
}

function configuration(c: Columns): TableOptions[] {
  return [
    {
      name: 'sites',
      columns: [c.id(), c.integer('version'), c.text('code', 40), c.text('name', 120), c.text('country', 2), c.text('timeZone', 60)],
      indices: [unique('sites', 'code')],
    },
    {
      name: 'queues',
      columns: [
        c.id(),
        c.integer('version'),
        c.text('code', 3),
        c.text('description', 200),
        c.text('distribution', 20),
        c.integer('ringTimeoutSeconds'),
        c.integer('missesBeforePause'),
        c.integer('ageingSeconds', true),
        c.text('lastAgentLeaves', 10),
      ],
      indices: [unique('queues', 'code')],
    },
    {
      name: 'agents',
      columns: [
        c.id(),
        c.integer('version'),
        // As it is compared: lower case. People sign in with any case.
        c.text('login', 80),
        c.text('passwordHash', 200, true),
        // Grows when the password changes: tokens issued before stop working.
        c.integer('credentialsVersion'),
        c.text('displayName', 120),
        c.text('role', 12),
        c.text('extension', 10, true),
        c.document('phone', true),
        c.text('connection', 12),
        c.document('skills'),
        // Name and encrypted password of the SIP account that Guichet keeps for the agent.
        c.text('sipAccount', 40),
        c.text('sipPassword', 200),
      ],
      indices: [unique('agents', 'login'), unique('agents', 'extension'), unique('agents', 'sipAccount')],
    },
    {
      name: 'queue_agents',
      columns: [c.id('queueId'), c.id('agentId')],
      indices: [index('queue_agents', 'agentId')],
      foreignKeys: [reference('queue_agents', 'queueId', 'queues'), reference('queue_agents', 'agentId', 'agents')],
    },
    {
      name: 'campaigns',
      columns: [
        c.id(),
        c.integer('version'),
        c.text('name', 120),
        c.text('state', 10),
        c.reference('queueId', true),
        c.document('settings'),
        c.instant('createdAt'),
      ],
      indices: [index('campaigns', 'name')],
      foreignKeys: [reference('campaigns', 'queueId', 'queues')],
    },
    {
      name: 'campaign_versions',
      columns: [
        c.id('campaignId'),
        { ...c.integer('version'), isPrimary: true },
        c.instant('at'),
        c.text('by', 80),
        c.document('document'),
        c.document('changes'),
      ],
    },
    {
      name: 'dids',
      columns: [c.id(), c.integer('version'), c.text('number', 20), c.reference('siteId'), c.reference('campaignId', true)],
      indices: [unique('dids', 'number'), index('dids', 'siteId', 'number'), index('dids', 'campaignId', 'number')],
      foreignKeys: [reference('dids', 'siteId', 'sites'), reference('dids', 'campaignId', 'campaigns')],
    },
  ];
}

function access(c: Columns): TableOptions[] {
  return [
    {
      name: 'api_keys',
      columns: [c.id(), c.text('name', 120), c.text('role', 12), c.text('keyHash', 64), c.instant('createdAt'), c.text('createdBy', 80)],
    },
    {
      name: 'idempotent_answers',
      columns: [
        // Hash of who asked, where, and with which key.
        { ...c.text('request', 64), isPrimary: true },
        c.text('bodyHash', 64),
        c.integer('status'),
        c.document('answer'),
        c.instant('createdAt'),
      ],
      indices: [index('idempotent_answers', 'createdAt')],
    },
  ];
}

function past(c: Columns): TableOptions[] {
  return [
    {
      name: 'journal_entries',
      columns: [
        c.id(),
        c.instant('at'),
        c.text('type', 40),
        // What was dialled and the PBX's ids come from outside: longer than our own.
        c.text('callId', 100, true),
        c.text('agentId', 26, true),
        c.document('fact'),
      ],
      indices: [index('journal_entries', 'callId', 'id')],
    },
    {
      name: 'calls',
      columns: [
        { ...c.text('id', 100), isPrimary: true },
        c.text('lastEntryId', 26),
        c.reference('campaignId', true),
        c.integer('planVersion', true),
        c.text('did', 100),
        c.text('caller', 100, true),
        c.instant('arrivedAt'),
        c.instant('queuedAt', true),
        c.instant('answeredAt', true),
        c.text('phase', 40),
        c.instant('endedAt', true),
        c.reference('queueId', true),
        c.reference('agentId', true),
        c.text('endingHow', 20, true),
        c.text('endingDuring', 40, true),
        c.text('endingBlame', 20, true),
      ],
      indices: [index('calls', 'arrivedAt'), index('calls', 'campaignId', 'arrivedAt'), index('calls', 'endingHow', 'arrivedAt')],
    },
    {
      name: 'agent_memories',
      columns: [c.id('agentId'), c.text('lastEntryId', 26), c.document('fact')],
    },
  ];
}

function unique(table: string, ...columnNames: string[]): { name: string; columnNames: string[]; isUnique: boolean } {
  return { name: `uq_${table}_${columnNames.join('_')}`, columnNames, isUnique: true };
}

function index(table: string, ...columnNames: string[]): { name: string; columnNames: string[] } {
  return { name: `ix_${table}_${columnNames.join('_')}`, columnNames };
}

/** Rows that are referred to cannot be deleted: services refuse first, with words; this holds when two requests race. */
function reference(table: string, column: string, referencedTableName: string): NonNullable<TableOptions['foreignKeys']>[number] {
  return {
    name: `fk_${table}_${column}`,
    columnNames: [column],
    referencedTableName,
    referencedColumnNames: ['id'],
    onDelete: 'NO ACTION',
  };
}
