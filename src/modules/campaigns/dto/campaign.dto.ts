import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
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
import { CallbackChanges } from './callback.dto.js';
import { ConventionalPauseChanges, IvrChanges, RecordingChanges } from './conversation.dto.js';
import { DisplayedNumberChanges } from './identity.dto.js';
import { MessagesChanges } from './messages.dto.js';
import { OpeningChanges } from './opening.dto.js';
import { OverflowChanges } from './overflow.dto.js';
import { DAY_SECONDS, REFERENCE } from './references.dto.js';
import { RequiredSkillItem } from './required-skill.dto.js';
import { VoicemailChanges } from './voicemail.dto.js';

const LANGUAGES = ['fr', 'en'] as const;

/** All of a campaign but its name and its numbers. */
export class CampaignSettingsChanges {
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
  @Type(() => RecordingChanges)
  recording?: RecordingChanges;

  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => IvrChanges)
  ivr?: IvrChanges;

  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => DisplayedNumberChanges)
  displayedNumber?: DisplayedNumberChanges;

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
  @Type(() => OpeningChanges)
  opening?: OpeningChanges;

  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => OverflowChanges)
  overflow?: OverflowChanges;

  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => VoicemailChanges)
  voicemail?: VoicemailChanges;

  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => CallbackChanges)
  callback?: CallbackChanges;

  @ApiPropertyOptional({ type: [RequiredSkillItem], default: [], description: 'All of them are required.' })
  @Optional()
  @IsArray()
  @ArrayMaxSize(8)
  @ArrayUnique(({ skillId }: RequiredSkillItem) => skillId)
  @ValidateNested({ each: true })
  @Type(() => RequiredSkillItem)
  skills?: RequiredSkillItem[];

  @ApiPropertyOptional({ ...REFERENCE, description: 'What the agent says. Null: none.' })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 26)
  scriptId?: string | null;

  @ApiPropertyOptional({ ...REFERENCE, description: 'How calls are qualified. Null: only the system dispositions.' })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 26)
  dispositionGroupId?: string | null;

  @ApiPropertyOptional({ ...REFERENCE, description: 'When customers may be called. Null: at any time the campaign is open.' })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 26)
  callingHoursId?: string | null;
}

export class CampaignDraft extends CampaignSettingsChanges {
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
