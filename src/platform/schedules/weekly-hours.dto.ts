import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, IsString, Length, Matches, ValidateNested } from 'class-validator';

import type { Weekday } from '../../core/schedule/weekly-hours.js';
import { ListOf } from '../http/list-of.js';
import { Optional } from '../http/optional.js';
import { TimeZoneName } from '../time-zones/time-zones.js';
import { API_FROM, API_TO, FROM, FROM_MESSAGE, TO, TO_MESSAGE } from './time-of-day.js';

const MOST_RANGES = 24;

export class HoursRange {
  @ApiProperty(API_FROM)
  @Matches(FROM, FROM_MESSAGE)
  from!: string;

  @ApiProperty({ ...API_TO, description: 'Exclusive. 24:00 is the end of the day.' })
  @Matches(TO, TO_MESSAGE)
  to!: string;
}

const RANGES = {
  type: [HoursRange] as [typeof HoursRange],
  maxItems: MOST_RANGES,
  description: '00:00-00:00 is a range that is not used.',
};

function Ranges(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ ...RANGES, default: [] }),
    Optional(),
    ListOf(() => HoursRange, MOST_RANGES),
  );
}

/** A day that is left out has no hours; in a change it stays as it is. */
export class DaysDraft implements Partial<Record<Weekday, HoursRange[]>> {
  @Ranges()
  monday?: HoursRange[];

  @Ranges()
  tuesday?: HoursRange[];

  @Ranges()
  wednesday?: HoursRange[];

  @Ranges()
  thursday?: HoursRange[];

  @Ranges()
  friday?: HoursRange[];

  @Ranges()
  saturday?: HoursRange[];

  @Ranges()
  sunday?: HoursRange[];
}

export class WeeklyHoursDraft {
  @ApiProperty({ example: 'Bureau', minLength: 1, maxLength: 120, description: 'Unique.' })
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiProperty({ example: 'Europe/Paris', description: 'IANA name. The hours are those of the wall clock there, in summer and winter.' })
  @TimeZoneName()
  timeZone!: string;

  @ApiProperty({ type: DaysDraft })
  @IsObject()
  @ValidateNested()
  @Type(() => DaysDraft)
  days!: DaysDraft;
}

export class WeeklyHoursChanges extends PartialType(WeeklyHoursDraft, { skipNullProperties: false }) {}

export class DaysView implements Record<Weekday, HoursRange[]> {
  @ApiProperty(RANGES)
  monday!: HoursRange[];

  @ApiProperty(RANGES)
  tuesday!: HoursRange[];

  @ApiProperty(RANGES)
  wednesday!: HoursRange[];

  @ApiProperty(RANGES)
  thursday!: HoursRange[];

  @ApiProperty(RANGES)
  friday!: HoursRange[];

  @ApiProperty(RANGES)
  saturday!: HoursRange[];

  @ApiProperty(RANGES)
  sunday!: HoursRange[];
}

export class WeeklyHoursView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  timeZone!: string;

  @ApiProperty({ type: DaysView })
  days!: DaysView;
}
