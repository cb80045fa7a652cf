import { AuditEntryEntity } from '../platform/database/audit-entry.entity.js';
import { IdempotentAnswerEntity } from '../platform/database/idempotent-answer.entity.js';
import { AgentEntity } from '../modules/agents/agent.entity.js';
import { PhoneWithdrawalEntity } from '../modules/agents/phone-withdrawal.entity.js';
import { AudioEntity } from '../modules/audio/audio.entity.js';
import { ApiKeyEntity } from '../modules/auth/api-key.entity.js';
import { CallbackEntity } from '../modules/callbacks/callback.entity.js';
import { VoicemailEntity } from '../modules/voicemails/voicemail.entity.js';
import { VoicemailStepEntity } from '../modules/voicemails/voicemail-step.entity.js';
import { AgentMemoryEntity } from '../modules/calls/agent-memory.entity.js';
import { CallingHoursEntity } from '../modules/calling-hours/calling-hours.entity.js';
import { CallEntity } from '../modules/calls/call.entity.js';
import { JournalEntryEntity } from '../modules/calls/journal-entry.entity.js';
import { CampaignDefaultsEntity } from '../modules/campaigns/campaign-defaults.entity.js';
import { CampaignOverrideEntity } from '../modules/campaigns/campaign-override.entity.js';
import { CampaignEntity, CampaignVersionEntity } from '../modules/campaigns/campaign.entity.js';
import { DialPolicyEntity } from '../modules/dial-policy/dial-policy.entity.js';
import { DidEntity } from '../modules/dids/did.entity.js';
import { CallDispositionEntity } from '../modules/dispositions/call-disposition.entity.js';
import { DispositionGroupEntity } from '../modules/disposition-groups/disposition-group.entity.js';
import { IvrScenarioEntity } from '../modules/ivr-scenarios/ivr-scenario.entity.js';
import { HolidayGroupEntity } from '../modules/holiday-groups/holiday-group.entity.js';
import { RecordingAgentEntity, RecordingEntity } from '../modules/recordings/recording.entity.js';
import { QueueAgentEntity, QueueEntity } from '../modules/queues/queue.entity.js';
import { ScriptEntity } from '../modules/scripts/script.entity.js';
import { SiteEntity } from '../modules/sites/site.entity.js';
import { SkillGroupEntity } from '../modules/skill-groups/skill-group.entity.js';
import { WorkScheduleEntity } from '../modules/work-schedules/work-schedule.entity.js';

/** Every table that has a class: what the database is opened with. */
export const ENTITIES = [
  IdempotentAnswerEntity,
  AuditEntryEntity,
  SiteEntity,
  DidEntity,
  QueueEntity,
  QueueAgentEntity,
  AgentEntity,
  PhoneWithdrawalEntity,
  ApiKeyEntity,
  CampaignEntity,
  CampaignVersionEntity,
  CampaignDefaultsEntity,
  CampaignOverrideEntity,
  JournalEntryEntity,
  CallEntity,
  AgentMemoryEntity,
  CallbackEntity,
  VoicemailEntity,
  VoicemailStepEntity,
  RecordingEntity,
  RecordingAgentEntity,
  SkillGroupEntity,
  IvrScenarioEntity,
  DialPolicyEntity,
  DispositionGroupEntity,
  CallDispositionEntity,
  ScriptEntity,
  WorkScheduleEntity,
  HolidayGroupEntity,
  CallingHoursEntity,
  AudioEntity,
];
