import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';

const STATES = ['proposed', 'waiting', 'reserved', 'dialling', 'talking', 'done', 'expired', 'cancelled'] as const;

const OPTIONAL = { type: String, nullable: true } as const;

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

/** A number that is to be called back. */
export class CallbackOrder {
  @ApiProperty({ minLength: 1, maxLength: 26 })
  @IsString()
  @Length(1, 26)
  campaignId!: string;

  @ApiProperty({
    minLength: 3,
    maxLength: 40,
    description: 'As people write it; without a country it is one of the campaign’s numbers’ country.',
  })
  @IsString()
  @Length(3, 40)
  number!: string;

  @ApiPropertyOptional({ ...OPTIONAL, format: 'date-time', default: null, description: 'Null: as soon as its place comes up.' })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 40)
  notBefore?: string | null;

  @ApiPropertyOptional({
    ...OPTIONAL,
    minLength: 1,
    maxLength: 26,
    default: null,
    description: 'The only agent to do it; null: any of the queue.',
  })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 26)
  agentId?: string | null;
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

  @ApiProperty({
    ...OPTIONAL,
    format: 'date-time',
    description: 'Not dialled before; moves on with every attempt. Null: as soon as its place comes up.',
  })
  notBefore!: string | null;

  @ApiProperty({ format: 'date-time', description: 'From then on it is not tried any more.' })
  expiresAt!: string;

  @ApiProperty({ type: 'integer', description: 'Times that the customer was dialled.' })
  attempts!: number;

  @ApiProperty({ enum: STATES })
  state!: (typeof STATES)[number];

  @ApiProperty({ ...OPTIONAL, description: 'Who is reserved for it, talks, or has talked; before that the agent whom it is for.' })
  agentId!: string | null;

  @ApiProperty({ ...OPTIONAL, description: 'The only agent to serve it, for four hours from when it falls due; null: any of the queue.' })
  forAgentId!: string | null;

  @ApiProperty({ ...OPTIONAL, description: 'The call in which it was asked for; null: in none.' })
  callId!: string | null;

  @ApiProperty({ ...OPTIONAL, description: 'The call that the last attempt led to, or would have.' })
  attemptCallId!: string | null;
}
