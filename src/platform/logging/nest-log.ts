import type { LoggerService } from '@nestjs/common';

import type { Log } from './log.js';

/** Nest's own messages in our log. Its start-up chatter is for whoever debugs Nest. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.target.debug(text(message), context(rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.target.error(text(message), { ...context(rest), ...(message instanceof Error ? { error: message } : {}) });
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.target.warn(text(message), context(rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.target.debug(text(message), context(rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.target.debug(text(message), context(rest));
  }
}

function text(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}

/** Nest puts the class that speaks last. */
function context(rest: unknown[]): { nest?: string } {
  const last = rest.at(-1);
  return typeof last === 'string' ? { nest: last } : {};
}
