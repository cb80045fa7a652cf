import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString } from 'class-validator';

import type { DispositionCategory } from '../../../core/plan/briefing.js';
import { Optional } from '../../../platform/http/optional.js';

const INSTANT = { type: String, format: 'date-time' } as const;
const COUNT = { type: 'integer' } as const;

export class DispositionFiguresQuery {
  @ApiPropertyOptional({ ...INSTANT, description: 'Of calls that arrived at this instant or after.' })
  @Optional()
  @IsString()
  from?: string;

  @ApiPropertyOptional({ ...INSTANT, description: 'Of calls that arrived before this instant.' })
  @Optional()
  @IsString()
  to?: string;
}

class GivenByCategory {
  @ApiProperty(COUNT)
  positive!: number;

  @ApiProperty(COUNT)
  argued!: number;

  @ApiProperty(COUNT)
  notArgued!: number;
}

class ProfitSum {
  @ApiProperty({ example: 'EUR' })
  currency!: string;

  @ApiProperty({ example: 149.7 })
  amount!: number;
}

class GivenDispositions {
  @ApiProperty({ example: 'SALE' })
  code!: string;

  @ApiProperty({ example: 'Vente', description: 'As it was when it was given: one that was renamed has a line for each name.' })
  label!: string;

  @ApiProperty({ enum: ['positive', 'argued', 'not-argued'] })
  category!: DispositionCategory;

  @ApiProperty(COUNT)
  given!: number;

  @ApiProperty({ ...COUNT, description: 'Of these, how many count for the quota.' })
  quota!: number;

  @ApiProperty({ type: Number, nullable: true })
  profit!: number | null;

  @ApiProperty({ type: String, nullable: true })
  currency!: string | null;
}

export class DispositionFigures {
  @ApiProperty({ ...COUNT, description: 'One for each call and agent: the last that the agent gave.' })
  given!: number;

  @ApiProperty()
  byCategory!: GivenByCategory;

  @ApiProperty({ type: Number, nullable: true, description: 'Positive among positive and argued, 0 to 1; null when there is neither.' })
  conversionRate!: number | null;

  @ApiProperty({ ...COUNT, description: 'How many count for the quota.' })
  quota!: number;

  @ApiProperty({ type: [ProfitSum], description: 'By currency; empty when none was made.' })
  profit!: ProfitSum[];

  @ApiProperty({ type: [GivenDispositions], description: 'The most frequent first.' })
  dispositions!: GivenDispositions[];
}
