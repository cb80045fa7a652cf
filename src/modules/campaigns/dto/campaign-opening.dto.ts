import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString } from 'class-validator';

import type { OpeningReason } from '../../../core/schedule/opening.js';
import { Optional } from '../../../platform/http/optional.js';

export const OPENING_REASONS: OpeningReason[] = ['open', 'outside-hours', 'holiday', 'stopped', 'override'];

export class OpeningQuery {
  @ApiPropertyOptional({ format: 'date-time', example: '2026-12-25T09:00:00Z', description: 'Now, when it is left out.' })
  @Optional()
  @IsString()
  instant?: string;
}

export class OpeningHoliday {
  @ApiProperty({ format: 'date', example: '2026-12-25' })
  date!: string;

  @ApiProperty({ description: 'Every year on that day.' })
  yearly!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'HH:MM; null: the beginning of the day.' })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'HH:MM; null: the end of the day.' })
  to!: string | null;
}

export class CampaignOpeningView {
  @ApiProperty()
  open!: boolean;

  @ApiProperty({ enum: OPENING_REASONS })
  reason!: OpeningReason;

  @ApiProperty({ type: OpeningHoliday, nullable: true, description: 'When it is the reason.' })
  holiday!: OpeningHoliday | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When `open` becomes the other, as things are set now; null when it does not.',
  })
  nextChange!: string | null;
}
