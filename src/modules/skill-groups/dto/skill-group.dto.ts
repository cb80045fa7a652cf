import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsString, Length, ValidateNested } from 'class-validator';

import { Optional } from '../../../platform/http/optional.js';
import { Tidy } from '../../../platform/http/tidy.js';

const MOST_SKILLS = 100;

export class SkillDraft {
  @ApiPropertyOptional({ description: 'Of a skill that is there already; without it the skill is new.' })
  @Optional()
  @IsString()
  @Length(1, 26)
  id?: string;

  @ApiProperty({ example: 'Anglais', minLength: 1, maxLength: 80 })
  @Tidy()
  @IsString()
  @Length(1, 80)
  name!: string;
}

export class SkillGroupDraft {
  @ApiProperty({ example: 'Langues', minLength: 1, maxLength: 120, description: 'Unique.' })
  @Tidy()
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiPropertyOptional({
    default: true,
    description: 'True: lower levels serve when the better agents are busy. False: callers wait for the best level signed in.',
  })
  @Optional()
  @IsBoolean()
  autoDecrement?: boolean;

  @ApiPropertyOptional({ type: [SkillDraft], default: [], maxItems: MOST_SKILLS })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MOST_SKILLS)
  @ArrayUnique(({ name }: SkillDraft) => name, { message: 'skills must have different names' })
  @ValidateNested({ each: true })
  @Type(() => SkillDraft)
  skills?: SkillDraft[];
}

export class SkillGroupChanges extends PartialType(SkillGroupDraft, { skipNullProperties: false }) {}

export class SkillView {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;
}

export class SkillGroupView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  autoDecrement!: boolean;

  @ApiProperty({ type: [SkillView] })
  skills!: SkillView[];
}
