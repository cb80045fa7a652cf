import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsString, Length, Max, Min, ValidateNested } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';
import { AUDIO, DAY_SECONDS, NUMBER, NUMBER_LENGTH, REFERENCE } from './references.dto.js';

const KINDS = ['deterrent', 'reroute', 'callback', 'voicemail'] as const;

/** What happens to a caller who is not kept in the line. */
export class Strategy {
  @ApiProperty({ enum: KINDS, default: 'deterrent' })
  @IsIn(KINDS)
  kind!: (typeof KINDS)[number];

  @ApiProperty({ ...AUDIO, description: 'The deterrent message, also after a failed reroute; null: the built-in one.' })
  @Nullable()
  @IsString()
  @Length(1, 100)
  audioId!: string | null;

  @ApiProperty({ ...REFERENCE, description: 'A scenario instead of the deterrent message.' })
  @Nullable()
  @IsString()
  @Length(1, 26)
  scenarioId!: string | null;

  @ApiProperty({ ...NUMBER, description: 'Where `reroute` leads.' })
  @Nullable()
  @IsString()
  @Length(NUMBER_LENGTH.min, NUMBER_LENGTH.max)
  number!: string | null;
}

export class StrategyChanges extends PartialType(Strategy, { skipNullProperties: false }) {}

/** A strategy for one criterion alone; null is the campaign's own. */
export class PerCriterion {
  @ApiProperty({ type: Strategy, nullable: true, default: null })
  wait!: Strategy | null;

  @ApiProperty({ type: Strategy, nullable: true, default: null })
  loops!: Strategy | null;

  @ApiProperty({ type: Strategy, nullable: true, default: null })
  queueLength!: Strategy | null;

  @ApiProperty({ type: Strategy, nullable: true, default: null, description: 'Key 1 of the menu.' })
  menu!: Strategy | null;
}

export class PerCriterionChanges {
  @ApiPropertyOptional({ type: StrategyChanges, nullable: true, default: null })
  @Optional()
  @Nullable()
  @IsObject()
  @ValidateNested()
  @Type(() => StrategyChanges)
  wait?: StrategyChanges | null;

  @ApiPropertyOptional({ type: StrategyChanges, nullable: true, default: null })
  @Optional()
  @Nullable()
  @IsObject()
  @ValidateNested()
  @Type(() => StrategyChanges)
  loops?: StrategyChanges | null;

  @ApiPropertyOptional({ type: StrategyChanges, nullable: true, default: null })
  @Optional()
  @Nullable()
  @IsObject()
  @ValidateNested()
  @Type(() => StrategyChanges)
  queueLength?: StrategyChanges | null;

  @ApiPropertyOptional({ type: StrategyChanges, nullable: true, default: null, description: 'Key 1 of the menu.' })
  @Optional()
  @Nullable()
  @IsObject()
  @ValidateNested()
  @Type(() => StrategyChanges)
  menu?: StrategyChanges | null;
}

/** When callers are not, or no longer, kept in the line. */
export class OverflowSettings {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: DAY_SECONDS,
    default: null,
    description: 'On arrival, when the estimated wait is greater. Nobody signed in counts as infinite; an unknown wait never triggers.',
  })
  @Nullable()
  @IsInt()
  @Min(0)
  @Max(DAY_SECONDS)
  waitSeconds!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 1000,
    default: null,
    description: 'After so many loops of waiting, each `messages.loopSeconds` long.',
  })
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(1000)
  loops!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: 100_000,
    default: null,
    description:
      'On arrival, when more than so many already wait in the queue, all its campaigns and the places kept for callbacks together.',
  })
  @Nullable()
  @IsInt()
  @Min(0)
  @Max(100_000)
  queueLength!: number | null;

  @ApiProperty()
  strategy!: Strategy;

  @ApiProperty()
  perCriterion!: PerCriterion;
}

export class OverflowChanges extends PartialType(OmitType(OverflowSettings, ['strategy', 'perCriterion']), { skipNullProperties: false }) {
  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => StrategyChanges)
  strategy?: StrategyChanges;

  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => PerCriterionChanges)
  perCriterion?: PerCriterionChanges;
}
