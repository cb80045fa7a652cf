import type { Utterance } from './ivr-line.js';
import { LIMITS } from './limits.js';
import type { SpokenAs } from './scenario.js';
import { builtinSound } from './sound-of.js';
import { LARGEST_WHOLE, numberSounds } from './spoken-number.js';

/** What says the value; null when there is no saying it: a caller hears nothing rather than half a number. */
export function spoken(what: SpokenAs, value: string): readonly Utterance[] | null {
  switch (what) {
    case 'text':
      return value.length > LIMITS.spokenCharacters ? null : text(value);
    case 'number':
      return wholeNumber(value);
    case 'digits':
      return /^\+?[\d\s.-]*$/.test(value) ? digits(value) : null;
  }
}

/** Without a letter or a digit there is nothing to be said. */
function text(value: string): readonly Utterance[] {
  const plain = value.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return /[\p{L}\p{N}]/u.test(plain) ? [{ text: plain }] : [];
}

function wholeNumber(value: string): readonly Utterance[] | null {
  if (!/^\d{1,15}$/.test(value)) return null;
  const plain = value.replace(/^0+(?=\d)/, '');
  return Number(plain) <= LARGEST_WHOLE ? numberSounds(Number(plain)).map(builtin) : digits(plain);
}

function digits(value: string): readonly Utterance[] {
  return [...value.replace(/\D/g, '')].map((digit) => builtin(`digit-${digit}`));
}

function builtin(name: string): Utterance {
  return { sound: builtinSound(name) };
}
