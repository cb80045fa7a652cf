import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsString, Length, Matches, Max, Min, ValidateNested } from 'class-validator';

import type { DispositionCategory } from '../../../core/plan/briefing.js';
import { Decimals } from '../../../platform/http/decimals.js';
import { Nullable, Optional } from '../../../platform/http/optional.js';
import { Tidy } from '../../../platform/http/tidy.js';
import { CATEGORIES } from '../disposition-group.entity.js';

const MOST_DISPOSITIONS = 200;
const MOST_DETAILS = 100;
const MOST_PROFIT = 1_000_000_000;
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/;
const NOT_CODE = { message: 'code must be 1 to 20 letters, digits and . _ -' };

export class DispositionDetail {
  @ApiProperty({ example: 'PRICE', pattern: CODE.source, description: 'Unique in its disposition.' })
  @Matches(CODE, NOT_CODE)
  code!: string;

  @ApiProperty({ example: 'Trop cher', minLength: 1, maxLength: 120 })
  @Tidy()
  @IsString()
  @Length(1, 120)
  label!: string;
}

export class DispositionDraft {
  @ApiProperty({ example: 'SALE', pattern: CODE.source, description: 'Unique in the group; 90 to 99 are system dispositions.' })
  @Matches(CODE, NOT_CODE)
  code!: string;

  @ApiProperty({ example: 'Vente', minLength: 1, maxLength: 120 })
  @Tidy()
  @IsString()
  @Length(1, 120)
  label!: string;

  @ApiProperty({ enum: CATEGORIES, description: 'The conversion rate is the positive ones among the positive and argued ones.' })
  @IsIn(CATEGORIES)
  category!: DispositionCategory;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: -MOST_PROFIT,
    maximum: MOST_PROFIT,
    default: null,
    description: "What it is worth, in the group's currency, to four decimals.",
  })
  @Optional()
  @Nullable()
  @Decimals(4)
  @Min(-MOST_PROFIT)
  @Max(MOST_PROFIT)
  profit?: number | null;

  @ApiPropertyOptional({ default: false })
  @Optional()
  @IsBoolean()
  countsForQuota?: boolean;

  @ApiPropertyOptional({ type: [DispositionDetail], default: [], maxItems: MOST_DETAILS })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MOST_DETAILS)
  @ValidateNested({ each: true })
  @Type(() => DispositionDetail)
  details?: DispositionDetail[];

  @ApiPropertyOptional({ default: false, description: 'As it was read: system dispositions may be sent back, and are not kept.' })
  @Optional()
  @IsBoolean()
  system?: boolean;
}

export class DispositionGroupDraft {
  @ApiProperty({ example: 'Ventes', minLength: 1, maxLength: 120, description: 'Unique.' })
  @Tidy()
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiPropertyOptional({ example: 'EUR', default: 'EUR', pattern: '^[A-Z]{3}$', description: 'ISO 4217; of every profit in the group.' })
  @Optional()
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be three capital letters, such as EUR' })
  currency?: string;

  @ApiPropertyOptional({ default: true, description: 'Whether the system dispositions (90 to 99) can be given too.' })
  @Optional()
  @IsBoolean()
  includeSystem?: boolean;

  @ApiPropertyOptional({ type: [DispositionDraft], default: [], maxItems: MOST_DISPOSITIONS })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MOST_DISPOSITIONS)
  @ValidateNested({ each: true })
  @Type(() => DispositionDraft)
  dispositions?: DispositionDraft[];
}

export class DispositionGroupChanges extends PartialType(DispositionGroupDraft, { skipNullProperties: false }) {}

export class DispositionView {
  @ApiProperty()
  code!: string;

  @ApiProperty({ description: 'Of a system disposition: in the language of Accept-Language (fr or en).' })
  label!: string;

  @ApiProperty({ enum: CATEGORIES })
  category!: DispositionCategory;

  @ApiProperty({ type: Number, nullable: true })
  profit!: number | null;

  @ApiProperty()
  countsForQuota!: boolean;

  @ApiProperty({ type: [DispositionDetail] })
  details!: DispositionDetail[];

  @ApiProperty({ description: 'Built in; it comes with includeSystem.' })
  system!: boolean;
}

export class DispositionGroupView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty({ example: 'EUR' })
  currency!: string;

  @ApiProperty()
  includeSystem!: boolean;

  @ApiProperty({ type: [DispositionView], description: "The group's own in the order given, then the system's by code." })
  dispositions!: DispositionView[];
}
