import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

import { audioIdOf } from '../../core/ivr/sound-of.js';
import type { Instant } from '../../core/kernel/time.js';
import type { Holiday } from '../../core/schedule/holidays.js';
import type { Opening, OpeningReason } from '../../core/schedule/opening.js';
import { fromRfc3339, optionalRfc3339 } from '../http/instants.js';
import { Optional } from '../http/optional.js';
import { HttpProblem } from '../http/problem.js';
import { API_FROM, API_TO } from './time-of-day.js';

const REASONS: OpeningReason[] = ['open', 'outside-hours', 'holiday', 'stopped', 'override'];

/** Beyond, an answer could not be written as RFC 3339, and there are no time zones before. */
const [EARLIEST, LATEST] = [fromRfc3339('1900-01-01T00:00:00Z', ''), fromRfc3339('9000-01-01T00:00:00Z', '')];

export class OpeningQuery {
  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'Now, when it is left out.' })
  @Optional()
  @IsString()
  @Length(1, 40)
  instant?: string;
}

export class OpeningHolidayView {
  @ApiProperty({ type: String, format: 'date' })
  date!: string;

  @ApiProperty()
  yearly!: boolean;

  @ApiProperty({ ...API_FROM, nullable: true })
  from!: string | null;

  @ApiProperty({ ...API_TO, nullable: true })
  to!: string | null;

  @ApiProperty({ type: String, nullable: true })
  audioId!: string | null;
}

export class OpeningView {
  @ApiProperty()
  open!: boolean;

  @ApiProperty({ enum: REASONS })
  reason!: OpeningReason;

  @ApiProperty({ type: OpeningHolidayView, nullable: true, description: 'Set when it is the reason.' })
  holiday!: OpeningHolidayView | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When `open` becomes the other, as things are set now. Null: not within 400 days.',
  })
  nextChange!: string | null;
}

/** The instant of the query; refused when it is none. */
export function askedInstant({ instant }: OpeningQuery, now: Instant): Instant {
  if (instant === undefined) return now;
  const at = fromRfc3339(instant, 'instant');
  if (at >= EARLIEST && at < LATEST) return at;
  const message = 'instant must be between the years 1900 and 9000.';
  throw new HttpProblem(400, 'bad-instant', message, [{ path: 'instant', code: 'bad-instant', message }]);
}

export function openingView({ open, reason, holiday, nextChange }: Opening): OpeningView {
  return { open, reason, holiday: holiday === null ? null : holidayView(holiday), nextChange: optionalRfc3339(nextChange) };
}

function holidayView({ date, yearly, from, to, message }: Holiday): OpeningHolidayView {
  const audioId = message === null ? null : audioIdOf(message);
  return { date, yearly, from, to, audioId };
}
