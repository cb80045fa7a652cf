import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

import type { AgentStateName } from '../../../core/acd/agent-state.js';
import { Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';
import { AGENT_STATES } from './agent-state.dto.js';

export class ColleagueQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['true', 'false'], example: 'true', description: 'Only those who are at work, or only those who are not.' })
  @Optional()
  @IsIn(['true', 'false'])
  signedIn?: 'true' | 'false';
}

/** As much of an agent as another needs to send them a caller. */
export class ColleagueView {
  @ApiProperty({ description: 'For `call/transfer`.' })
  id!: string;

  @ApiProperty({ example: 'Alice Martin' })
  displayName!: string;

  @ApiProperty({ type: String, nullable: true, example: '101', description: 'What a telephone dials for them; null: nothing.' })
  extension!: string | null;

  @ApiProperty({ enum: AGENT_STATES })
  state!: AgentStateName;

  @ApiProperty({ format: 'date-time' })
  since!: string;

  @ApiProperty({ description: 'Whether the phone can be called.' })
  phoneReachable!: boolean;
}

/** As much of a queue as an agent needs to send a caller there. */
export class QueueToSendTo {
  @ApiProperty({ description: 'For `call/transfer`.' })
  id!: string;

  @ApiProperty({ example: '500', description: 'What a telephone dials for it.' })
  code!: string;

  @ApiProperty({ example: 'Support' })
  description!: string;

  @ApiProperty({ type: 'integer' })
  waiting!: number;

  @ApiProperty({ type: 'number', nullable: true, description: 'Expected of a caller who came now; null when nothing honest can be said.' })
  ewtSeconds!: number | null;

  @ApiProperty({ type: 'integer', description: 'Agents at work, paused or not; with none of them a transfer is refused.' })
  signedIn!: number;

  @ApiProperty({ type: 'integer', description: 'Those of them who are free.' })
  available!: number;
}
