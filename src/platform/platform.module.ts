import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';

import type { Clock } from '../core/ports/clock.js';
import type { IdSource } from '../core/ports/id-source.js';
import type { PbxSounds } from '../core/ports/pbx-sounds.js';
import { AuditInterceptor } from './audit/audit.interceptor.js';
import { AccessGuard } from './auth/access.guard.js';
import { PBX_SOUNDS } from './audio/pbx-sounds.js';
import { CLOCK } from './clock/system-clock.js';
import { CONFIGURATION, type Configuration } from './config/configuration.js';
import { AuditTrail } from './database/audit-trail.js';
import type { Database } from './database/database.js';
import { DatabaseModule } from './database/database.module.js';
import { IdempotentAnswers } from './database/idempotent-answers.js';
import { FileUploadInterceptor } from './http/file-upload.interceptor.js';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.js';
import { ProblemFilter } from './http/problem.filter.js';
import { validationPipe } from './http/validation.js';
import { VersionTagInterceptor } from './http/version-tag.interceptor.js';
import { ID_SOURCE } from './ids/monotonic-ids.js';
import { Jobs } from './jobs/jobs.js';
import { LOG, type Log } from './logging/log.js';
import { OutboundHttp } from './outbound-http/outbound-http.js';
import { PersonalDataSources } from './personal-data/personal-data-sources.js';
import { SecretBox } from './secrets/secret-box.js';

/** What exists before the application does. */
export interface Foundations {
  readonly configuration: Configuration;
  /** Open and migrated. */
  readonly database: Database;
  readonly secrets: SecretBox;
  readonly log: Log;
  readonly pbxSounds: PbxSounds;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** The foundations as injectables, and the rules that hold for every route. */
@Global()
@Module({})
export class PlatformModule {
  static on({ configuration, database, secrets, log, pbxSounds, clock, ids }: Foundations): DynamicModule {
    const given = [
      { provide: CONFIGURATION, useValue: configuration },
      { provide: SecretBox, useValue: secrets },
      { provide: LOG, useValue: log },
      { provide: PBX_SOUNDS, useValue: pbxSounds },
      { provide: CLOCK, useValue: clock },
      { provide: ID_SOURCE, useValue: ids },
      { provide: AuditTrail, useValue: new AuditTrail(database, clock, log, configuration.auditRetentionDays) },
      { provide: PersonalDataSources, useValue: new PersonalDataSources() },
      { provide: Jobs, useValue: new Jobs(log) },
      { provide: OutboundHttp, useValue: new OutboundHttp(configuration.outboundHttpAllowed) },
    ];
    return {
      module: PlatformModule,
      imports: [DatabaseModule.over(database)],
      providers: [
        ...given,
        { provide: IdempotentAnswers, useValue: new IdempotentAnswers(database, secrets, clock) },
        { provide: APP_FILTER, useValue: new ProblemFilter(log) },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_INTERCEPTOR, useClass: VersionTagInterceptor },
        // Before the next: what was sent belongs to what is compared when a key comes again.
        { provide: APP_INTERCEPTOR, useClass: FileUploadInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        // After the one above, and so inside it: an answer that is repeated is nothing that was done.
        { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
      ],
      exports: given.map(({ provide }) => provide),
    };
  }
}
