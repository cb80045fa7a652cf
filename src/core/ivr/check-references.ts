import type { KnownThings } from './known-things.js';
import type { IvrFault } from './object-reader.js';
import type { IvrNode, PromptPart } from './scenario.js';

export interface IvrReference {
  readonly path: string;
  readonly kind: 'audio' | 'skill' | 'queue' | 'workSchedule' | 'scenario';
  readonly id: string;
}

const WORDS: Record<IvrReference['kind'], { readonly code: string; readonly word: string }> = {
  audio: { code: 'unknown-audio', word: 'sound' },
  skill: { code: 'unknown-skill', word: 'skill' },
  queue: { code: 'unknown-queue', word: 'queue' },
  workSchedule: { code: 'unknown-work-schedule', word: 'work schedule' },
  scenario: { code: 'unknown-ivr-scenario', word: 'IVR scenario' },
};

/** Everything outside the scenario that the node names; paths are within the node. */
export function referencesOf(node: IvrNode): readonly IvrReference[] {
  switch (node.type) {
    case 'play':
      return node.audioIds.map((id, index) => ({ path: `audioIds[${index}]`, kind: 'audio', id }));
    case 'menu':
    case 'gather':
      return [...ofPrompt('prompt', node.prompt), ...ofPrompt('invalidPrompt', node.invalidPrompt)];
    case 'hang-up':
      return ofPrompt('prompt', node.prompt);
    case 'branch':
      return node.cases.flatMap(({ when }, index) =>
        when.flatMap((condition, at): IvrReference[] =>
          condition.kind === 'calendar'
            ? [{ path: `cases[${index}].when[${at}].workScheduleId`, kind: 'workSchedule', id: condition.workScheduleId }]
            : [],
        ),
      );
    case 'enqueue':
      return [
        ...node.skills.map(({ skillId }, index): IvrReference => ({ path: `skills[${index}].skillId`, kind: 'skill', id: skillId })),
        ...(node.queueId === null ? [] : [{ path: 'queueId', kind: 'queue', id: node.queueId } as const]),
      ];
    case 'sub-scenario':
      return [{ path: 'scenarioId', kind: 'scenario', id: node.scenarioId }];
    case 'say':
    case 'set':
    case 'http':
    case 'transfer':
    case 'voicemail':
    case 'callback':
    case 'end':
      return [];
  }
}

export function checkReferences(node: IvrNode, path: string, known: KnownThings): readonly IvrFault[] {
  const unknown = referencesOf(node).filter(({ kind, id }) => id !== '' && !exists(kind, id, known));
  const faults = unknown.map(({ path: within, kind, id }): IvrFault => {
    const { code, word } = WORDS[kind];
    return { path: `${path}.${within}`, code, message: `There is no ${word} ${id}.` };
  });
  return known.canSpeakText ? faults : [...faults, ...spokenTexts(node, path)];
}

function exists(kind: IvrReference['kind'], id: string, known: KnownThings): boolean {
  return kind === 'scenario' ? known.scenario(id) !== null : known[kind](id);
}

function spokenTexts(node: IvrNode, path: string): IvrFault[] {
  const message = 'No synthesiser is installed: record the text and play it as a sound.';
  const at = (within: string): IvrFault => ({ path: `${path}.${within}`, code: 'text-needs-synthesiser', message });
  if (node.type === 'say') return node.what === 'text' ? [at('what')] : [];
  const prompts = node.type === 'menu' || node.type === 'gather' ? { prompt: node.prompt, invalidPrompt: node.invalidPrompt } : {};
  const all = node.type === 'hang-up' ? { prompt: node.prompt } : prompts;
  return Object.entries(all).flatMap(([key, prompt]: [string, readonly PromptPart[]]) =>
    prompt.flatMap((part, index) => ('say' in part && part.say === 'text' ? [at(`${key}[${index}].say`)] : [])),
  );
}

function ofPrompt(path: string, prompt: readonly PromptPart[]): IvrReference[] {
  return prompt.flatMap((part, index): IvrReference[] =>
    'audioId' in part ? [{ path: `${path}[${index}].audioId`, kind: 'audio', id: part.audioId }] : [],
  );
}
