import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

/** ISO 3166 code of a country whose numbering plan is known. */
export type Country = CountryCode;

export function isCountry(code: string): code is Country {
  return isSupportedCountry(code);
}

/** Where this number, E.164, belongs; null for one that belongs to no country, or to several that share a code. */
export function countryOf(number: string): Country | null {
  return parsePhoneNumberFromString(number)?.country ?? null;
}

/**
 * The number in E.164, or null when it is no number of its country. Takes what people and carriers write: `+33 1 70…`, `0033170…`,
 * `0170…` and `33170…`, the last three understood in `country`.
 */
export function toE164(text: string, country: Country): string | null {
  const tidy = compact(text);
  if (tidy === null) return null;
  // Where the international prefix of the country is another, as in North America, `00` is still what European carriers send.
  const international = tidy.startsWith('00') ? `+${tidy.slice(2)}` : tidy;
  for (const candidate of [international, `+${tidy}`]) {
    const parsed = parsePhoneNumberFromString(candidate, { defaultCountry: country, extract: false });
    if (parsed?.isValid()) return parsed.number;
  }
  return null;
}

/**
 * Every E.164 number that the dialled text may stand for, likeliest first; nothing is checked against a numbering plan, since the
 * answer is looked up among numbers that were. Carriers write `+33170…`, `0033170…`, `33170…`, `0170…` or `170…`.
 */
export function e164Candidates(text: string, countries: readonly Country[]): string[] {
  const tidy = compact(text);
  if (tidy === null) return [];
  if (tidy.startsWith('+')) return [tidy];
  const candidates = new Set<string>();
  if (tidy.startsWith('00')) candidates.add(`+${tidy.slice(2)}`);
  candidates.add(`+${tidy}`);
  for (const defaultCountry of countries) {
    const parsed = parsePhoneNumberFromString(tidy, { defaultCountry, extract: false });
    if (parsed !== undefined) candidates.add(parsed.number);
  }
  return [...candidates];
}

/** The digits dialled within the number's own country, as `0612345678`; null when its country is not known. */
export function nationalForm(number: string): string | null {
  const parsed = parsePhoneNumberFromString(number, { extract: false });
  return parsed?.country === undefined ? null : parsed.formatNational().replace(/\D/g, '');
}

/** Digits with an optional leading plus, without what people put between them; null when it is something else. */
function compact(text: string): string | null {
  const tidy = text
    .trim()
    .replace(/^(?:sip|sips|tel):/i, '')
    .replace(/[@;].*$/, '')
    .replace(/\(0\)/g, '')
    .replace(/[\s().\-/\u00a0\u202f]/g, '');
  return /^\+?\d{3,17}$/.test(tidy) ? tidy : null;
}
