import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { spoken } from '../../src/core/ivr/speech.js';

interface Entry {
  readonly name: string;
  readonly language: string;
  readonly text: string | null;
}

const MANIFEST = (JSON.parse(readFileSync('sounds/manifest.json', 'utf8')) as { readonly sounds: readonly Entry[] }).sounds;

/** What is heard, in the words that were recorded, without the marks that make the intonation. */
function heard(value: string, language: 'fr' | 'en'): string | null {
  const utterances = spoken('number', value);
  if (utterances === null) return null;
  const words = utterances.map((utterance) => {
    const name = 'sound' in utterance && utterance.sound.kind === 'builtin' ? utterance.sound.name : '';
    const entry = MANIFEST.find((each) => each.name === name && each.language === language);
    return entry?.text?.replace(/[.,]/g, '').toLowerCase() ?? `(${name} is not recorded)`;
  });
  return words.join(' ');
}

describe('a number that a scenario says', () => {
  it.each([
    ['0', '0', '0'],
    ['7', '7', '7'],
    ['007', '7', '7'],
    ['10', '10', '10'],
    ['42', '42', '42'],
    ['71', '71', '71'],
    ['99', '99', '99'],
    ['100', 'cent', 'one hundred'],
    ['101', 'cent 1', 'one hundred and 1'],
    ['200', 'deux cents', 'two hundred'],
    ['342', 'trois cent 42', 'three hundred and 42'],
    ['1000', 'mille', 'one thousand'],
    ['1001', 'mille 1', 'one thousand 1'],
    ['1950', 'mille neuf cent 50', 'one thousand nine hundred and 50'],
    ['2000', '2 mille', '2 thousand'],
    ['42000', '42 mille', '42 thousand'],
    ['80342', '80 mille trois cent 42', '80 thousand three hundred and 42'],
    ['300000', 'trois cents mille', 'three hundred thousand'],
    ['999999', 'neuf cent 99 mille neuf cent 99', 'nine hundred and 99 thousand nine hundred and 99'],
    ['1000000', '1 0 0 0 0 0 0', '1 0 0 0 0 0 0'],
    ['4711', '4 mille sept cent 11', '4 thousand seven hundred and 11'],
    ['-3', null, null],
    ['3.5', null, null],
    ['many', null, null],
    ['', null, null],
  ])('%s: « %s », "%s"', (value, french, english) => {
    expect([heard(value, 'fr'), heard(value, 'en')]).toEqual([french, english]);
  });

  it('is recorded in both languages, from nothing to beyond the largest that is said as one', () => {
    const names = new Set(MANIFEST.map(({ name, language }) => `${language} ${name}`));
    const missing = new Set<string>();
    for (let number = 0; number <= 1_000_500; number += number < 2_000 ? 1 : 499) {
      for (const utterance of spoken('number', String(number)) ?? [])
        for (const language of ['fr', 'en'])
          if (!('sound' in utterance) || utterance.sound.kind !== 'builtin' || !names.has(`${language} ${utterance.sound.name}`))
            missing.add(`${language} ${JSON.stringify(utterance)}`);
    }
    expect([...missing]).toEqual([]);
  });
});
