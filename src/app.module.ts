import { Global, Module, type DynamicModule, type FactoryProvider, type ValueProvider } from '@nestjs/common';

import { DESK, type Desk } from './engine/desk.js';
import { AgentModule } from './modules/agent/agent.module.js';
import { AgentsModule } from './modules/agents/agents.module.js';
import { AudioModule } from './modules/audio/audio.module.js';
import { AuditModule } from './modules/audit/audit.module.js';
import { AuthModule } from './modules/auth/auth.module.js';
import { CallingHoursModule } from './modules/calling-hours/calling-hours.module.js';
import { CallsModule } from './modules/calls/calls.module.js';
import { CampaignsModule } from './modules/campaigns/campaigns.module.js';
import { DialPolicyModule } from './modules/dial-policy/dial-policy.module.js';
import { DidsModule } from './modules/dids/dids.module.js';
import { DirectoryModule } from './modules/directory/directory.module.js';
import { DispositionGroupsModule } from './modules/disposition-groups/disposition-groups.module.js';
import { DispositionsModule } from './modules/dispositions/dispositions.module.js';
import { EventsModule } from './modules/events/events.module.js';
import { IvrScenariosModule } from './modules/ivr-scenarios/ivr-scenarios.module.js';
import { HolidayGroupsModule } from './modules/holiday-groups/holiday-groups.module.js';
import { LiveModule } from './modules/live/live.module.js';
import { PersonalDataModule } from './modules/personal-data/personal-data.module.js';
import { QueuesModule } from './modules/queues/queues.module.js';
import { RecordingsModule } from './modules/recordings/recordings.module.js';
import { ScriptsModule } from './modules/scripts/scripts.module.js';
import { SitesModule } from './modules/sites/sites.module.js';
import { SkillGroupsModule } from './modules/skill-groups/skill-groups.module.js';
import { StartUpModule } from './modules/start-up/start-up.module.js';
import { SupervisionsModule } from './modules/supervisions/supervisions.module.js';
import { WorkSchedulesModule } from './modules/work-schedules/work-schedules.module.js';
import { CallLogModule } from './modules/call-log/call-log.module.js';
import { CallbacksModule } from './modules/callbacks/callbacks.module.js';
import { VoicemailsModule } from './modules/voicemails/voicemails.module.js';
import { Database } from './platform/database/database.js';
import { HealthController } from './platform/health/health.controller.js';
import { READINESS, readinessOf } from './platform/health/readiness.js';
import { PlatformModule, type Foundations } from './platform/platform.module.js';

/** How the application gets its `Desk`: ready made, or made of the ports that modules implement. */
export type DeskProvider = Omit<ValueProvider<Desk>, 'provide'> | Omit<FactoryProvider<Desk>, 'provide'>;

/** One module for each concern of a campaign. */
const CONCERNS = [
  AuthModule,
  SitesModule,
  DidsModule,
  QueuesModule,
  SkillGroupsModule,
  AgentsModule,
  AgentModule,
  AudioModule,
  IvrScenariosModule,
  WorkSchedulesModule,
  HolidayGroupsModule,
  CallingHoursModule,
  CampaignsModule,
  CallsModule,
  CallLogModule,
  VoicemailsModule,
  CallbacksModule,
  RecordingsModule,
  SupervisionsModule,
  LiveModule,
  EventsModule,
  DialPolicyModule,
  DispositionGroupsModule,
  DispositionsModule,
  ScriptsModule,
  AuditModule,
  PersonalDataModule,
];

/** The running engine, for every module. A factory may ask for the `DirectoryService`, the `JournalService`, the `DialPolicyService` and so on. */
@Global()
@Module({})
class DeskModule {
  static with(desk: DeskProvider): DynamicModule {
    const provider = { provide: DESK, ...desk };
    return {
      module: DeskModule,
      imports: [DirectoryModule, CallsModule, DialPolicyModule, WorkSchedulesModule, AudioModule],
      providers: [provider],
      exports: [DESK],
    };
  }
}

/** The root of the application. */
@Module({})
export class AppModule {
  static on(foundations: Foundations, desk: DeskProvider): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.on(foundations), DeskModule.with(desk), ...CONCERNS, StartUpModule],
      controllers: [HealthController],
      providers: [
        {
          provide: READINESS,
          inject: [Database, DESK],
          useFactory: (database: Database, engine: Desk) => readinessOf(database, () => engine.missing()),
        },
      ],
    };
  }
}
