import { expect, test } from '@jest/globals';

import { acceptedLanguage } from './accept-language.js';

test.each([
  [undefined, 'fr'],
  ['', 'fr'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['de, en;q=0.4, fr;q=0.6', 'fr'],
  ['fr;q=0.2, EN-us;q=0.7', 'en'],
  ['fr;q=0, en', 'en'],
  ['de', 'fr'],
  ['*', 'fr'],
  ['english', 'fr'],
  ['en;q=high, *;q=0.1', 'fr'],
  ['en ; q=0.8 , fr ; q=0.9', 'fr'],
])('a reader who sends %j reads %s where French is the default', (header, language) => {
  expect(acceptedLanguage(header, ['fr', 'en'], 'fr')).toBe(language);
});
