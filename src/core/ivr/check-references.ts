import type { KnownThings } from './known-things.js';
import type { IvrFault } from './object-reader.js';
import type { IvrNode, PromptPart } from './scenario.js';
import { textsOf } from './spoken-texts.js';

/** What an administrator is told who wants a text to be spoken. */
export const NO_SYNTHESISER =
  'No speech synthesiser is installed: install pico2wave (Debian: libttspico-utils) or espeak-ng, or name one as SPEECH_PROGRAM.';

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
  return known.canSpeakText ? faults : [...faults, ...textFaults(node, path)];
}

function exists(kind: IvrReference['kind'], id: string, known: KnownThings): boolean {
  return kind === 'scenario' ? known.scenario(id) !== null : known[kind](id);
}

function textFaults(node: IvrNode, path: string): IvrFault[] {
  const message = `${NO_SYNTHESISER} Or record the text, and play it as a sound.`;
  return textsOf(node).map(({ path: within }) => ({ path: `${path}.${within}`, code: 'text-needs-synthesiser', message }));
}

function ofPrompt(path: string, prompt: readonly PromptPart[]): IvrReference[] {
  return prompt.flatMap((part, index): IvrReference[] =>
    'audioId' in part ? [{ path: `${path}[${index}].audioId`, kind: 'audio', id: part.audioId }] : [],
  );
}
