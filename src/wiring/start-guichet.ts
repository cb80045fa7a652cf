import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { hoursAt } from '../core/schedule/weekly-hours.js';
import { AppModule } from '../app.module.js';
import { ENTITIES } from './all-entities.js';
import { SpokenTextsService } from '../modules/audio/spoken-texts.service.js';
import { JournalService } from '../modules/calls/journal.service.js';
import { DialPolicyService } from '../modules/dial-policy/dial-policy.service.js';
import { DirectoryService } from '../modules/directory/directory.service.js';
import { WorkSchedulesService } from '../modules/work-schedules/work-schedules.service.js';
import { StartUpService } from '../modules/start-up/start-up.service.js';
import { OutboundHttp } from '../platform/outbound-http/outbound-http.js';
import { OutboundIvrRequests } from '../platform/outbound-http/outbound-ivr-requests.js';
import { SystemClock } from '../platform/clock/system-clock.js';
import type { Configuration } from '../platform/config/configuration.js';
import { loadEnvironment } from '../platform/config/load-environment.js';
import { parseConfiguration } from '../platform/config/parse-configuration.js';
import { openDatabase } from '../platform/database/open-database.js';
import { httpApplication } from '../platform/http/http-application.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { MonotonicIds } from '../platform/ids/monotonic-ids.js';
import type { Log } from '../platform/logging/log.js';
import { createLog } from '../platform/logging/winston-log.js';
import type { Foundations } from '../platform/platform.module.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import { banner } from './banner.js';
import { lockDataDirectory } from './data-directory-lock.js';
import { makeDemo, type Demo } from './demo.js';
import { expectFreeHttpPort, listen } from './listening.js';
import { makeEngine, type EngineParts } from './make-engine.js';
import { openPbx, type Pbx } from './open-pbx.js';
import { CannotStart } from './operator-faults.js';
import { packageVersion } from './package-root.js';
import { watchPbx } from './watch-pbx.js';

/** For what is left once the calls are let go. */
const CLOSES_WITHIN_MS = 500;

export interface Guichet {
  /** No new work; calls stay on the PBX for the next start. Done within five seconds. */
  stop(why: string): Promise<void>;
}

/**
 * Everything from the environment to callers being served, in the order in which each part needs the one before. Rejects with what the
 * operator can put right, see `isForOperator`.
 */
export async function startGuichet(say: (line: string) => void): Promise<Guichet> {
  const configuration = parseConfiguration(loadEnvironment());
  if (configuration.timeZone !== null) process.env['TZ'] = configuration.timeZone;
  makeDataDirectory(configuration.dataDirectory);
  lockDataDirectory(configuration.dataDirectory);
  await expectFreeHttpPort(configuration.http);
  const log = createLog(configuration.log);
  const clock = new SystemClock();
  // One after the other: a PBX outlives us, and must not be left behind by a start that fails for want of a database.
  const database = await openDatabase(configuration.database, ENTITIES);
  const secrets = SecretBox.in(configuration.dataDirectory);
  const pbx = await openPbx(configuration, secrets, log, say);
  const ids = new MonotonicIds(clock);
  const foundations: Foundations = {
    configuration,
    database,
    secrets,
    pbxSounds: pbx.sounds,
    log,
    clock,
    ids,
  };
  const made: EngineParts[] = [];
  const root = AppModule.on(foundations, {
    inject: [DirectoryService, JournalService, DialPolicyService, WorkSchedulesService, OutboundHttp, SpokenTextsService],
    useFactory: (
      directory: DirectoryService,
      store: JournalService,
      dialPolicy: DialPolicyService,
      schedules: WorkSchedulesService,
      http: OutboundHttp,
      speech: SpokenTextsService,
    ) => {
      const parts = makeEngine(foundations, pbx, {
        directory,
        store,
        dialPolicy: () => dialPolicy.policy(),
        ivrRequests: new OutboundIvrRequests(http),
        speech,
        calendars: {
          open: (workScheduleId, at) => {
            const hours = schedules.hours(workScheduleId);
            return hours === null ? null : hoursAt(hours, at).open;
          },
        },
      });
      made.push(parts);
      return parts.engine;
    },
  });
  let started = false;
  const app = await httpApplication(root, log, packageVersion(), () => started);
  const [parts] = made;
  if (parts === undefined) throw new Error('the application was made without an engine');
  const { engine, journal } = parts;

  // Should the port have been taken meanwhile, nothing is touched yet.
  const address = await listen(app, configuration.http);
  await journal.recover();
  ids.continueAfter(await app.get(JournalService).lastId());
  const first = await app.get(StartUpService).run();
  engine.start();
  started = true;
  pbx.telephony.open();
  app.get(Jobs).start();
  const stopWatching = watchPbx(pbx, log);
  const demo = configuration.demo ? await demoOf(configuration, address, first?.password ?? configuration.adminPassword, log) : null;
  say(
    banner({ configuration, address, firstPassword: first === null ? null : { password: first.password, file: first.passwordFile }, demo }),
  );
  return {
    stop: async (why) => {
      log.info('Guichet stops; calls stay up on the PBX', { why });
      stopWatching();
      await leave(app, parts, pbx);
    },
  };
}

/**
 * The engine first: it writes what it knows while the database is still open. A database that does not even let go of its connections is
 * left as it is.
 */
async function leave(app: NestExpressApplication, { engine, history }: EngineParts, pbx: Pbx): Promise<void> {
  const server = app.getHttpServer();
  server.close();
  server.closeAllConnections();
  await engine.stop();
  history.close();
  await pbx.telephony.close();
  await Promise.race([app.close(), sleep(CLOSES_WITHIN_MS)]);
}

function makeDataDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (fault) {
    throw new CannotStart(
      `DATA_DIR ${directory} cannot be made (${fault instanceof Error ? fault.message : String(fault)}): choose another, or give this user the right to write there.`,
    );
  }
}

function keptPassword(directory: string): string | null {
  try {
    return readFileSync(join(directory, 'admin-password'), 'utf8').trim();
  } catch {
    // None was kept, or the operator put it away: the example is then none of our business.
    return null;
  }
}

async function demoOf(configuration: Configuration, address: string, password: string | null, log: Log): Promise<Demo | null> {
  const known = password ?? keptPassword(configuration.dataDirectory);
  if (known === null) return null;
  try {
    const marker = join(configuration.dataDirectory, 'demo-under-way');
    return await makeDemo(`${address}/api/v1`, 'admin', known, () => randomBytes(12).toString('base64url'), marker);
  } catch (fault) {
    log.error('The example could not be made; everything else works', { fault: String(fault) });
    return null;
  }
}
