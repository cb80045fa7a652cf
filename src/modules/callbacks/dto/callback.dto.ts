import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';

import { Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';

const STATES = ['waiting', 'expired', 'cancelled'] as const;

export class CallbackQuery extends PageQuery {
  @ApiPropertyOptional()
  @Optional()
  @IsString()
  @Length(1, 26)
  campaignId?: string;

  @ApiPropertyOptional()
  @Optional()
  @IsString()
  @Length(1, 26)
  queueId?: string;

  @ApiPropertyOptional({ enum: STATES })
  @Optional()
  @IsIn(STATES)
  state?: (typeof STATES)[number];
}

export class CallbackView {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  campaignId!: string;

  @ApiProperty()
  queueId!: string;

  @ApiProperty({ description: 'E.164', example: '+33612345678' })
  number!: string;

  @ApiProperty({ format: 'date-time' })
  requestedAt!: string;

  @ApiProperty({ format: 'date-time', description: 'Of the call in which it was asked for.' })
  arrivedAt!: string;

  @ApiProperty({ format: 'date-time', description: 'The place in the line that it keeps counts from here.' })
  queuedAt!: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;

  @ApiProperty({ enum: STATES })
  state!: (typeof STATES)[number];

  @ApiProperty()
  callId!: string;
}
