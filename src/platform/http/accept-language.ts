/**
 * The language that the reader wants most among `offered`, by an `Accept-Language` header (RFC 9110); `preset` when the header is missing,
 * asks for none of them, or cannot be read. `fr-CA` is content with `fr`; `*` takes the preset.
 */
export function acceptedLanguage<T extends string>(header: string | undefined, offered: readonly T[], preset: T): T {
  const wishes = (header ?? '').split(',').slice(0, 50).map(wishOf);
  const best = wishes
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => (tag === '*' ? preset : offered.find((language) => tag === language || tag.startsWith(`${language}-`))))
    .find((language) => language !== undefined);
  return best ?? preset;
}

function wishOf(text: string): { tag: string; quality: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const given = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = given === undefined ? 1 : Number(given.slice(2));
  return { tag, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}
