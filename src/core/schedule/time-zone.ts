import { Bug } from '../kernel/bug.js';
import type { Instant } from '../kernel/time.js';
import { DAY_MS, dayNumber } from './calendar.js';

/** Milliseconds since 1970 as the clock on a wall shows them: the instant plus the offset that holds there and then. */
export type WallTime = number;

/** A stretch of time, from `from` until just before `until`, in which the wall clock keeps one distance from UTC. */
export interface OffsetStretch {
  readonly from: Instant;
  readonly until: Instant;
  /** Wall time minus UTC. */
  readonly offsetMs: number;
}

/** What is looked up at once. A stretch ends where a chapter ends, whether or not the offset changes there. */
const CHAPTER_MS = 366 * DAY_MS;
/** No zone ever changed its offset and changed it back within a day. */
const STEP_MS = DAY_MS;
const SECOND_MS = 1000;
/** Some hundred kB at most; the oldest chapter gives way. A company has a few zones, and asks about this year and the next. */
const MOST_CHAPTERS = 1024;

/** Offsets are facts: remembering them changes no answer. */
const chapters = new Map<string, readonly OffsetStretch[]>();

/** The stretch that holds `at` in the IANA time zone. Some milliseconds for a year not asked before, then well under a microsecond. */
export function offsetStretch(timeZone: string, at: Instant): OffsetStretch {
  const number = Math.floor(at / CHAPTER_MS);
  const key = `${timeZone} ${number}`;
  let chapter = chapters.get(key);
  if (chapter === undefined) {
    chapter = readChapter(timeZone, number);
    const [oldest] = chapters.keys();
    if (oldest !== undefined && chapters.size >= MOST_CHAPTERS) chapters.delete(oldest);
    chapters.set(key, chapter);
  }
  for (const stretch of chapter) if (at < stretch.until) return stretch;
  throw new Bug(`the chapter ${key} of offsets does not hold ${at}`);
}

function readChapter(timeZone: string, number: number): OffsetStretch[] {
  const offsetAt = offsetReader(timeZone);
  const end = (number + 1) * CHAPTER_MS;
  const stretches: OffsetStretch[] = [];
  let from = number * CHAPTER_MS;
  let offsetMs = offsetAt(from);
  for (let before = from; before < end; before += STEP_MS) {
    const next = offsetAt(before + STEP_MS);
    if (next === offsetMs) continue;
    const changed = firstSecond(before, before + STEP_MS, (at) => offsetAt(at) === next);
    stretches.push({ from, until: changed, offsetMs });
    from = changed;
    offsetMs = next;
  }
  return from < end ? [...stretches, { from, until: end, offsetMs }] : stretches;
}

/** The first whole second after `before` from which on `holds` is true, as it is at `after`. */
function firstSecond(before: Instant, after: Instant, holds: (at: Instant) => boolean): Instant {
  let [low, high] = [before, after];
  while (high - low > SECOND_MS) {
    const middle = low + Math.floor((high - low) / 2 / SECOND_MS) * SECOND_MS;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Tells wall time minus UTC at whole seconds. */
function offsetReader(timeZone: string): (at: Instant) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(at)) shown[type] = Number(value);
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown;
    return dayNumber({ year, month, day }) * DAY_MS + ((hour * 60 + minute) * 60 + second) * SECOND_MS - at;
  };
}
