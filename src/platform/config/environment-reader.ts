import type { ConfigurationKeyName } from './keys.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigurationFault {
  readonly key: ConfigurationKeyName;
  /** Completes "KEY …": what is wrong and what is expected. */
  readonly problem: string;
}

/**
 * Reads typed values out of an environment and remembers every fault instead of stopping at the first. A faulty value answers its
 * default, so that reading can go on; nothing read may be used once `faults` is not empty. An empty variable counts as unset.
 */
export class EnvironmentReader {
  readonly faults: ConfigurationFault[] = [];

  constructor(private readonly environment: Environment) {}

  text(key: ConfigurationKeyName): string | null {
    return this.environment[key]?.trim() || null;
  }

  /** As it was written, spaces included: a password may begin or end with one. */
  secret(key: ConfigurationKeyName): string | null {
    return this.environment[key] || null;
  }

  fault(key: ConfigurationKeyName, problem: string): void {
    this.faults.push({ key, problem });
  }

  /** The value when it matches, else a fault that shows what came. */
  matching(key: ConfigurationKeyName, pattern: RegExp, expected: string): string | null {
    const value = this.text(key);
    if (value === null || pattern.test(value)) return value;
    this.fault(key, `is "${value}": expected ${expected}`);
    return null;
  }

  oneOf<T extends string>(key: ConfigurationKeyName, words: readonly T[]): T | null {
    const value = this.text(key);
    if (value === null) return null;
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) this.fault(key, `is "${value}": expected ${words.join(' or ')}`);
    return word ?? null;
  }

  flag(key: ConfigurationKeyName): boolean | null {
    const value = this.oneOf(key, ['0', '1']);
    return value === null ? null : value === '1';
  }

  port(key: ConfigurationKeyName, preset: number, lowest = 1): number {
    const value = this.text(key);
    if (value === null) return preset;
    const port = parsePort(value, lowest);
    if (port === null) this.fault(key, `is "${value}": expected a port, ${lowest} to 65535`);
    return port ?? preset;
  }
}

/** Null when it is no port. */
export function parsePort(text: string, lowest = 1): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  return port >= lowest && port <= 65_535 ? port : null;
}
