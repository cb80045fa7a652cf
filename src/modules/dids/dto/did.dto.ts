import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';

export class DidDraft {
  @ApiProperty({
    example: '01 70 00 00 01',
    minLength: 3,
    maxLength: 30,
    description: 'As written in the country of the site, or international.',
  })
  @IsString()
  @Length(3, 30)
  number!: string;

  @ApiProperty()
  @IsString()
  @Length(1, 26)
  siteId!: string;

  @ApiPropertyOptional({ type: String, nullable: true, default: null, description: 'The campaign it leads to; null: free.' })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 26)
  campaignId?: string | null;
}

export class DidChanges {
  @ApiPropertyOptional()
  @Optional()
  @IsString()
  @Length(1, 26)
  siteId?: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'The campaign it leads to; null frees it.' })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 26)
  campaignId?: string | null;
}

export class DidRangeDraft {
  @ApiProperty({ example: '+33170000000', minLength: 3, maxLength: 30 })
  @IsString()
  @Length(3, 30)
  first!: string;

  @ApiProperty({ example: '+33170000099', minLength: 3, maxLength: 30, description: 'Included. At most 10,000 numbers.' })
  @IsString()
  @Length(3, 30)
  last!: string;

  @ApiProperty()
  @IsString()
  @Length(1, 26)
  siteId!: string;
}

export class DidRangeView {
  @ApiProperty({ type: 'integer', example: 100 })
  created!: number;
}

export class DidQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Only those that lead to no campaign, or only those that do.' })
  @Optional()
  @IsIn(['true', 'false'])
  free?: 'true' | 'false';

  @ApiPropertyOptional()
  @Optional()
  @IsString()
  siteId?: string;

  @ApiPropertyOptional()
  @Optional()
  @IsString()
  campaignId?: string;
}

export class DidView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ example: '+33170000001', description: 'E.164.' })
  number!: string;

  @ApiProperty()
  siteId!: string;

  @ApiProperty({ type: String, nullable: true })
  campaignId!: string | null;
}
