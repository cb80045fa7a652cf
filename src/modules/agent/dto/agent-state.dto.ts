import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

import type { AgentStateName } from '../../../core/acd/agent-state.js';
import { Nullable, Optional } from '../../../platform/http/optional.js';

export const AGENT_STATES: AgentStateName[] = ['signed-out', 'available', 'offered', 'talking', 'wrap-up', 'conventional-pause', 'paused'];

export class PauseRequest {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 80, example: 'lunch' })
  @Optional()
  @Nullable()
  @IsString()
  @Length(0, 80)
  reason?: string | null;
}

export class AgentStateView {
  @ApiProperty()
  agentId!: string;

  @ApiProperty({ enum: AGENT_STATES })
  state!: AgentStateName;

  @ApiProperty({ format: 'date-time' })
  since!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the state ends by itself.' })
  until!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Why paused or signed out: what was given, `missed-offers`, or, when a phone with a permanent connection hung up, `phone-dropped`, ' +
      '`phone-transferred` when that was for its transfer key.',
  })
  reason!: string | null;

  @ApiProperty({ type: String, nullable: true })
  callId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  queueId!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Reason of a pause that begins after wrap-up; null when none is pending.' })
  pendingPause!: string | null;

  @ApiProperty({ description: 'Whether the phone can be called.' })
  phoneReachable!: boolean;
}
