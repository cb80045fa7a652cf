import { IdempotentAnswerEntity } from '../platform/database/idempotent-answer.entity.js';
import { AgentEntity } from './agents/agent.entity.js';
import { ApiKeyEntity } from './auth/api-key.entity.js';
import { AgentMemoryEntity } from './calls/agent-memory.entity.js';
import { CallEntity } from './calls/call.entity.js';
import { JournalEntryEntity } from './calls/journal-entry.entity.js';
import { CampaignEntity, CampaignVersionEntity } from './campaigns/campaign.entity.js';
import { DidEntity } from './dids/did.entity.js';
import { QueueAgentEntity, QueueEntity } from './queues/queue.entity.js';
import { SiteEntity } from './sites/site.entity.js';
import { SkillGroupEntity } from './skill-groups/skill-group.entity.js';

/** Every table that has a class: what the database is opened with. */
export const ENTITIES = [
  IdempotentAnswerEntity,
  SiteEntity,
  DidEntity,
  QueueEntity,
  QueueAgentEntity,
  AgentEntity,
  ApiKeyEntity,
  CampaignEntity,
  CampaignVersionEntity,
  JournalEntryEntity,
  CallEntity,
  AgentMemoryEntity,
  SkillGroupEntity,
];
