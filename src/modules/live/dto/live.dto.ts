import { ApiProperty } from '@nestjs/swagger';

import type { AgentStateName } from '../../../core/acd/agent-state.js';

const STATES: AgentStateName[] = ['signed-out', 'available', 'offered', 'talking', 'wrap-up', 'conventional-pause', 'paused'];
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

  @ApiProperty({ type: 'integer' })
  paused!: number;
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

  @ApiProperty({ type: 'number', nullable: true, description: 'Of a caller who came now; null when nothing honest can be said.' })
  ewtSeconds!: number | null;

  @ApiProperty()
  agents!: AgentCounts;
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

  @ApiProperty(ID_OR_NULL)
  queueId!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Place in the line, 1 first; null when not waiting.' })
  position!: number | null;

  @ApiProperty(ID_OR_NULL)
  agentId!: string | null;
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

export class LiveBoard {
  @ApiProperty({ type: [LiveQueueView] })
  queues!: LiveQueueView[];

  @ApiProperty({ type: [LiveCallView] })
  calls!: LiveCallView[];

  @ApiProperty({ type: [LiveAgentView] })
  agents!: LiveAgentView[];
}
