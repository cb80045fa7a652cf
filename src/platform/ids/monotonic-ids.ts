import { randomFillSync } from 'node:crypto';

import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';

/** Crockford's base 32: no letter that passes for a digit. Its characters sort like their values. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const CHANCE_CHARACTERS = 16;

/**
 * Ids in the form of a ULID: 48 bits of time, 80 of chance, 26 characters that sort by creation. Within one millisecond, and while the
 * clock stands or runs backwards, the chance part counts up, so that one source never answers a smaller id than before.
 */
export class MonotonicIds implements IdSource {
  private lastTime = 0;
  private readonly digits = new Uint8Array(CHANCE_CHARACTERS);

  constructor(private readonly clock: Clock) {}

  next(): string {
    const now = this.clock.now();
    if (now > this.lastTime) {
      this.lastTime = now;
      this.draw();
    } else if (!this.countUp()) {
      // 2^80 ids in a millisecond do not happen, but a wrapped counter would break the order.
      this.lastTime += 1;
      this.draw();
    }
    return timePart(this.lastTime) + Array.from(this.digits, (digit) => ALPHABET.charAt(digit)).join('');
  }

  /** From now on every id is larger than this one too: a clock that was set back while nobody ran must not undo the order. */
  continueAfter(id: string | null): void {
    if (id === null || !/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id)) return;
    const values = Array.from(id, (character) => ALPHABET.indexOf(character));
    const time = values.slice(0, TIME_CHARACTERS).reduce((sum, digit) => sum * 32 + digit, 0);
    if (time < this.lastTime) return;
    this.lastTime = time;
    this.digits.set(values.slice(TIME_CHARACTERS));
  }

  chance(): number {
    return Math.random();
  }

  private draw(): void {
    randomFillSync(this.digits);
    this.digits.forEach((byte, index) => (this.digits[index] = byte & 31));
  }

  private countUp(): boolean {
    for (let index = CHANCE_CHARACTERS - 1; index >= 0; index--) {
      const digit = this.digits[index] ?? 0;
      this.digits[index] = digit === 31 ? 0 : digit + 1;
      if (digit < 31) return true;
    }
    return false;
  }
}

function timePart(time: number): string {
  let text = '';
  for (let rest = time, index = 0; index < TIME_CHARACTERS; index++, rest = Math.floor(rest / 32)) text = ALPHABET.charAt(rest % 32) + text;
  return text;
}

/** Nest's injection token of the `IdSource`. */
export const ID_SOURCE = Symbol('IdSource');
