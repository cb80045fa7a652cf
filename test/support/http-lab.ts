import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { NestExpressApplication } from '@nestjs/platform-express';

import { AppModule } from '../../src/app.module.js';
import { ENTITIES } from '../../src/wiring/all-entities.js';
import type { FirstAdministrator } from '../../src/modules/auth/first-administrator.service.js';
import { StartUpService } from '../../src/modules/start-up/start-up.service.js';
import { SystemClock } from '../../src/platform/clock/system-clock.js';
import type { Configuration } from '../../src/platform/config/configuration.js';
import { parseConfiguration } from '../../src/platform/config/parse-configuration.js';
import { openDatabase } from '../../src/platform/database/open-database.js';
import { httpApplication } from '../../src/platform/http/http-application.js';
import { MonotonicIds } from '../../src/platform/ids/monotonic-ids.js';
import { SILENT_LOG, type Log } from '../../src/platform/logging/log.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';
import { DeskDouble } from './desk-double.js';
import { MariaDb } from './mariadb.js';
import { OpenApiJudge } from './openapi-judge.js';

/** What the PBX of these tests has by itself. */
export const PBX_SOUNDS = [
  { name: 'vm-goodbye', languages: ['en', 'fr'], text: 'Goodbye.' },
  { name: 'custom/summer', languages: ['fr'], text: null },
  { name: 'guichet/welcome', languages: ['fr'], text: null },
  { name: 'odd,name', languages: ['fr'], text: null },
];

export const ADMIN_PASSWORD = 'an admin of tests';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer is what the test says it is
export type Body = Record<string, any>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
}

export interface DatabaseServer {
  /** URL of an empty database; empty itself for SQLite in a new directory. */
  fresh(): Promise<string>;
  stop(): Promise<void>;
}

/** A kind of database to test on. */
export interface DatabaseKind {
  readonly name: string;
  start(): Promise<DatabaseServer>;
}

export const SQLITE: DatabaseKind = {
  name: 'SQLite',
  start: async () => ({ fresh: async () => '', stop: async () => {} }),
};

export const MARIADB: DatabaseKind = {
  name: 'MariaDB',
  start: async () => {
    const server = await MariaDb.start();
    return { fresh: async () => server.url(await server.freshDatabase()), stop: () => server.stop() };
  },
};

/** The whole HTTP side over a real database and a desk that tests play. Every answer is held against the OpenAPI document. */
export class HttpLab {
  token: string | null = null;
  private judge: OpenApiJudge | undefined;

  private constructor(
    readonly app: NestExpressApplication,
    readonly base: string,
    readonly desk: DeskDouble,
    readonly configuration: Configuration,
    readonly firstAdministrator: FirstAdministrator | null,
    private readonly environment: Record<string, string>,
    private readonly log: Log,
  ) {}

  /** Running and signed in as the administrator. `databaseUrl` empty is SQLite in a new directory. */
  static async start(databaseUrl = '', environment: Record<string, string> = {}): Promise<HttpLab> {
    const directory = mkdtempSync(join(tmpdir(), 'guichet-http-'));
    const database: Record<string, string> = databaseUrl === '' ? {} : { DATABASE_URL: databaseUrl };
    return HttpLab.boot(
      { DATA_DIR: directory, HTTP_PORT: '0', GUICHET_ADMIN_PASSWORD: ADMIN_PASSWORD, ...database, ...environment },
      SILENT_LOG,
    );
  }

  /** The same data, a new process as far as can be told, with a desk that knows nothing. */
  async restart(): Promise<void> {
    await this.app.close();
    const { app, base, desk, firstAdministrator } = await HttpLab.boot(this.environment, this.log);
    Object.assign(this, { app, base, desk, firstAdministrator });
  }

  async stop(): Promise<void> {
    await this.app.close();
    rmSync(this.configuration.dataDirectory, { recursive: true, force: true });
  }

  /** One request under `/api/v1`, as the administrator unless told; the answer is checked against the document. */
  async call(method: string, path: string, { body, token = this.token, headers = {} }: CallOptions = {}): Promise<Answer> {
    const raw = typeof body === 'string';
    const response = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Body) };
    await this.judged(method, path, answer);
    return answer;
  }

  /** A file with texts, as a browser's form sends them. */
  async send(path: string, form: FormData, { token = this.token, headers = {} }: CallOptions = {}): Promise<Answer> {
    const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(`${this.base}/api/v1${path}`, { method: 'POST', headers: { ...authorization, ...headers }, body: form });
    const answer = { status: response.status, headers: response.headers, body: (await response.json()) as Body };
    await this.judged('POST', path, answer);
    return answer;
  }

  /** A raw answer, for what is not JSON. */
  fetch(path: string, { headers = {}, ...init }: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    return fetch(`${this.base}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${this.token ?? ''}`, ...headers } });
  }

  get(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('GET', path, options);
  }

  post(path: string, body?: unknown, options: CallOptions = {}): Promise<Answer> {
    return this.call('POST', path, { ...options, body });
  }

  patch(path: string, body: unknown, options: CallOptions = {}): Promise<Answer> {
    return this.call('PATCH', path, { ...options, body });
  }

  put(path: string, body?: unknown, options: CallOptions = {}): Promise<Answer> {
    return this.call('PUT', path, { ...options, body });
  }

  delete(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('DELETE', path, options);
  }

  /** The body of a request that must succeed. */
  async made(path: string, body: unknown): Promise<Body> {
    const answer = await this.post(path, body);
    if (answer.status !== 201) throw new Error(`POST ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async signIn(login: string, password: string): Promise<string> {
    const answer = await this.post('/auth/login', { login, password }, { token: null });
    if (answer.status !== 200) throw new Error(`${login} could not sign in: ${JSON.stringify(answer.body)}`);
    return String(answer.body['accessToken']);
  }

  private async judged(method: string, path: string, answer: Answer): Promise<void> {
    this.judge ??= await OpenApiJudge.of(this.base);
    this.judge.check(method, `/api/v1${path}`, answer);
  }

  private static async boot(environment: Record<string, string>, log: Log): Promise<HttpLab> {
    const configuration = parseConfiguration(environment);
    const clock = new SystemClock();
    const desk = new DeskDouble();
    const foundations = {
      configuration,
      database: await openDatabase(configuration.database, ENTITIES),
      secrets: SecretBox.in(configuration.dataDirectory),
      log,
      pbxSounds: { list: async () => PBX_SOUNDS },
      clock,
      ids: new MonotonicIds(clock),
    };
    const app = await httpApplication(AppModule.on(foundations, { useValue: desk }), log, '0.0.0-test');
    const administrator = await app.get(StartUpService).run();
    await app.listen(0, '127.0.0.1');
    const passwordFile = join(configuration.dataDirectory, 'admin-password');
    const { port } = app.getHttpServer().address() as { port: number };
    const lab = new HttpLab(app, `http://127.0.0.1:${port}`, desk, configuration, administrator, environment, log);
    lab.token = await lab.signIn(
      'admin',
      administrator?.password ?? configuration.adminPassword ?? readFileSync(passwordFile, 'utf8').trim(),
    );
    return lab;
  }
}
