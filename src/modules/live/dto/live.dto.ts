import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import type { AgentStateName } from '../../../core/acd/agent-state.js';
import { SUPERVISION_MODES, type SupervisionMode } from '../../../core/journal/supervision-facts.js';
import type { OpeningReason } from '../../../core/schedule/opening.js';

const STATES: AgentStateName[] = ['signed-out', 'available', 'offered', 'talking', 'wrap-up', 'conventional-pause', 'paused'];
const REASONS: OpeningReason[] = ['open', 'outside-hours', 'holiday', 'stopped', 'override'];
const TARGET_KINDS = ['agent', 'queue', 'number'] as const;
const ID_OR_NULL = { type: String, nullable: true } as const;
const INSTANT_OR_NULL = { type: String, format: 'date-time', nullable: true } as const;

class AgentCounts {
  @ApiProperty({ type: 'integer' })
  available!: number;

  @ApiProperty({ type: 'integer' })
  offered!: number;

  @ApiProperty({ type: 'integer' })
  talking!: number;

  @ApiProperty({ type: 'integer' })
  wrapUp!: number;

  @ApiProperty({ type: 'integer', description: 'Resting between two calls included.' })
  paused!: number;

  @ApiProperty({ type: 'integer', description: 'Those of `paused` who only rest between two calls.' })
  conventionalPause!: number;
}

class VoicemailCounts {
  @ApiProperty({ type: 'integer', description: 'Those that nobody has.' })
  new!: number;

  @ApiProperty({ type: 'integer' })
  claimed!: number;

  @ApiProperty({ ...INSTANT_OR_NULL, description: 'When the oldest of the new ones was left.' })
  oldestAt!: string | null;
}

class LiveQueueView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: String, nullable: true })
  code!: string | null;

  @ApiProperty({ type: 'integer' })
  waiting!: number;

  @ApiProperty({ type: 'number' })
  longestWaitSeconds!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Of a caller who came now and is like most of those who came lately; null when nothing honest can be said.',
  })
  ewtSeconds!: number | null;

  @ApiProperty()
  agents!: AgentCounts;

  @ApiProperty()
  voicemails!: VoicemailCounts;
}

class LiveTransferTarget {
  @ApiProperty({ enum: TARGET_KINDS })
  kind!: (typeof TARGET_KINDS)[number];

  @ApiPropertyOptional()
  agentId?: string;

  @ApiPropertyOptional()
  queueId?: string;

  @ApiPropertyOptional({ example: '+33140000000' })
  number?: string;
}

class LiveConsultation {
  @ApiProperty()
  to!: LiveTransferTarget;

  @ApiProperty({ ...ID_OR_NULL, description: 'The agent who answered; null for a number, or while it rings.' })
  withAgentId!: string | null;

  @ApiProperty({ description: 'Both talk; else it rings.' })
  isTalking!: boolean;
}

class LiveSupervision {
  @ApiProperty({ description: 'For `/supervisions/{id}`.' })
  id!: string;

  @ApiProperty({ description: 'Whose conversation it is.' })
  agentId!: string;

  @ApiProperty({ enum: SUPERVISION_MODES })
  mode!: SupervisionMode;

  @ApiProperty({ enum: ['calling', 'connected'] })
  state!: 'calling' | 'connected';
}

class LiveCallView {
  @ApiProperty()
  id!: string;

  @ApiProperty(ID_OR_NULL)
  campaignId!: string | null;

  @ApiProperty()
  did!: string;

  @ApiProperty({ type: String, nullable: true })
  caller!: string | null;

  @ApiProperty({ example: 'waiting' })
  phase!: string;

  @ApiProperty({ format: 'date-time' })
  arrivedAt!: string;

  @ApiProperty(INSTANT_OR_NULL)
  queuedAt!: string | null;

  @ApiProperty({ ...INSTANT_OR_NULL, description: 'By the first agent.' })
  answeredAt!: string | null;

  @ApiProperty(ID_OR_NULL)
  queueId!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Place in the line, 1 first; null when not waiting.' })
  position!: number | null;

  @ApiProperty(ID_OR_NULL)
  agentId!: string | null;

  @ApiProperty({ ...INSTANT_OR_NULL, description: 'Since when the agent has put the caller on hold.' })
  heldSince!: string | null;

  @ApiProperty({ type: LiveConsultation, nullable: true, description: 'Whom the agent asks about the caller, who has music.' })
  consultation!: LiveConsultation | null;

  @ApiProperty({ type: [LiveSupervision], description: 'Who listens to it.' })
  supervisions!: LiveSupervision[];
}

class LiveAgentView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: String, nullable: true })
  login!: string | null;

  @ApiProperty({ type: String, nullable: true })
  displayName!: string | null;

  @ApiProperty({ enum: STATES })
  state!: AgentStateName;

  @ApiProperty({ format: 'date-time' })
  since!: string;

  @ApiProperty(INSTANT_OR_NULL)
  until!: string | null;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty(ID_OR_NULL)
  callId!: string | null;

  @ApiProperty(ID_OR_NULL)
  queueId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  pendingPause!: string | null;

  @ApiProperty()
  phoneReachable!: boolean;
}

class LiveOverride {
  @ApiProperty({ enum: ['open', 'closed'] })
  state!: 'open' | 'closed';

  @ApiProperty({ ...INSTANT_OR_NULL, description: 'Null: until it is taken back.' })
  until!: string | null;
}

class LiveHoliday {
  @ApiProperty({ format: 'date' })
  date!: string;

  @ApiProperty()
  yearly!: boolean;

  @ApiProperty({ type: String, nullable: true })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true })
  to!: string | null;
}

class LiveCampaignView {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: ['running', 'stopped'] })
  state!: 'running' | 'stopped';

  @ApiProperty({ description: 'It takes calls.' })
  open!: boolean;

  @ApiProperty({ enum: REASONS })
  reason!: OpeningReason;

  @ApiProperty({ type: LiveHoliday, nullable: true, description: 'When it is the reason.' })
  holiday!: LiveHoliday | null;

  @ApiProperty({ ...INSTANT_OR_NULL, description: 'When `open` becomes the other, as things are set now.' })
  nextChange!: string | null;

  @ApiProperty({ type: LiveOverride, nullable: true, description: 'Forced open or closed by hand; null when it is not.' })
  override!: LiveOverride | null;
}

export class LiveBoard {
  @ApiProperty({ type: [LiveQueueView] })
  queues!: LiveQueueView[];

  @ApiProperty({ type: [LiveCampaignView], description: 'By name.' })
  campaigns!: LiveCampaignView[];

  @ApiProperty({ type: [LiveCallView] })
  calls!: LiveCallView[];

  @ApiProperty({ type: [LiveAgentView] })
  agents!: LiveAgentView[];
}
