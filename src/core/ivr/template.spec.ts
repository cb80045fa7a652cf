import { describe, expect, it } from '@jest/globals';

import { textAt } from './json-path.js';
import { maskCards } from './masking.js';
import { spoken } from './speech.js';
import { fillTemplate, parseTemplate } from './template.js';

describe('What an administrator writes in a template', () => {
  it.each([
    ['Order {order}', 'Order <order>'],
    ['{a}{b}', '<a><b>'],
    ['{{a}} {{{a}}}', '{a} {<a>}'],
    ['', ''],
  ])('%j becomes %j', (template, text) => {
    expect(fillTemplate(template, (name) => `<${name}>`)).toBe(text);
  });

  it.each(['{', '}', '{}', '{A}', '{a b}', '{a', 'a}', '{{a}', '{a}}'])('%j is refused', (template) => {
    expect(parseTemplate(template)).toBeNull();
  });
});

describe('A path into an answer', () => {
  const answer = { a: { b: [{ 'c d': 1 }, true], 'x-y': 'z' }, n: null };
  it.each([
    ['$.a.b[0]["c d"]', '1'],
    ['$.a.b[1]', 'true'],
    ['$.a.x-y', 'z'],
    ['$.a.b', ''],
    ['$.a.b[7]', ''],
    ['$.a.b.length', '2'],
    ['$.n', ''],
    ['$.n.x', ''],
    ['$.toString', ''],
    ['$.a.b.__proto__', ''],
    ['$', ''],
  ])('%s finds %j', (path, text) => {
    expect(textAt(answer, path)).toBe(text);
  });

  it('of the whole answer is its text', () => {
    expect(textAt('gold', '$')).toBe('gold');
  });
});

describe('A number that may be that of a card', () => {
  it.each([
    ['4111111111111111', '************1111'],
    ['14111111111111111', '*************1111'],
    ['card 378282246310005.', 'card ***********0005.'],
    ['1234567890123', '1234567890123'],
    ['+33612345678', '+33612345678'],
    ['no digits', 'no digits'],
  ])('%s is shown as %s', (text, shown) => {
    expect(maskCards(text)).toBe(shown);
  });
});

describe('A value that is spoken', () => {
  const names = (what: 'number' | 'digits', value: string): string | null =>
    spoken(what, value)
      ?.map((one) => ('sound' in one && one.sound.kind === 'builtin' ? one.sound.name.replace('digit-', '') : '?'))
      .join(' ') ?? null;

  it.each([
    ['digits', '0612 34', '0 6 1 2 3 4'],
    ['digits', '+336', '3 3 6'],
    ['digits', '', ''],
    ['digits', 'ten', null],
    ['number', '7', '7'],
    ['number', '007', '7'],
    ['number', '1024', 'number-1000 number-24'],
    ['number', '3.5', null],
    ['number', '-2', null],
    ['number', '', null],
  ] as const)('as %s, %j is %j', (what, value, expected) => {
    expect(names(what, value)).toBe(expected);
  });
});
