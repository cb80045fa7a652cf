import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';

const STATES = ['open', 'closed', 'none'] as const;

export class CampaignOverrideOrder {
  @ApiProperty({ enum: STATES, description: '`none` gives the campaign back to its hours.' })
  @IsIn(STATES)
  state!: (typeof STATES)[number];

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    default: null,
    description: 'In the future. Null: until it is taken back.',
  })
  @Optional()
  @Nullable()
  @IsString()
  until?: string | null;
}

export class CampaignOverrideView {
  @ApiProperty({ enum: ['open', 'closed'] })
  state!: 'open' | 'closed';

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null: until it is taken back.' })
  until!: string | null;

  @ApiProperty({ format: 'date-time' })
  since!: string;

  @ApiProperty({ description: 'Login of who did it.' })
  by!: string;
}
