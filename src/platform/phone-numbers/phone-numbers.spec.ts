import { expect, test } from '@jest/globals';

import { e164Candidates, toE164 } from './phone-numbers.js';

test.each([
  ['01 70 00 00 01', 'FR', '+33170000001'],
  ['+33 (0)1.70.00.00.01', 'FR', '+33170000001'],
  ['0033170000001', 'FR', '+33170000001'],
  ['33170000001', 'FR', '+33170000001'],
  ['sip:+33170000001@carrier.example;user=phone', 'FR', '+33170000001'],
  ['0612345678', 'FR', '+33612345678'],
  ['020 7946 0001', 'GB', '+442079460001'],
  ['(212) 555-0123', 'US', '+12125550123'],
  ['01 70 00 00', 'FR', null],
  ['0170', 'FR', null],
  ['not a number', 'FR', null],
  ['', 'FR', null],
  ['+' + '9'.repeat(40), 'FR', null],
] as const)('%s in %s is %s', (text, country, number) => {
  expect(toE164(text, country)).toBe(number);
});

test('what a carrier dials is looked for in every form it may have', () => {
  for (const dialled of ['+33170000001', '0033170000001', '33170000001', '0170000001', '170000001']) {
    expect(e164Candidates(dialled, ['GB', 'FR'])).toContain('+33170000001');
  }
  expect(e164Candidates("'; DROP TABLE", ['FR'])).toEqual([]);
});
