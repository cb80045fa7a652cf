import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, Matches, Max, Min } from 'class-validator';

import { CAUTIOUS_POLICY } from '../../../core/dialling/dial-policy.js';
import { Nullable, Optional } from '../../../platform/http/optional.js';

const MOST_PREFIXES = 500;
const PREFIX = /^\+[1-9]\d{0,14}$/;
const PREFIXES = { type: 'array' as const, items: { type: 'string' as const, pattern: PREFIX.source }, maxItems: MOST_PREFIXES };
const NOT_PREFIX = { each: true, message: 'each value in $property must be + and the first digits of numbers, such as +33' };

export class DialPolicyDraft {
  @ApiPropertyOptional({
    example: 'FR',
    default: CAUTIOUS_POLICY.defaultCountry,
    pattern: '^[A-Z]{2}$',
    description: 'ISO 3166: numbers written without a country code are of this country.',
  })
  @Optional()
  @Matches(/^[A-Z]{2}$/, { message: 'defaultCountry must be two capital letters, such as FR' })
  defaultCountry?: string;

  @ApiPropertyOptional({
    ...PREFIXES,
    default: [...CAUTIOUS_POLICY.allowedPrefixes],
    description: 'Numbers that begin with none of these are never dialled. The longest prefix that fits decides.',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MOST_PREFIXES)
  @ArrayUnique()
  @Matches(PREFIX, NOT_PREFIX)
  allowedPrefixes?: string[];

  @ApiPropertyOptional({
    ...PREFIXES,
    default: [...CAUTIOUS_POLICY.deniedPrefixes],
    description: 'Decide over allowed prefixes of the same length or shorter.',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MOST_PREFIXES)
  @ArrayUnique()
  @Matches(PREFIX, NOT_PREFIX)
  deniedPrefixes?: string[];

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: 100_000,
    default: CAUTIOUS_POLICY.maxConcurrentOutbound,
    description: 'Calls that cost something, at the same time; null is no limit.',
  })
  @Optional()
  @Nullable()
  @IsInt()
  @Min(0)
  @Max(100_000)
  maxConcurrentOutbound?: number | null;
}

export class DialPolicyView {
  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ example: 'FR' })
  defaultCountry!: string;

  @ApiProperty({ type: [String], example: ['+33'] })
  allowedPrefixes!: string[];

  @ApiProperty({ type: [String], example: ['+3389'] })
  deniedPrefixes!: string[];

  @ApiProperty({ type: 'integer', nullable: true })
  maxConcurrentOutbound!: number | null;
}
