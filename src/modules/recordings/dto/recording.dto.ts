import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

import { Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';

const INSTANT = { type: String, format: 'date-time' } as const;

export class RecordingQuery extends PageQuery {
  @ApiPropertyOptional()
  @Optional()
  @IsString()
  @Length(1, 26)
  campaignId?: string;

  @ApiPropertyOptional({ description: 'Who talked in them, alone or after or before others.' })
  @Optional()
  @IsString()
  @Length(1, 26)
  agentId?: string;

  @ApiPropertyOptional()
  @Optional()
  @IsString()
  @Length(1, 100)
  callId?: string;

  @ApiPropertyOptional({ ...INSTANT, description: 'Begun at this instant or after.' })
  @Optional()
  @IsString()
  from?: string;

  @ApiPropertyOptional({ ...INSTANT, description: 'Begun before this instant.' })
  @Optional()
  @IsString()
  to?: string;
}

export class RecordingView {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  callId!: string;

  @ApiProperty()
  campaignId!: string;

  @ApiProperty({ description: 'With whom the conversation began.' })
  agentId!: string;

  @ApiProperty({ type: [String], description: 'All who talked in it, in the order in which they got the caller.' })
  agentIds!: string[];

  @ApiProperty(INSTANT)
  startedAt!: string;

  @ApiProperty()
  durationSeconds!: number;

  @ApiProperty({ type: 'integer', example: 2, description: 'The caller left, the agent right.' })
  channels!: number;

  @ApiProperty({ description: 'Of the file, in hexadecimal.' })
  sha256!: string;

  @ApiProperty({ ...INSTANT, nullable: true, description: 'When it is deleted, as it is decided now. Null: never.' })
  expiresAt!: string | null;

  @ApiProperty({
    description: 'False: no agent has given the call a disposition that keeps it, and it is deleted at `expiresAt` unless one still does.',
  })
  decided!: boolean;
}
