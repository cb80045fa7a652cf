import { expect, test } from '@jest/globals';

import { NumberMentions } from './number-mentions.js';

const mentions = new NumberMentions('+33612345678');

test.each([
  ['+33612345678', '•••'],
  ['0033612345678', '•••'],
  ['33612345678', '•••'],
  ['0612345678', '•••'],
  ['call +33612345678, or 0612345678.', 'call •••, or •••.'],
  ['PJSIP/+33612345678@carrier', 'PJSIP/•••@carrier'],
  ['+336123456789', '+336123456789'],
  ['133612345678', '133612345678'],
])('%s becomes %s', (text, masked) => {
  expect(mentions.masked(text)).toBe(masked);
});

test('the caller of a record becomes nobody, and the rest of it stays', () => {
  const call = { callId: 'one', did: '+33170000001', caller: '+33612345678', arrivedAt: 1, ending: { how: 'abandoned' } };
  expect(mentions.without({ type: 'call-ended', call }, true)).toEqual({ type: 'call-ended', call: { ...call, caller: null } });
});

test('what the person typed goes too, but not a choice or a mark, and not what others typed', () => {
  const fact = { type: 'scenario-ended', answers: { contract: '998877', mark: '5' }, keys: '1' };
  expect(mentions.without(fact, true)).toEqual({ ...fact, answers: { contract: '•••', mark: '5' } });
  expect(mentions.without(fact, false)).toEqual(fact);
});

test('a number is looked for with and without the prefix of its country', () => {
  expect(mentions.like).toEqual(['%33612345678%', '%0612345678%']);
  expect(new NumberMentions('+12125550123').like).toEqual(['%12125550123%', '%2125550123%']);
});
