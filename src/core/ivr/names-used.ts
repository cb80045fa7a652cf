import { parseTemplate } from './template.js';
import type { IvrNode, JsonTemplate, PromptPart } from './scenario.js';

export interface TemplateUse {
  /** Within the node. */
  readonly path: string;
  readonly template: string;
}

/** Every template of the node, and every variable that a condition looks at, as a template of its own. */
export function templatesOf(node: IvrNode): readonly TemplateUse[] {
  switch (node.type) {
    case 'say':
    case 'set':
      return [{ path: 'value', template: node.value }];
    case 'menu':
    case 'gather':
      return [...ofPrompt('prompt', node.prompt), ...ofPrompt('invalidPrompt', node.invalidPrompt)];
    case 'hang-up':
      return ofPrompt('prompt', node.prompt);
    case 'transfer':
      return [{ path: 'number', template: node.number }];
    case 'http':
      return [
        { path: 'url', template: node.url },
        ...Object.entries(node.headers).map(([name, template]) => ({ path: `headers.${name}`, template })),
        ...ofBody('body', node.body),
      ];
    case 'branch':
      return node.cases.flatMap(({ when }, index) =>
        when.flatMap((condition, at) => {
          if (condition.kind !== 'variable') return [];
          const path = `cases[${index}].when[${at}]`;
          const use = [
            { path: `${path}.name`, template: `{${condition.name}}` },
            { path: `${path}.value`, template: condition.value },
          ];
          return use.filter(({ template }) => parseTemplate(template) !== null);
        }),
      );
    case 'play':
    case 'enqueue':
    case 'voicemail':
    case 'callback':
    case 'sub-scenario':
    case 'end':
      return [];
  }
}

/** The variables that the node writes. */
export function variablesWritten(node: IvrNode): readonly string[] {
  switch (node.type) {
    case 'set':
    case 'gather':
      return [node.variable];
    case 'menu':
      return node.variable === null ? [] : [node.variable];
    case 'http':
      return Object.keys(node.result);
    default:
      return [];
  }
}

/** Under which name the node stores an answer with the call; null when it stores none. */
export function answerOf(node: IvrNode): string | null {
  return node.type === 'menu' || node.type === 'gather' ? node.answer : null;
}

function ofPrompt(path: string, prompt: readonly PromptPart[]): TemplateUse[] {
  return prompt.flatMap((part, index) => ('say' in part ? [{ path: `${path}[${index}].value`, template: part.value }] : []));
}

function ofBody(path: string, body: JsonTemplate): TemplateUse[] {
  if (typeof body === 'string') return [{ path, template: body }];
  if (typeof body !== 'object' || body === null) return [];
  const inner: readonly (readonly [string, JsonTemplate])[] = Array.isArray(body)
    ? (body as readonly JsonTemplate[]).map((entry, index) => [`${path}[${index}]`, entry] as const)
    : Object.entries(body as Readonly<Record<string, JsonTemplate>>).map(([key, entry]) => [`${path}.${key}`, entry] as const);
  return inner.flatMap(([at, entry]) => ofBody(at, entry));
}
