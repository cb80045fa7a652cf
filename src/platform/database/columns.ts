import type { ColumnOptions, QueryRunner, TableColumnOptions, ValueTransformer } from 'typeorm';

/** MariaDB hands 64-bit integers over as text; every instant fits in a number. */
const bigintAsNumber: ValueTransformer = {
  to: (value: unknown) => value,
  from: (value: unknown) => (value === null || value === undefined ? value : Number(value)),
};

/** Entity options of an instant: milliseconds since 1970, UTC. */
export const INSTANT: ColumnOptions = { type: 'bigint', transformer: bigintAsNumber };
export const OPTIONAL_INSTANT: ColumnOptions = { ...INSTANT, nullable: true };
/** Entity options of an amount of money: ten-thousandths of the currency. */
export const OPTIONAL_AMOUNT: ColumnOptions = { type: 'bigint', transformer: bigintAsNumber, nullable: true };

/** Column definitions for migrations: written once, right on SQLite and MariaDB. */
export class Columns {
  private readonly mysql: boolean;

  constructor(queryRunner: QueryRunner) {
    this.mysql = queryRunner.dataSource.options.type === 'mysql';
  }

  id(name = 'id', primary = true): TableColumnOptions {
    return { ...this.text(name, 26), isPrimary: primary };
  }

  reference(name: string, nullable = false): TableColumnOptions {
    return { ...this.text(name, 26), isNullable: nullable };
  }

  /** Compared byte by byte on both: MariaDB's default would take "É" for "e", and "a" for "A". */
  text(name: string, length: number, nullable = false): TableColumnOptions {
    const exact = this.mysql ? { charset: 'utf8mb4', collation: 'utf8mb4_bin' } : {};
    return { name, type: 'varchar', length: String(length), isNullable: nullable, ...exact };
  }

  /** Long text or JSON; MariaDB's plain `text` would end at 64 kB. */
  document(name: string, nullable = false): TableColumnOptions {
    const exact = this.mysql ? { type: 'mediumtext', charset: 'utf8mb4', collation: 'utf8mb4_bin' } : { type: 'text' };
    return { name, isNullable: nullable, ...exact };
  }

  integer(name: string, nullable = false): TableColumnOptions {
    return { name, type: 'int', isNullable: nullable };
  }

  instant(name: string, nullable = false): TableColumnOptions {
    return { name, type: 'bigint', isNullable: nullable };
  }

  /** Of money, in ten-thousandths of the currency. */
  amount(name: string, nullable = false): TableColumnOptions {
    return { name, type: 'bigint', isNullable: nullable };
  }

  /** 0 or 1. */
  flag(name: string): TableColumnOptions {
    return { name, type: this.mysql ? 'tinyint' : 'boolean', isNullable: false };
  }
}
