const DIGITS = '0123456789*#ABCD';

export type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#' | 'A' | 'B' | 'C' | 'D';

/** A packet of a key press: payload and marker bit, all packets of one key sharing the time stamp of its start (RFC 4733, 2.5.1). */
export interface EventPacket {
  readonly payload: Uint8Array;
  readonly marker: boolean;
  /** No more packets of this key after this one. */
  readonly last: boolean;
}

/** Samples per packet at 8 kHz. */
const STEP = 160;

/**
 * The packets of one key held for `ms`, one per 20 ms: the first with the marker, the duration growing, the end told three times because any
 * packet may be lost.
 */
export function eventPackets(digit: Digit, ms = 160): EventPacket[] {
  const event = DIGITS.indexOf(digit);
  const steps = Math.max(2, Math.round(ms / 20));
  const packet = (duration: number, end: boolean): Uint8Array =>
    Uint8Array.of(event, (end ? 0x80 : 0) | 10, duration >> 8, duration & 0xff);
  const held = Array.from({ length: steps }, (_, index) => ({
    payload: packet((index + 1) * STEP, false),
    marker: index === 0,
    last: false,
  }));
  const ends = [0, 1, 2].map((index) => ({ payload: packet((steps + 1) * STEP, true), marker: false, last: index === 2 }));
  return [...held, ...ends];
}

/** The key of a telephone-event payload and whether it was released; `undefined` for what is not a key. */
export function readEvent(payload: Uint8Array): { readonly digit: Digit; readonly end: boolean } | undefined {
  const digit = DIGITS[payload[0] ?? 255] as Digit | undefined;
  return digit === undefined || payload.length < 4 ? undefined : { digit, end: (payload[1]! & 0x80) !== 0 };
}
