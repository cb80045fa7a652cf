import { HttpProblem } from './problem.js';
import type { Instant } from '../../core/kernel/time.js';

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** RFC 3339 in UTC, to the millisecond. */
export function toRfc3339(at: Instant): string {
  return new Date(at).toISOString();
}

export function optionalRfc3339(at: Instant | null): string | null {
  return at === null ? null : toRfc3339(at);
}

/** The instant that the text names; refused, naming `path`, when it names none. */
export function fromRfc3339(text: string, path: string): Instant {
  const at = RFC3339.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(at)) return at;
  const message = `${path} must be an instant such as 2026-01-31T09:00:00Z.`;
  throw new HttpProblem(400, 'bad-instant', message, [{ path, code: 'bad-instant', message }]);
}
