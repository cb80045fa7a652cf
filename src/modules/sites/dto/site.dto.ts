import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';

import { Optional } from '../../../platform/http/optional.js';
import { Tidy } from '../../../platform/http/tidy.js';
import { TimeZoneName } from '../../../platform/time-zones/time-zones.js';

export class SiteDraft {
  @ApiProperty({ example: 'PAR', pattern: '^[A-Za-z0-9_-]{1,40}$', description: 'Unique.' })
  @Matches(/^[A-Za-z0-9_-]{1,40}$/, { message: 'code must be 1 to 40 letters, digits, - or _' })
  code!: string;

  @ApiProperty({ example: 'Paris', minLength: 1, maxLength: 120 })
  @Tidy()
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiPropertyOptional({
    example: 'FR',
    default: 'FR',
    pattern: '^[A-Z]{2}$',
    description: 'ISO 3166: numbers without a country code are of this country.',
  })
  @Optional()
  @Matches(/^[A-Z]{2}$/, { message: 'country must be two capital letters, such as FR' })
  country?: string;

  @ApiPropertyOptional({ example: 'Europe/Paris', default: 'Europe/Paris' })
  @Optional()
  @TimeZoneName()
  timeZone?: string;
}

export class SiteChanges extends PartialType(SiteDraft, { skipNullProperties: false }) {}

export class SiteView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  code!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  country!: string;

  @ApiProperty()
  timeZone!: string;
}
