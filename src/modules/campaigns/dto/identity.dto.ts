import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsString, Length, Matches, ValidateNested } from 'class-validator';

import { Nullable } from '../../../platform/http/optional.js';
import { NUMBER, NUMBER_LENGTH } from './references.dto.js';

const KINDS = ['trunk', 'specific', 'by-prefix'] as const;

/** Which number is shown to called parties whose number begins so; the longest prefix wins. */
export class DisplayedByPrefix {
  @ApiProperty({ example: '+331', pattern: '^\\+\\d{1,15}$' })
  @IsString()
  @Matches(/^\+\d{1,15}$/, { message: 'must be the beginning of an E.164 number, such as +331' })
  prefix!: string;

  @ApiProperty({ example: '+33170000001', maxLength: NUMBER_LENGTH.max })
  @IsString()
  @Length(NUMBER_LENGTH.min, NUMBER_LENGTH.max)
  number!: string;
}

/** The number shown to those who are called for this campaign. */
export class DisplayedNumberSettings {
  @ApiProperty({ enum: KINDS, default: 'trunk', description: "The trunk's own, one number, or by the called number's prefix." })
  @IsIn(KINDS)
  kind!: (typeof KINDS)[number];

  @ApiProperty({ ...NUMBER, description: 'Of kind `specific`. A trailing `@@@IP@@` sets `forced`.' })
  @Nullable()
  @IsString()
  @Length(NUMBER_LENGTH.min, NUMBER_LENGTH.max)
  number!: string | null;

  @ApiProperty({ default: false, description: 'Also as P-Asserted-Identity, overriding what the trunk would set.' })
  @IsBoolean()
  forced!: boolean;

  @ApiProperty({ type: [DisplayedByPrefix], default: [], maxItems: 200 })
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique(({ prefix }: DisplayedByPrefix) => prefix)
  @ValidateNested({ each: true })
  @Type(() => DisplayedByPrefix)
  byPrefix!: DisplayedByPrefix[];
}

export class DisplayedNumberChanges extends PartialType(DisplayedNumberSettings, { skipNullProperties: false }) {}
