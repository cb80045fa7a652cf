import { describe, expect, it } from '@jest/globals';
import { CAUTIOUS_POLICY, dialRefusal, type DialPolicy } from './dial-policy.js';

describe('the dial policy of a new installation', () => {
  it.each([
    ['+33612345678', null],
    ['+33170000001', null],
    ['+33899123456', 'denied-prefix'],
    ['+33118712', 'denied-prefix'],
    ['+447700900123', 'not-allowed'],
    ['0612345678', 'not-a-number'],
    ['+33', 'not-a-number'],
    ['15', 'not-a-number'],
    ['+3315', 'not-a-number'],
    ['3900', 'not-a-number'],
    [`+33${'1'.repeat(38)}`, 'not-a-number'],
    ['+33612345678@evil.example', 'not-a-number'],
    ['+33612345678\n', 'not-a-number'],
    ['+٣٣٦١٢٣٤٥٦٧٨', 'not-a-number'],
    ['', 'not-a-number'],
  ])('answers %j with %s', (number, refusal) => {
    expect(dialRefusal(CAUTIOUS_POLICY, number)).toBe(refusal);
  });

  it('lets nothing out when nothing is allowed', () => {
    expect(dialRefusal({ ...CAUTIOUS_POLICY, allowedPrefixes: [] }, '+33612345678')).toBe('not-allowed');
  });
});

describe('the dial policy of an owner', () => {
  const policy: DialPolicy = {
    ...CAUTIOUS_POLICY,
    allowedPrefixes: ['+33', '+33170', '+44', '+3247'],
    deniedPrefixes: ['+331', '+33170', '+3317000', '+32'],
  };

  it.each([
    ['+33612345678', null, 'the country is allowed'],
    ['+33142000000', 'denied-prefix', 'a longer prefix denies a part of it'],
    ['+33171000000', 'denied-prefix', 'it is in that part'],
    ['+33170500000', 'denied-prefix', 'of two prefixes of one length the denied one counts'],
    ['+33170000001', 'denied-prefix', 'a still longer one denies it again'],
    ['+32470123456', null, 'a longer prefix allows a part of a denied country'],
    ['+3221234567', 'denied-prefix', 'the rest of that country stays denied'],
    ['+447700900123', null, 'the country is allowed'],
    ['+449098790123', 'premium', 'premium numbers never pass'],
  ])('answers %s with %s: %s', (number, refusal, _why) => {
    expect(dialRefusal(policy, number)).toBe(refusal);
  });

  it('cannot open premium numbers', () => {
    const open = { ...policy, allowedPrefixes: ['+33', '+33899123456'], deniedPrefixes: [] };
    expect(dialRefusal(open, '+33899123456')).toBe('premium');
  });
});
