import type { IvrNode, IvrLanguage, IvrScenario, PromptPart } from './scenario.js';
import { spoken } from './speech.js';
import { fillTemplate, variablesOf } from './template.js';

/** A text that a synthesiser is given. */
export interface SpokenText {
  readonly text: string;
  readonly language: IvrLanguage;
}

export interface SpokenTexts {
  /** The same for every caller: they can be spoken before anybody calls. */
  readonly fixed: readonly SpokenText[];
  /** Whether there are others, with variables in them. */
  readonly varying: boolean;
}

interface TextUse {
  /** Of what says that it is a text, within the node. */
  readonly path: string;
  readonly template: string;
  /** Null: the scenario's. */
  readonly language: IvrLanguage | null;
}

/** Everything in the node that only a synthesiser can say. */
export function textsOf(node: IvrNode): readonly TextUse[] {
  switch (node.type) {
    case 'say':
      return node.what === 'text' ? [{ path: 'what', template: node.value, language: node.language }] : [];
    case 'menu':
    case 'gather':
      return [...ofPrompt('prompt', node.prompt), ...ofPrompt('invalidPrompt', node.invalidPrompt)];
    case 'hang-up':
      return ofPrompt('prompt', node.prompt);
    case 'play':
    case 'branch':
    case 'set':
    case 'http':
    case 'enqueue':
    case 'transfer':
    case 'voicemail':
    case 'callback':
    case 'sub-scenario':
    case 'end':
      return [];
  }
}

/** What these scenarios have spoken, each text once. */
export function spokenTexts(scenarios: readonly IvrScenario[]): SpokenTexts {
  const fixed = new Map<string, SpokenText>();
  let varying = false;
  for (const { language: usual, nodes } of scenarios) {
    for (const { template, language } of Object.values(nodes).flatMap(textsOf)) {
      if (variablesOf(template).length > 0) varying = true;
      else for (const text of asSpoken(template, language ?? usual)) fixed.set(JSON.stringify(text), text);
    }
  }
  return { fixed: [...fixed.values()], varying };
}

/** As a call has it spoken: what is prepared must be what is asked for. */
function asSpoken(template: string, language: IvrLanguage): SpokenText[] {
  const utterances =
    spoken(
      'text',
      fillTemplate(template, () => ''),
    ) ?? [];
  return utterances.flatMap((utterance) => ('text' in utterance ? [{ text: utterance.text, language }] : []));
}

function ofPrompt(path: string, prompt: readonly PromptPart[]): TextUse[] {
  return prompt.flatMap((part, index): TextUse[] =>
    'say' in part && part.say === 'text' ? [{ path: `${path}[${index}].say`, template: part.value, language: null }] : [],
  );
}
