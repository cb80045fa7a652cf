import type { Log } from '../../src/core/ports/log.js';

/** Keeps what was logged, for tests that care, and prints nothing. */
export class SilentLog implements Log {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: Readonly<Record<string, unknown>> }[] = [];

  debug(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level: 'debug', message, fields });
  }

  info(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level: 'info', message, fields });
  }

  warn(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level: 'warn', message, fields });
  }

  error(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level: 'error', message, fields });
  }

  /** Warnings and errors, as `level: message`. */
  get complaints(): string[] {
    return this.lines.filter(({ level }) => level === 'warn' || level === 'error').map(({ level, message }) => `${level}: ${message}`);
  }
}
