/** A point in time: milliseconds since the Unix epoch, UTC. */
export type Instant = number;

export function seconds(count: number): number {
  return count * 1000;
}
