import { LIMITS } from './limits.js';
import { TIME_OF_DAY, isTimeZone } from './local-time.js';
import type { ObjectReader } from './object-reader.js';
import { readTemplate } from './read-prompt.js';
import { readVariable } from './read-variable.js';
import type { Comparison, Condition, Weekday } from './scenario.js';

const KINDS = ['variable', 'caller', 'did', 'time', 'calendar'] as const;
const COMPARISONS: readonly [Comparison, ...Comparison[]] = [
  'equals',
  'differs',
  'starts-with',
  'less-than',
  'at-most',
  'more-than',
  'at-least',
  'empty',
  'present',
];
const WEEKDAYS: readonly [Weekday, ...Weekday[]] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export function readCondition(parent: ObjectReader, value: unknown, path: string): Condition {
  const reader = parent.inner(value, path);
  const condition = readKind(reader);
  reader.finish();
  return condition;
}

function readKind(reader: ObjectReader): Condition {
  const kind = reader.oneOf('kind', KINDS);
  switch (kind) {
    case 'variable': {
      const name = readVariable(reader, 'name');
      const is = reader.oneOf('is', COMPARISONS);
      const alone = is === 'empty' || is === 'present';
      if (alone && (reader.given('value') ?? '') !== '')
        reader.fault('value', 'unknown-property', `says nothing when the variable is ${is}.`);
      return { kind, name, is, value: alone ? '' : readTemplate(reader, 'value', { shortest: 0 }) };
    }
    case 'caller': {
      const withheld = reader.flag('withheld', false);
      const prefixes = readNumbers(reader, 'prefixes', withheld ? 0 : 1);
      return { kind, withheld, prefixes };
    }
    case 'did':
      return { kind, numbers: readNumbers(reader, 'numbers', 1) };
    case 'time':
      return readTime(reader);
    case 'calendar':
      return { kind, workScheduleId: reader.text('workScheduleId', { longest: 26 }), is: reader.oneOf('is', ['open', 'closed']) };
  }
}

function readNumbers(reader: ObjectReader, key: string, least: number): readonly string[] {
  return reader.list(key, { least, most: LIMITS.conditionValues }, (value, path) => {
    const number = reader.textAt(value, path, { longest: 20 });
    if (!/^\+?\d+$/.test(number)) reader.faultAt(path, 'number-expected', 'must be digits, with a plus before a country code: +33170.');
    return number;
  });
}

function readTime(reader: ObjectReader): Condition {
  const timeZone = reader.text('timeZone', { longest: 60 });
  if (timeZone !== '' && !isTimeZone(timeZone)) {
    reader.fault('timeZone', 'unknown-time-zone', 'must be the name of a time zone, such as Europe/Paris.');
  }
  const days = reader.list('days', { least: 0, most: 7 }, (value, path) => reader.wordAt(value, path, WEEKDAYS));
  const from = reader.text('from', { longest: 5, preset: '00:00' });
  const to = reader.text('to', { longest: 5, preset: '24:00' });
  for (const [key, time] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (!TIME_OF_DAY.test(time)) reader.fault(key, 'time-expected', 'must be a time from 00:00 to 24:00.');
  }
  if (from >= to) reader.fault('to', 'empty-range', 'must be later than from: for a night write two cases, before and after midnight.');
  return { kind: 'time', timeZone, days: days.length === 0 ? WEEKDAYS : days, from, to };
}
