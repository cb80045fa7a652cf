import type { Log as CoreLog } from '../../core/ports/log.js';

/** Fields of a log line besides its message. `callId` and `agentId` carry ids; telephone numbers in any text are masked on the way out. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the running system tells its operator what it does. A message is a sentence without data; the data are its fields. */
export interface Log extends CoreLog {
  /** The same log with these fields on every line. */
  child(fields: LogFields): Log;
}

/** Nest's injection token of the `Log`. */
export const LOG = Symbol('Log');

/** Says nothing: for tests and tools. */
export const SILENT_LOG: Log = { error() {}, warn() {}, info() {}, debug() {}, child: () => SILENT_LOG };
