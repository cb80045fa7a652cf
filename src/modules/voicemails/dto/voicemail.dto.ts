import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';

import { Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';

const STATES = ['new', 'claimed', 'closed'] as const;

export class VoicemailQuery extends PageQuery {
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

export class VoicemailView {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  campaignId!: string;

  @ApiProperty()
  queueId!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null: withheld.' })
  caller!: string | null;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiProperty()
  durationSeconds!: number;

  @ApiProperty({ enum: STATES })
  state!: (typeof STATES)[number];

  @ApiProperty()
  callId!: string;

  @ApiProperty({ description: 'Of the file, in hexadecimal.' })
  sha256!: string;
}
