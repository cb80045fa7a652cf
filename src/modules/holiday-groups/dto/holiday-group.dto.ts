import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsString, Length, Matches, ValidateBy } from 'class-validator';

import { dayFrom } from '../../../core/schedule/calendar.js';
import { ListOf } from '../../../platform/http/list-of.js';
import { Nullable, Optional } from '../../../platform/http/optional.js';
import { API_FROM, API_TO, FROM, FROM_MESSAGE, TO, TO_MESSAGE } from '../../../platform/schedules/time-of-day.js';

const MOST_HOLIDAYS = 500;
const DATE = { type: String, format: 'date', example: '2026-12-25' } as const;
const AUDIO = {
  type: String,
  nullable: true,
  maxLength: 100,
  description: 'What callers hear then. Null: what the campaign plays when closed.',
};
const START = { ...API_FROM, nullable: true, example: null, description: 'Null: from the beginning of the day.' };
const END = { ...API_TO, nullable: true, example: null, description: 'Exclusive. Null: to the end of the day.' };

function ExistingDay(): PropertyDecorator {
  return ValidateBy({
    name: 'existingDay',
    validator: {
      validate: (value) => typeof value === 'string' && dayFrom(value) !== null,
      defaultMessage: () => 'date must be a day that exists, such as 2026-12-25',
    },
  });
}

export class HolidayDraft {
  @ApiProperty(DATE)
  @ExistingDay()
  date!: string;

  @ApiPropertyOptional({ default: false, description: 'Every year on that day; 29 February in leap years only.' })
  @Optional()
  @IsBoolean()
  yearly?: boolean;

  @ApiPropertyOptional({ ...START, default: null })
  @Optional()
  @Nullable()
  @Matches(FROM, FROM_MESSAGE)
  from?: string | null;

  @ApiPropertyOptional({ ...END, default: null })
  @Optional()
  @Nullable()
  @Matches(TO, TO_MESSAGE)
  to?: string | null;

  @ApiPropertyOptional({ ...AUDIO, default: null })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 100)
  audioId?: string | null;
}

export class HolidayGroupDraft {
  @ApiProperty({ example: 'Jours fériés', minLength: 1, maxLength: 120, description: 'Unique.' })
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiPropertyOptional({
    type: [HolidayDraft],
    default: [],
    maxItems: MOST_HOLIDAYS,
    description: 'Several parts of one day may have messages of their own; they may not overlap.',
  })
  @Optional()
  @ListOf(() => HolidayDraft, MOST_HOLIDAYS)
  holidays?: HolidayDraft[];
}

export class HolidayGroupChanges extends PartialType(HolidayGroupDraft, { skipNullProperties: false }) {}

export class HolidayView {
  @ApiProperty(DATE)
  date!: string;

  @ApiProperty()
  yearly!: boolean;

  @ApiProperty(START)
  from!: string | null;

  @ApiProperty(END)
  to!: string | null;

  @ApiProperty(AUDIO)
  audioId!: string | null;
}

export class HolidayGroupView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: [HolidayView] })
  holidays!: HolidayView[];
}
