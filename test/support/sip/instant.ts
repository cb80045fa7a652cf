/** One moment told twice: `ms` never goes back and serves for durations, `date` is for reading beside the log of another process. */
export interface Instant {
  readonly ms: number;
  readonly date: Date;
}

export function instant(): Instant {
  return { ms: performance.now(), date: new Date() };
}
