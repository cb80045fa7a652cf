import winston from 'winston';

import type { Log, LogFields } from './log.js';
import { maskedFields, maskNumbers } from './masking.js';

export interface LogOptions {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  /** Null: pretty on a terminal, else JSON. */
  readonly format: 'json' | 'pretty' | null;
}

/** The process's log, written to standard error: standard output belongs to what the operator asked for. */
export function createLog({ level, format }: LogOptions): Log {
  const pretty = (format ?? (process.stderr.isTTY ? 'pretty' : 'json')) === 'pretty';
  const { combine, timestamp, json, printf } = winston.format;
  const logger = winston.createLogger({
    level,
    format: combine(timestamp(), pretty ? printf(prettyLine) : json()),
    transports: [new winston.transports.Stream({ stream: process.stderr })],
  });
  return new WinstonLog(logger, {});
}

class WinstonLog implements Log {
  constructor(
    private readonly logger: winston.Logger,
    private readonly standing: LogFields,
  ) {}

  error(message: string, fields?: LogFields): void {
    this.write('error', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.write('warn', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.write('info', message, fields);
  }

  debug(message: string, fields?: LogFields): void {
    this.write('debug', message, fields);
  }

  child(fields: LogFields): Log {
    return new WinstonLog(this.logger, { ...this.standing, ...fields });
  }

  private write(level: string, message: string, fields: LogFields = {}): void {
    if (!this.logger.isLevelEnabled(level)) return;
    // `message` and `level` belong to the line itself.
    const { message: said, level: rank, ...rest } = maskedFields({ ...this.standing, ...fields }) as Record<string, unknown>;
    this.logger.log({
      ...rest,
      ...(said === undefined ? {} : { said }),
      ...(rank === undefined ? {} : { rank }),
      level,
      message: maskNumbers(message),
    });
  }
}

function prettyLine({ timestamp, level, message, ...fields }: winston.Logform.TransformableInfo): string {
  const time = String(timestamp).slice(11, 23);
  const rest = Object.entries(fields).map(([key, value]) => `${key}=${prettyValue(value)}`);
  return [time, level.toUpperCase().padEnd(5), message, ...rest].join(' ');
}

function prettyValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'stack' in value) return String(value.stack);
  return JSON.stringify(value);
}
