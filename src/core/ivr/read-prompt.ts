import { LIMITS } from './limits.js';
import type { ObjectReader } from './object-reader.js';
import type { PromptPart, SpokenAs } from './scenario.js';
import { parseTemplate } from './template.js';

export const SPOKEN_AS: readonly [SpokenAs, ...SpokenAs[]] = ['number', 'digits', 'text'];

export function readPrompt(node: ObjectReader, key: string, least = 0): readonly PromptPart[] {
  return node.list(key, { least, most: LIMITS.promptParts }, (value, path): PromptPart => {
    const part = node.inner(value, path);
    const spoken = part.given('say') !== undefined;
    const read: PromptPart = spoken
      ? { say: part.oneOf('say', SPOKEN_AS), value: readTemplate(part, 'value') }
      : { audioId: part.text('audioId', { longest: 100 }) };
    part.finish();
    return read;
  });
}

/** A text whose braces are right. */
export function readTemplate(
  reader: ObjectReader,
  key: string,
  { shortest = 1, preset }: { shortest?: number; preset?: string } = {},
): string {
  const template = reader.text(key, { longest: LIMITS.templateCharacters, shortest, ...(preset === undefined ? {} : { preset }) });
  checkTemplate(reader, reader.at(key), template);
  return template;
}

export function checkTemplate(reader: ObjectReader, path: string, template: string): void {
  if (parseTemplate(template) !== null) return;
  reader.faultAt(path, 'bad-template', 'has a brace that encloses no variable name: write {name}, and {{ or }} for a brace itself.');
}
