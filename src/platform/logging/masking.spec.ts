import { expect, test } from '@jest/globals';

import { maskedFields, maskNumbers } from './masking.js';

test.each([
  ['call from +33612345678 to 0170000001', 'call from +336******78 to 0170****01'],
  ['PJSIP/0612345678@carrier', 'PJSIP/0612****78@carrier'],
  ['call 01KG7M2J4W8Y6T9V3X5Z1B0C2D ended', 'call 01KG7M2J4W8Y6T9V3X5Z1B0C2D ended'],
  ['pbx at 127.0.0.1:5060 after 1250 ms', 'pbx at 127.0.0.1:5060 after 1250 ms'],
  ['channel 1769850000.123', 'channel 1769850000.123'],
  ['on 2026-01-31', 'on 2026-01-31'],
])('"%s" is logged as "%s"', (text, masked) => {
  expect(maskNumbers(text)).toBe(masked);
});

test('secrets are not logged, whatever they are in', () => {
  const fields = { callId: 'x', sip: { password: 'a', apiKey: 'b' }, accessToken: 'c', caller: '+33612345678', list: ['+33612345678'] };
  expect(maskedFields(fields)).toEqual({
    callId: 'x',
    sip: { password: '***', apiKey: '***' },
    accessToken: '***',
    caller: '+336******78',
    list: ['+336******78'],
  });
});

test('an error is logged with its cause, numbers masked', () => {
  const error = new Error('no answer from +33612345678', { cause: new Error('busy') });
  expect(maskedFields({ error })).toMatchObject({
    error: { name: 'Error', message: 'no answer from +336******78', cause: { message: 'busy' } },
  });
});

test('what refers to itself ends somewhere', () => {
  const loop: Record<string, unknown> = {};
  loop['self'] = loop;
  expect(JSON.stringify(maskedFields(loop))).toContain('…');
});
