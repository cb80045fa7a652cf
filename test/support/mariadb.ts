import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createConnection } from 'mysql2/promise';

import type { DebianTree } from '../../src/telephony/pbx/debian-tree.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { labTree } from './lab-tree.js';

const USER = 'guichet';
const START_MS = 60_000;
const STOP_MS = 20_000;

/** The SQL that turns an empty directory into a server, in the order of the installer that the package brings. */
const SYSTEM_TABLES = ['mariadb_system_tables.sql', 'mariadb_performance_tables.sql', 'mariadb_system_tables_data.sql'];

/**
 * A private MariaDB from the lab tree: temporary directory, free port of the loopback, no trace of the host's own server.
 * Durability is off (a test's data need not survive the machine); `kill` and `restart` still keep what was committed.
 */
export class MariaDb {
  readonly host = '127.0.0.1';
  readonly user = USER;
  readonly password = randomBytes(12).toString('hex');
  private server: ChildProcess | undefined;
  private listeningOn = 0;
  private databases = 0;

  private constructor(
    private readonly tree: DebianTree,
    private readonly directory: string,
  ) {}

  /** A server that accepts connections. Rejects with the end of the server's log when it does not come up. */
  static async start(tree?: DebianTree): Promise<MariaDb> {
    const maria = new MariaDb(tree ?? (await labTree()), mkdtempSync(join(tmpdir(), 'guichet-mariadb-')));
    try {
      await maria.bootstrap();
      await maria.startOnFreePort();
      return maria;
    } catch (error) {
      await maria.stop();
      throw error;
    }
  }

  get port(): number {
    return this.listeningOn;
  }

  /** The connection URL of a database of this server, as the configuration of Guichet takes it. */
  url(database: string): string {
    return `mysql://${USER}:${this.password}@${this.host}:${this.port}/${database}`;
  }

  /** Creates an empty utf8mb4 database that no other test file has, and returns its name. */
  async freshDatabase(): Promise<string> {
    const name = `guichet_${process.pid}_${++this.databases}`;
    await this.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
    return name;
  }

  /** Runs one statement as an administrator of the server, outside any database; returns the rows. */
  async query(sql: string): Promise<unknown> {
    const connection = await createConnection({
      host: this.host,
      port: this.port,
      user: USER,
      password: this.password,
      connectTimeout: 5_000,
    });
    try {
      const [rows] = await connection.query(sql);
      return rows;
    } finally {
      connection.destroy();
    }
  }

  /** Stops answering without closing a connection (SIGSTOP): what a hung disk looks like from outside. */
  freeze(): void {
    this.server?.kill('SIGSTOP');
  }

  thaw(): void {
    this.server?.kill('SIGCONT');
  }

  /** Dies at once (SIGKILL), as in a power cut; `restart` brings it back on the same port with what was committed. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Accepts again, on the same port and with the same data. Ends a server that still runs. */
  async restart(): Promise<void> {
    await this.end('SIGTERM');
    await this.launch(this.port);
  }

  /** Ends the server and removes its directory. Safe to call twice. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async bootstrap(): Promise<void> {
    mkdirSync(join(this.directory, 'data'));
    const sql = SYSTEM_TABLES.map((file) => readFileSync(join(this.shared, file), 'utf8'));
    const log = openSync(this.logFile, 'a');
    const { file, args } = this.tree.command('usr/sbin/mariadbd');
    const child = spawn(file, [...args, ...this.settings, '--bootstrap'], { stdio: ['pipe', log, log] });
    closeSync(log);
    // A server that refuses to start closes its input first: its log and exit code say more than the broken pipe.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(['CREATE DATABASE IF NOT EXISTS mysql;', 'USE mysql;', ...sql].join('\n'));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    if (code !== 0) throw new Error(`MariaDB could not make its system tables (exit ${code ?? 'by signal'}):\n${this.logTail()}`);
  }

  private async startOnFreePort(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.launch(await freePort());
        return;
      } catch (error) {
        // Between our look and the bind somebody else may have taken the port.
        if (attempt === 3 || !this.logTail().includes('Address already in use')) throw error;
      }
    }
  }

  private async launch(port: number): Promise<void> {
    this.listeningOn = port;
    const log = openSync(this.logFile, 'a');
    const { file, args } = this.tree.command('usr/sbin/mariadbd');
    const server = spawn(file, [...args, ...this.settings, ...this.accounts(), `--port=${port}`], { stdio: ['ignore', log, log] });
    closeSync(log);
    this.server = server;
    let failure: Error | undefined;
    server.once('error', (error) => (failure = error));
    await eventually(
      async () => {
        if (failure !== undefined || server.exitCode !== null || server.signalCode !== null) return 'ended';
        await this.query('SELECT 1');
        return 'accepts';
      },
      { what: 'MariaDB to accept connections', withinMs: START_MS },
    ).then((state) => {
      if (state === 'ended') throw new Error(`MariaDB ended while starting (${failure?.message ?? 'see its log'}):\n${this.logTail()}`);
    });
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server?.exitCode !== null || server.signalCode !== null) return;
    // A frozen server cannot hear SIGTERM.
    server.kill('SIGCONT');
    const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    const impatience = setTimeout(() => server.kill('SIGKILL'), STOP_MS);
    server.kill(signal);
    await gone;
    clearTimeout(impatience);
  }

  /** Creates our account at every start: the server reads the file with full rights before it accepts anybody. */
  private accounts(): string[] {
    const file = join(this.directory, 'accounts.sql');
    const statements = [
      `CREATE USER IF NOT EXISTS '${USER}'@'%' IDENTIFIED BY '${this.password}';`,
      `GRANT ALL PRIVILEGES ON *.* TO '${USER}'@'%' WITH GRANT OPTION;`,
    ];
    writeFileSync(file, statements.join('\n') + '\n', { mode: 0o600 });
    return [`--init-file=${file}`];
  }

  private get settings(): string[] {
    return [
      '--no-defaults',
      // As root the server wants to be told that it may stay root; it only writes to our directory.
      ...(process.getuid?.() === 0 ? ['--user=root'] : []),
      `--basedir=${join(this.tree.root, 'usr')}`,
      `--datadir=${join(this.directory, 'data')}`,
      `--tmpdir=${this.directory}`,
      `--lc-messages-dir=${this.shared}`,
      `--character-sets-dir=${join(this.shared, 'charsets')}`,
      `--socket=${join(this.directory, 'socket')}`,
      `--pid-file=${join(this.directory, 'pid')}`,
      `--bind-address=${this.host}`,
      '--skip-name-resolve',
      '--skip-log-bin',
      '--performance-schema=OFF',
      '--character-set-server=utf8mb4',
      '--innodb-buffer-pool-size=32M',
      '--innodb-log-file-size=8M',
      '--innodb-flush-log-at-trx-commit=0',
      // io_uring is often forbidden in containers.
      '--innodb-use-native-aio=0',
    ];
  }

  private get shared(): string {
    return join(this.tree.root, 'usr/share/mariadb');
  }

  private get logFile(): string {
    return join(this.directory, 'log');
  }

  private logTail(): string {
    return readFileSync(this.logFile, 'utf8').split('\n').slice(-25).join('\n');
  }
}
