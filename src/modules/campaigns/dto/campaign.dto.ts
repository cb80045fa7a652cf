import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';
import { OverflowChanges } from './overflow.dto.js';
import { RequiredSkillItem } from './required-skill.dto.js';

const DAY_SECONDS = 86_400;
const LANGUAGES = ['fr', 'en'] as const;
const PAUSE_STARTS = ['with-wrap-up', 'after-wrap-up'] as const;
const AUDIO = { type: String, nullable: true, example: 'builtin:welcome' } as const;

export class ConventionalPauseChanges {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: DAY_SECONDS, default: 0 })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(DAY_SECONDS)
  seconds?: number;

  @ApiPropertyOptional({ enum: PAUSE_STARTS, default: 'with-wrap-up' })
  @Optional()
  @IsIn(PAUSE_STARTS)
  starts?: (typeof PAUSE_STARTS)[number];
}

export class MessagesChanges {
  @ApiPropertyOptional({ ...AUDIO, description: 'Null: none.' })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 100)
  welcomeAudioId?: string | null;

  @ApiPropertyOptional({ default: true, description: 'As early media, before the caller is billed.' })
  @Optional()
  @IsBoolean()
  welcomeBeforeAnswer?: boolean;

  @ApiPropertyOptional({ ...AUDIO, description: 'Repeated while waiting; null: music.' })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 100)
  holdAudioId?: string | null;

  @ApiPropertyOptional({ type: 'integer', minimum: 5, maximum: 3600, default: 30, description: 'One loop of waiting.' })
  @Optional()
  @IsInt()
  @Min(5)
  @Max(3600)
  loopSeconds?: number;
}

export class CampaignDraft {
  @ApiProperty({ example: 'Support', minLength: 1, maxLength: 120 })
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiProperty({ type: [String], minItems: 1, description: 'Free numbers.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10_000)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 26, { each: true })
  didIds!: string[];

  @ApiPropertyOptional({ type: String, nullable: true, default: null, description: 'Needed to start.' })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 26)
  queueId?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: -1000,
    maximum: 1000,
    default: 0,
    description: 'The larger, the sooner, among the campaigns of one queue.',
  })
  @Optional()
  @IsInt()
  @Min(-1000)
  @Max(1000)
  priority?: number;

  @ApiPropertyOptional({ enum: LANGUAGES })
  @Optional()
  @IsIn(LANGUAGES)
  language?: (typeof LANGUAGES)[number];

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: DAY_SECONDS,
    default: 30,
    description: '0: none. Null: until the agent ends it.',
  })
  @Optional()
  @Nullable()
  @IsInt()
  @Min(0)
  @Max(DAY_SECONDS)
  wrapUpSeconds?: number | null;

  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => ConventionalPauseChanges)
  conventionalPause?: ConventionalPauseChanges;

  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => MessagesChanges)
  messages?: MessagesChanges;

  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => OverflowChanges)
  overflow?: OverflowChanges;

  @ApiPropertyOptional({ type: [RequiredSkillItem], default: [], description: 'All of them are required.' })
  @Optional()
  @IsArray()
  @ArrayMaxSize(8)
  @ArrayUnique(({ skillId }: RequiredSkillItem) => skillId)
  @ValidateNested({ each: true })
  @Type(() => RequiredSkillItem)
  skills?: RequiredSkillItem[];
}

export class CampaignChanges extends PartialType(OmitType(CampaignDraft, ['didIds']), { skipNullProperties: false }) {
  @ApiPropertyOptional({ type: [String], description: 'All the numbers: those left out become free.' })
  @Optional()
  @IsArray()
  @ArrayMaxSize(10_000)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 26, { each: true })
  didIds?: string[];
}

export class CampaignQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['running', 'stopped'] })
  @Optional()
  @IsIn(['running', 'stopped'])
  state?: 'running' | 'stopped';

  @ApiPropertyOptional()
  @Optional()
  @IsString()
  queueId?: string;
}
