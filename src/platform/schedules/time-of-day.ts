import type { ApiPropertyOptions } from '@nestjs/swagger';

import type { RefusalFault } from '../../core/kernel/refusal.js';
import type { TimeRange } from '../../core/schedule/time-of-day.js';

/** `HH:MM`, when something begins. */
export const FROM = /^([01]\d|2[0-3]):[0-5]\d$/;
/** `HH:MM`, when something ends; the end of the day is 24:00. */
export const TO = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

export const FROM_MESSAGE = { message: 'from must be a time of day from 00:00 to 23:59' };
export const TO_MESSAGE = { message: 'to must be a time of day from 00:00 to 24:00' };

export const API_FROM = { type: String, example: '09:00', pattern: FROM.source } satisfies ApiPropertyOptions;
export const API_TO = { type: String, example: '12:00', pattern: TO.source } satisfies ApiPropertyOptions;

/** The fault of a range that ends before it begins, or at once. */
export function emptyRange({ from, to }: TimeRange, path: string): RefusalFault[] {
  if (from < to) return [];
  const message = `${path} must end after it begins: ${from}-${to} does not. The end of the day is 24:00.`;
  return [{ path, code: 'empty-range', message }];
}

/** True when some moment of the day is in both. */
export function overlap(a: TimeRange, b: TimeRange): boolean {
  return a.from < b.to && b.from < a.to;
}
