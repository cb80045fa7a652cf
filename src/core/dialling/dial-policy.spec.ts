import { describe, expect, it } from '@jest/globals';
import { CAUTIOUS_POLICY, dialRefusal } from './dial-policy.js';

describe('the dial policy of a new installation', () => {
  it.each([
    ['+33612345678', null],
    ['+33170000001', null],
    ['+33899123456', 'denied-prefix'],
    ['+33118712', 'denied-prefix'],
    ['+447700900123', 'not-allowed'],
    ['0612345678', 'not-a-number'],
    ['+33', 'not-a-number'],
    [`+33${'1'.repeat(38)}`, 'not-a-number'],
    ['+33612345678@evil.example', 'not-a-number'],
    ['', 'not-a-number'],
  ])('answers %s with %s', (number, refusal) => {
    expect(dialRefusal(CAUTIOUS_POLICY, number)).toBe(refusal);
  });

  it('lets nothing out when nothing is allowed', () => {
    expect(dialRefusal({ ...CAUTIOUS_POLICY, allowedPrefixes: [] }, '+33612345678')).toBe('not-allowed');
  });
});
