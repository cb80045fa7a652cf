import { Transform } from 'class-transformer';

/**
 * Text, or a list of texts, as people mean it: without spaces around it, accents composed. Two databases then agree on whether two names are the same, whatever
 * keyboard they were typed on.
 */
export function Tidy(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }): unknown => (Array.isArray(value) ? value.map(tidy) : tidy(value)));
}

function tidy(value: unknown): unknown {
  return typeof value === 'string' ? value.normalize('NFC').trim() : value;
}
