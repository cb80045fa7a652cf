import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/;
const ID_OR_NULL = { type: String, nullable: true } as const;
const INSTANT_OR_NULL = { type: String, format: 'date-time', nullable: true } as const;
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

export class VoicemailClosing {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    pattern: CODE.source,
    default: null,
    example: 'SALE',
    description: "One of the campaign's dispositions; free, and optional, where the campaign has none.",
  })
  @Optional()
  @Nullable()
  @Matches(CODE, { message: 'code must be 1 to 20 letters, digits and . _ -' })
  code?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, minLength: 1, maxLength: 2000, default: null })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 2000)
  note?: string | null;
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

  @ApiProperty({ ...ID_OR_NULL, description: 'Who has it, or had it when it was closed.' })
  agentId!: string | null;

  @ApiProperty(INSTANT_OR_NULL)
  claimedAt!: string | null;

  @ApiProperty({ ...ID_OR_NULL, description: 'By which the caller is called back, see `/callbacks`.' })
  callbackId!: string | null;

  @ApiProperty({ ...ID_OR_NULL, description: 'The queue it came from when nobody treated it in time.' })
  movedFromQueueId!: string | null;

  @ApiProperty(INSTANT_OR_NULL)
  movedAt!: string | null;

  @ApiProperty(INSTANT_OR_NULL)
  closedAt!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Login, or name of the API key.' })
  closedBy!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Of the disposition it was closed with.' })
  code!: string | null;

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;
}
