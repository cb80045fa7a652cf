const MINUTE_MS = 60_000;

/** A part of a day as the wall clock shows it, from `from` until just before `to`. */
export interface TimeRange {
  /** `HH:MM`. */
  readonly from: string;
  /** `HH:MM`; `24:00` is the end of the day. */
  readonly to: string;
}

/** The same in milliseconds since the wall clock showed 00:00. */
export interface DayPart {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Of `HH:MM`, in milliseconds since the wall clock showed 00:00. */
export function timeOfDayMs(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * MINUTE_MS;
}

export function dayPart({ from, to }: TimeRange): DayPart {
  return { fromMs: timeOfDayMs(from), toMs: timeOfDayMs(to) };
}

/** In order, those that touch or overlap made one, empty ones left out: 00:00-00:00 is how a range is shown that is not used. */
export function merged(ranges: readonly TimeRange[]): DayPart[] {
  const parts = ranges.map(dayPart).filter(({ fromMs, toMs }) => fromMs < toMs);
  const result: DayPart[] = [];
  for (const part of parts.sort((a, b) => a.fromMs - b.fromMs)) {
    const last = result.at(-1);
    if (last === undefined || last.toMs < part.fromMs) result.push(part);
    else result[result.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, part.toMs) };
  }
  return result;
}
