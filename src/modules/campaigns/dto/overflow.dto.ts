import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsString, Length, Max, Min, ValidateNested } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';

const DAY_SECONDS = 86_400;
const KINDS = ['deterrent'] as const;

export class StrategyChanges {
  @ApiPropertyOptional({ enum: KINDS, default: 'deterrent' })
  @Optional()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number];

  @ApiPropertyOptional({ type: String, nullable: true, default: null, description: 'What the caller hears; null: the built-in message.' })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 100)
  audioId?: string | null;
}

export class OverflowChanges {
  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: DAY_SECONDS,
    default: null,
    description: 'On arrival, when the estimated wait is greater. Nobody signed in counts as infinite; an unknown wait never triggers.',
  })
  @Optional()
  @Nullable()
  @IsInt()
  @Min(0)
  @Max(DAY_SECONDS)
  waitSeconds?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 1000,
    default: null,
    description: 'After so many loops of waiting, each `messages.loopSeconds` long.',
  })
  @Optional()
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(1000)
  loops?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: 100_000,
    default: null,
    description: 'On arrival, when more than so many already wait in the queue, all its campaigns together.',
  })
  @Optional()
  @Nullable()
  @IsInt()
  @Min(0)
  @Max(100_000)
  queueLength?: number | null;

  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => StrategyChanges)
  strategy?: StrategyChanges;
}

export class StrategyView {
  @ApiProperty({ enum: KINDS })
  kind!: (typeof KINDS)[number];

  @ApiProperty({ type: String, nullable: true })
  audioId!: string | null;
}

export class OverflowView {
  @ApiProperty({ type: 'integer', nullable: true })
  waitSeconds!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  loops!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  queueLength!: number | null;

  @ApiProperty()
  strategy!: StrategyView;
}
