import { describe, expect, it } from '@jest/globals';
import { legEnd } from './hang-up-causes.js';

const dialled = { dialledByUs: true, answered: false, cancelled: false, forwarded: false };

describe('Why a leg ended', () => {
  it.each([
    [17, 'busy'],
    [21, 'refused'],
    [23, 'refused'],
    [18, 'no-answer'],
    [19, 'no-answer'],
    [1, 'unreachable'],
    [20, 'unreachable'],
    [34, 'unreachable'],
    [38, 'unreachable'],
    [16, 'cancelled'],
    [26, 'cancelled'],
    [58, 'failed'],
    [0, 'failed'],
  ] as const)('is read from cause %d of a phone that did not answer: %s', (cause, end) => {
    expect(legEnd(dialled, cause)).toBe(end);
  });

  it('is read from the SIP answer when the cause says nothing: a carrier that gives up by itself', () => {
    expect(legEnd(dialled, 127, 487)).toBe('no-answer');
    expect(legEnd(dialled, 127, 481)).toBe('failed');
    expect(legEnd(dialled, 17, 487)).toBe('busy');
  });

  it('is a refusal when the phone named another to be called, whether the cause says so or nothing', () => {
    expect(legEnd({ ...dialled, forwarded: true }, 23)).toBe('refused');
    expect(legEnd({ ...dialled, forwarded: true }, 0)).toBe('refused');
  });

  it('is cancelled when we hung up first, whatever the phone said to that', () => {
    expect(legEnd({ ...dialled, cancelled: true }, 17)).toBe('cancelled');
  });

  it('is a hang-up for a caller, and once answered for a phone', () => {
    expect(legEnd({ ...dialled, dialledByUs: false }, 17)).toBe('hung-up');
    expect(legEnd({ ...dialled, answered: true }, 44)).toBe('hung-up');
  });
});
