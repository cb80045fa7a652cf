import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsString, Length, Matches, ValidateNested } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';
import { Tidy } from '../../../platform/http/tidy.js';
import { QUESTION_TYPES, type QuestionType } from '../script.entity.js';

const MOST_SECTIONS = 50;
const MOST_QUESTIONS = 100;
const MOST_OPTIONS = 100;
const LONGEST_HTML = 100_000;
const KEY = /^[A-Za-z][A-Za-z0-9_-]{0,59}$/;

export class QuestionDraft {
  @ApiProperty({ example: 'contract', pattern: KEY.source, description: 'The name of the answer; unique in the script.' })
  @Matches(KEY, { message: 'key must begin with a letter and have 1 to 60 letters, digits and _ -' })
  key!: string;

  @ApiProperty({ example: 'Numéro de contrat', minLength: 1, maxLength: 300 })
  @Tidy()
  @IsString()
  @Length(1, 300)
  label!: string;

  @ApiProperty({ enum: QUESTION_TYPES, description: '`choice` takes one of the options, `choices` any number of them.' })
  @IsIn(QUESTION_TYPES)
  type!: QuestionType;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 200 },
    maxItems: MOST_OPTIONS,
    nullable: true,
    default: [],
    description: 'Of `choice` and `choices`: at least one, each once. Of other types: none.',
  })
  @Optional()
  @Nullable()
  @Tidy()
  @IsArray()
  @ArrayMaxSize(MOST_OPTIONS)
  @IsString({ each: true })
  @Length(1, 200, { each: true })
  options?: string[] | null;
}

export class SectionDraft {
  @ApiProperty({ example: 'Accueil', minLength: 1, maxLength: 200 })
  @Tidy()
  @IsString()
  @Length(1, 200)
  title!: string;

  @ApiPropertyOptional({
    maxLength: LONGEST_HTML,
    default: '',
    description: 'Formatting, lists, tables and links are kept; everything else is taken out. The answer shows what was kept.',
  })
  @Optional()
  @IsString()
  @Length(0, LONGEST_HTML)
  html?: string;

  @ApiPropertyOptional({ type: [QuestionDraft], default: [], maxItems: MOST_QUESTIONS })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MOST_QUESTIONS)
  @ValidateNested({ each: true })
  @Type(() => QuestionDraft)
  questions?: QuestionDraft[];
}

export class ScriptDraft {
  @ApiProperty({ example: 'Support', minLength: 1, maxLength: 120, description: 'Unique.' })
  @Tidy()
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiPropertyOptional({ type: [SectionDraft], default: [], maxItems: MOST_SECTIONS })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MOST_SECTIONS)
  @ValidateNested({ each: true })
  @Type(() => SectionDraft)
  sections?: SectionDraft[];
}

export class ScriptChanges extends PartialType(ScriptDraft, { skipNullProperties: false }) {}

export class QuestionView {
  @ApiProperty()
  key!: string;

  @ApiProperty()
  label!: string;

  @ApiProperty({ enum: QUESTION_TYPES })
  type!: QuestionType;

  @ApiProperty({ type: [String] })
  options!: string[];
}

export class SectionView {
  @ApiProperty()
  title!: string;

  @ApiProperty({ description: 'Safe to show as it is.' })
  html!: string;

  @ApiProperty({ type: [QuestionView] })
  questions!: QuestionView[];
}

export class ScriptView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: [SectionView] })
  sections!: SectionView[];
}
