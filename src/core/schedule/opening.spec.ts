import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { judged, wallMinutes } from '../../../test/support/minute-by-minute.js';
import type { Holiday } from './holidays.js';
import { openingAt, type OpeningPlan } from './opening.js';
import type { TimeRange } from './time-of-day.js';
import { hoursAt, WEEKDAYS, type Weekday, type WeeklyHours } from './weekly-hours.js';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString().replace('.000Z', 'Z'));
const range = (text: string): TimeRange => ({ from: text.slice(0, 5), to: text.slice(6) });

function hours(timeZone: string, days: Partial<Record<Weekday, string>>): WeeklyHours {
  const ranges = WEEKDAYS.map((day) => [day, (days[day] ?? '').split(' ').filter(Boolean).map(range)] as const);
  return { timeZone, days: Object.fromEntries(ranges) as Record<Weekday, TimeRange[]> };
}
const everyDay = (timeZone: string, ranges: string): WeeklyHours =>
  hours(timeZone, Object.fromEntries(WEEKDAYS.map((day) => [day, ranges])));

const office = hours('Europe/Paris', {
  monday: '09:00-12:00 14:00-18:00',
  tuesday: '09:00-12:00 12:00-18:00',
  friday: '09:00-24:00',
  saturday: '00:00-02:00 00:00-00:00',
});

const holiday = (date: string, more: Partial<Holiday> = {}): Holiday => ({
  date,
  yearly: false,
  from: null,
  to: null,
  message: null,
  ...more,
});
const plan = (more: Partial<OpeningPlan> = {}): OpeningPlan => ({
  running: true,
  hours: office,
  timeZone: 'Europe/Paris',
  holidays: [],
  override: null,
  ...more,
});

function told(hoursOf: WeeklyHours, instant: string): [boolean, string | null] {
  const { open, nextChange } = hoursAt(hoursOf, at(instant));
  return [open, iso(nextChange)];
}

function answered(asked: OpeningPlan, instant: string): unknown[] {
  const { open, reason, holiday: which, nextChange } = openingAt(asked, at(instant));
  return [open, reason, which?.date ?? null, iso(nextChange)];
}

describe('A caller meets the hours that hang on the door', () => {
  it.each([
    ['before opening', '2026-11-23T07:59:59.999Z', false, '2026-11-23T08:00:00Z'],
    ['at the very minute of opening', '2026-11-23T08:00:00Z', true, '2026-11-23T11:00:00Z'],
    ['in the last moment of the morning', '2026-11-23T10:59:59.999Z', true, '2026-11-23T11:00:00Z'],
    ['at the minute of closing', '2026-11-23T11:00:00Z', false, '2026-11-23T13:00:00Z'],
    ['in ranges that touch: they are one', '2026-11-24T09:00:00Z', true, '2026-11-24T17:00:00Z'],
    ['on Friday night: midnight is no closing', '2026-11-27T22:59:00Z', true, '2026-11-28T01:00:00Z'],
    ['at the weekend, until Monday', '2026-11-28T01:00:00Z', false, '2026-11-30T08:00:00Z'],
  ])('%s', (_when, instant, open, nextChange) => {
    expect(told(office, instant)).toEqual([open, nextChange]);
  });

  it('all day every day is never closed, no range is never open, and neither ever changes', () => {
    expect(told(everyDay('Asia/Kathmandu', '00:00-24:00'), '2026-11-23T11:00:00Z')).toEqual([true, null]);
    expect(told(everyDay('Asia/Kathmandu', '00:00-00:00'), '2026-11-23T11:00:00Z')).toEqual([false, null]);
  });
});

describe('A caller on the day the clocks change meets the hours of the wall clock', () => {
  it('a range that begins in the hour left out begins at its end', () => {
    const night = everyDay('Europe/Paris', '02:30-05:00');
    expect(told(night, '2026-03-29T00:59:59Z')).toEqual([false, '2026-03-29T01:00:00Z']);
    expect(told(night, '2026-03-29T01:00:00Z')).toEqual([true, '2026-03-29T03:00:00Z']);
  });

  it('a range that lies in the hour left out does not take place', () => {
    expect(told(everyDay('Europe/Paris', '02:15-02:45'), '2026-03-29T00:00:00Z')).toEqual([false, '2026-03-30T00:15:00Z']);
  });

  it('both of the twin hours count', () => {
    const night = everyDay('Europe/Paris', '02:00-02:30');
    expect(told(night, '2026-10-25T00:00:00Z')).toEqual([true, '2026-10-25T00:30:00Z']);
    expect(told(night, '2026-10-25T00:30:00Z')).toEqual([false, '2026-10-25T01:00:00Z']);
    expect(told(night, '2026-10-25T01:00:00Z')).toEqual([true, '2026-10-25T01:30:00Z']);
  });

  it('a day that never was in Samoa closes nobody and opens nobody', () => {
    const samoa = hours('Pacific/Apia', { thursday: '08:00-12:00', friday: '00:00-24:00', saturday: '09:00-12:00' });
    expect(told(samoa, '2011-12-29T22:00:00Z')).toEqual([false, '2011-12-30T19:00:00Z']);
  });
});

describe('A caller on a holiday', () => {
  it('is told of the holiday, also outside hours', () => {
    const christmas = plan({ holidays: [holiday('2020-12-25', { yearly: true })] });
    expect(answered(christmas, '2026-12-25T09:00:00Z')).toEqual([false, 'holiday', '2020-12-25', '2026-12-25T23:00:00Z']);
    expect(answered(christmas, '2026-12-25T04:00:00Z')).toEqual([false, 'holiday', '2020-12-25', '2026-12-25T23:00:00Z']);
    expect(answered(christmas, '2026-12-24T22:59:59Z')).toEqual([false, 'outside-hours', null, '2026-12-25T23:00:00Z']);
  });

  it('that is half a day is served in the other half', () => {
    const afternoon = plan({ holidays: [holiday('2026-11-23', { from: '15:00' })] });
    expect(answered(afternoon, '2026-11-23T13:30:00Z')).toEqual([true, 'open', null, '2026-11-23T14:00:00Z']);
    expect(answered(afternoon, '2026-11-23T14:00:00Z')).toEqual([false, 'holiday', '2026-11-23', '2026-11-24T08:00:00Z']);
    const morning = plan({ hours: null, holidays: [holiday('2026-11-23', { to: '12:00' })] });
    expect(answered(morning, '2026-11-23T10:59:59Z')).toEqual([false, 'holiday', '2026-11-23', '2026-11-23T11:00:00Z']);
    expect(answered(morning, '2026-11-23T11:00:00Z')).toEqual([true, 'open', null, null]);
  });

  it('of this very year hears its message, not that of every year', () => {
    const [yearly, single] = [holiday('2020-05-01', { yearly: true }), holiday('2026-05-01')];
    expect(openingAt(plan({ holidays: [yearly, single] }), at('2026-05-01T10:00:00Z')).holiday).toBe(single);
    expect(openingAt(plan({ holidays: [yearly, single] }), at('2027-05-01T10:00:00Z')).holiday).toBe(yearly);
  });

  it('that is 29 February meets it in leap years only', () => {
    const leap = plan({ hours: null, holidays: [holiday('2024-02-29', { yearly: true })] });
    expect(answered(leap, '2028-02-29T10:00:00Z').slice(0, 2)).toEqual([false, 'holiday']);
    expect(answered(leap, '2027-02-28T10:00:00Z').slice(0, 2)).toEqual([true, 'open']);
    expect(answered(leap, '2027-03-01T10:00:00Z').slice(0, 2)).toEqual([true, 'open']);
  });

  it('without hours meets it where the plan is at home', () => {
    const tokyo = plan({ hours: null, timeZone: 'Asia/Tokyo', holidays: [holiday('2026-01-01')] });
    expect(answered(tokyo, '2025-12-31T15:00:00Z')).toEqual([false, 'holiday', '2026-01-01', '2026-01-01T15:00:00Z']);
  });
});

describe('A supervisor who throws the switch', () => {
  it('closes what is open until it ends by itself', () => {
    const closed = plan({ override: { state: 'closed', until: at('2026-11-23T10:00:00Z') } });
    expect(answered(closed, '2026-11-23T09:00:00Z')).toEqual([false, 'override', null, '2026-11-23T10:00:00Z']);
    expect(answered(closed, '2026-11-23T10:00:00Z')).toEqual([true, 'open', null, '2026-11-23T11:00:00Z']);
  });

  it('is told the first true change after it, when its end changes nothing', () => {
    const opened = plan({ holidays: [holiday('2026-11-22')], override: { state: 'open', until: at('2026-11-23T10:00:00Z') } });
    expect(answered(opened, '2026-11-22T09:00:00Z')).toEqual([true, 'override', null, '2026-11-23T11:00:00Z']);
    expect(answered(plan({ override: { state: 'open', until: null } }), '2026-11-22T09:00:00Z')).toEqual([true, 'override', null, null]);
  });

  it('does not start a stopped campaign', () => {
    const stopped = plan({ running: false, override: { state: 'open', until: null } });
    expect(answered(stopped, '2026-11-23T09:00:00Z')).toEqual([false, 'stopped', null, null]);
  });
});

/** Days on which something odd happens to clocks or calendars, and some on which nothing does. */
const ODD_DAYS: [zone: string, from: string][] = [
  ['Europe/Paris', '2026-03-25'],
  ['Europe/Paris', '2026-10-21'],
  ['Europe/Paris', '2023-12-28'],
  ['America/New_York', '2024-02-26'],
  ['America/New_York', '2025-10-30'],
  ['America/Sao_Paulo', '2018-11-01'],
  ['Australia/Lord_Howe', '2027-04-01'],
  ['Australia/Lord_Howe', '2026-10-01'],
  ['Asia/Kathmandu', '2026-06-01'],
  ['Asia/Kathmandu', '1985-12-29'],
  ['Pacific/Apia', '2011-12-27'],
  ['Africa/Casablanca', '2026-02-12'],
  ['America/St_Johns', '2006-10-26'],
  ['Asia/Tehran', '2022-03-18'],
];
const LENGTH_DAYS = 8;

const time = fc.integer({ min: 0, max: 96 }).map((quarter) => clock(quarter * 15));
const ranges = fc
  .array(fc.tuple(time, time), { maxLength: 3 })
  .map((pairs) => pairs.map(([a, b]) => ({ from: a < b ? a : b, to: a < b ? b : a })));
const week = fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, ranges])) as Record<Weekday, typeof ranges>);
const holidaysFrom = (from: string): fc.Arbitrary<Holiday[]> =>
  fc.array(
    fc
      .record({ day: fc.nat({ max: LENGTH_DAYS }), yearly: fc.boolean(), from: fc.option(time), to: fc.option(time) })
      .map(({ day, yearly, ...part }) => holiday(iso(at(`${from}T00:00:00Z`) + day * 86_400_000)!.slice(0, 10), { yearly, ...part })),
    { maxLength: 3 },
  );

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

describe('Whatever is set, wherever and whenever', () => {
  it.each(ODD_DAYS)('the answer is that of somebody who looks at the wall every minute: %s from %s', (timeZone, from) => {
    const minutes = wallMinutes(timeZone, from, LENGTH_DAYS);
    const [first, last] = [minutes[0]!.at, minutes.at(-1)!.at];
    const overrides = fc.record({
      state: fc.constantFrom('open' as const, 'closed' as const),
      until: fc.option(fc.integer({ min: 0, max: minutes.length }).map((minute) => first + minute * 60_000)),
    });
    const asked = fc.record({
      days: fc.option(week, { freq: 8 }),
      holidays: holidaysFrom(from),
      override: fc.option(overrides, { freq: 1 }),
    });
    fc.assert(
      fc.property(asked, fc.array(fc.nat({ max: minutes.length - 1 }), { minLength: 1, maxLength: 20 }), ({ days, ...rest }, places) => {
        const tested = plan({ ...rest, timeZone, hours: days === null ? null : { timeZone, days } });
        const truth = minutes.map((minute) => judged(minute, tested));
        const changes = truth.flatMap(({ open }, index) => (index > 0 && truth[index - 1]!.open !== open ? [index] : []));
        const looked = [...places, ...changes.slice(0, 10).flatMap((change) => [change - 1, change])].map((index) => truth[index]!);
        const nextAfter = ({ at: minute }: { at: number }): number | undefined =>
          changes.map((index) => truth[index]!.at).find((each) => each > minute);
        const said = looked.map((minute) => {
          const { open, reason, nextChange } = openingAt(tested, minute.at + 59_999);
          return { at: minute.at, open, reason, nextChange: nextChange === null || nextChange > last ? undefined : nextChange };
        });
        expect(said).toEqual(looked.map((minute) => ({ ...minute, nextChange: nextAfter(minute) })));
      }),
      { numRuns: 25 },
    );
  });
});
