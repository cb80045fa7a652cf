import { IdempotentAnswerEntity } from '../platform/database/idempotent-answer.entity.js';
import { AgentEntity } from './agents/agent.entity.js';
import { ApiKeyEntity } from './auth/api-key.entity.js';
import { SiteEntity } from './sites/site.entity.js';

/** Every table that has a class: what the database is opened with. */
export const ENTITIES = [IdempotentAnswerEntity, SiteEntity, AgentEntity, ApiKeyEntity];
