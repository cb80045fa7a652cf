import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';

import type { Distribution } from '../../../core/acd/floor-settings.js';
import { Nullable, Optional } from '../../../platform/http/optional.js';

const DISTRIBUTIONS: Distribution[] = ['longest-idle', 'round-robin', 'fewest-calls', 'least-talk-time', 'random', 'ring-all'];
const CODE = /^[5-9]\d{2}$/;

export class QueueDraft {
  @ApiProperty({ example: '500', pattern: CODE.source, description: 'Unique, three digits from 500.' })
  @Matches(CODE, { message: 'code must be three digits from 500 to 999, as text' })
  code!: string;

  @ApiPropertyOptional({ example: 'Support', maxLength: 200, default: '' })
  @Optional()
  @IsString()
  @Length(0, 200)
  description?: string;

  @ApiPropertyOptional({ enum: DISTRIBUTIONS, default: 'longest-idle' })
  @Optional()
  @IsIn(DISTRIBUTIONS)
  distribution?: Distribution;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 300, default: 15 })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(300)
  ringTimeoutSeconds?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 2,
    description: 'Offers missed in a row before the agent is paused.',
  })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(100)
  missesBeforePause?: number;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 86_400,
    default: null,
    description: 'Seconds of waiting worth one priority point; null never ages.',
  })
  @Optional()
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(86_400)
  ageingSeconds?: number | null;

  @ApiPropertyOptional({ enum: ['stay', 'overflow'], default: 'stay' })
  @Optional()
  @IsIn(['stay', 'overflow'])
  lastAgentLeaves?: 'stay' | 'overflow';

  @ApiPropertyOptional({ type: [String], default: [] })
  @Optional()
  @IsArray()
  @ArrayMaxSize(5_000)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 26, { each: true })
  agentIds?: string[];
}

export class QueueChanges extends PartialType(QueueDraft, { skipNullProperties: false }) {}

export class QueueView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  code!: string;

  @ApiProperty()
  description!: string;

  @ApiProperty({ enum: DISTRIBUTIONS })
  distribution!: Distribution;

  @ApiProperty({ type: 'integer' })
  ringTimeoutSeconds!: number;

  @ApiProperty({ type: 'integer' })
  missesBeforePause!: number;

  @ApiProperty({ type: 'integer', nullable: true })
  ageingSeconds!: number | null;

  @ApiProperty({ enum: ['stay', 'overflow'] })
  lastAgentLeaves!: 'stay' | 'overflow';

  @ApiProperty({ type: [String] })
  agentIds!: string[];
}
