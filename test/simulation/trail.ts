import type { JournalEntry } from '../../src/core/journal/facts.js';
import type { Instant } from '../../src/core/kernel/time.js';
import type { Log } from '../../src/core/ports/log.js';
import type { TelephonyEvent } from '../../src/core/ports/telephony.js';
import { Digest } from './digest.js';

const KEPT = 160;

/** What a line lost in the wrong moment may make of a reconciliation: it is tried again. Any other error is ours. */
const EXPECTED_ERRORS = new Set(['the PBX could not be reconciled']);

interface Mark {
  readonly at: Instant;
  readonly kind: 'fact' | 'request' | 'event' | 'log' | 'note';
  readonly what: unknown;
}

/** The last things that happened, for whoever has to find out why; and the first thing that went wrong. */
export class Trail {
  readonly digest = new Digest();
  /** How often each warning was logged. */
  readonly warnings = new Map<string, number>();
  failure: string | null = null;
  /** By error, whether it is right at this moment to say so. */
  private readonly expected = new Map<string, () => boolean>();
  /** Shown when the failure happened. */
  private lastMarks: readonly Mark[] = [];
  private readonly marks: Mark[] = [];
  private next = 0;
  private now: Instant = 0;

  readonly log: Log = {
    debug: () => undefined,
    info: (message, fields) => this.logged('info', message, fields),
    warn: (message, fields) => this.logged('warn', message, fields),
    error: (message, fields) => this.logged('error', message, fields),
  };

  fact(entry: JournalEntry): void {
    this.digest.add(entry);
    this.mark(entry.at, 'fact', entry.fact);
  }

  request(at: Instant, name: string, args: readonly unknown[]): void {
    this.mark(at, 'request', [name, args]);
  }

  event(at: Instant, event: TelephonyEvent): void {
    this.mark(at, 'event', event);
  }

  note(at: Instant, what: string): void {
    this.mark(at, 'note', what);
  }

  /** An error that is no fault of ours while `isRight`. */
  expects(error: string, isRight: () => boolean): void {
    this.expected.set(error, isRight);
  }

  /** The first failure is kept: what follows is likely to follow from it. */
  fail(what: string): void {
    if (this.failure !== null) return;
    this.failure = what;
    this.lastMarks = [...this.marks.slice(this.next), ...this.marks.slice(0, this.next)];
  }

  /** The last facts, requests, events and accidents before the failure, oldest first. */
  lines(): string[] {
    return this.lastMarks.map(({ at, kind, what }) => {
      const time = new Date(at).toISOString().slice(8, 23).replace('T', ' ');
      return `${time} ${kind.padEnd(7)} ${typeof what === 'string' ? what : JSON.stringify(what, shortened)}`;
    });
  }

  private logged(level: string, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.mark(this.now, 'log', [level, message, fields]);
    if (level === 'info') return;
    this.warnings.set(message, (this.warnings.get(message) ?? 0) + 1);
    if (level === 'error' && !EXPECTED_ERRORS.has(message) && this.expected.get(message)?.() !== true)
      this.fail(`logged as an error: ${message} ${JSON.stringify(fields)}`);
  }

  private mark(at: Instant, kind: Mark['kind'], what: unknown): void {
    this.now = at;
    this.marks[this.next] = { at, kind, what };
    this.next = (this.next + 1) % KEPT;
  }
}

/** What is said more than once is left out: the record of the call, and what is saved on legs. */
function shortened(key: string, value: unknown): unknown {
  if (key === 'call' || key === 'memory' || key === 'entry') return undefined;
  return typeof value === 'string' && value.startsWith('{') ? '…' : value;
}
