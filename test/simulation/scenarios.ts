import type { IvrProgram } from '../../src/core/ivr/scenario.js';
import { validateScenario } from '../../src/core/ivr/validate-scenario.js';
import type { CampaignPlan } from '../../src/core/plan/campaign-plan.js';
import type { Lots } from './lots.js';

const ANYTHING = { audio: () => true, skill: () => true, queue: () => true, workSchedule: () => true, scenario: () => null };

function program(scenarioId: string, nodes: object): IvrProgram {
  const document = { name: scenarioId, language: 'fr', start: 'first', nodes };
  const { scenario, faults } = validateScenario(document, null, { ...ANYTHING, canSpeakText: false });
  if (scenario === null) throw new Error(`${scenarioId}: ${JSON.stringify(faults)}`);
  return { scenarioId, scenarios: { [scenarioId]: scenario } };
}

function menu(choices: Readonly<Record<string, string>>, otherwise: string): object {
  return {
    type: 'menu',
    prompt: [{ audioId: 'choose' }],
    choices: Object.entries(choices).map(([key, next]) => ({ key, next })),
    timeoutSeconds: 4,
    retries: 1,
    onTimeout: otherwise,
    onInvalid: otherwise,
    answer: 'wish',
  };
}

/** A scenario before the line with every way out of it; whoever presses nothing comes into the line. */
const everyWay = (office: string): IvrProgram =>
  program('every way', {
    first: { type: 'play', audioIds: ['hello'], next: 'choose' },
    choose: menu({ '1': 'line', '2': 'office', '3': 'message', '4': 'call-me', '7': 'file' }, 'line'),
    line: { type: 'enqueue', priorityOffset: 1 },
    office: { type: 'transfer', number: office, failed: 'message' },
    message: { type: 'voicemail' },
    'call-me': { type: 'callback' },
    file: {
      type: 'gather',
      prompt: [{ audioId: 'file-number' }],
      variable: 'file',
      minDigits: 1,
      maxDigits: 10,
      firstDigitTimeoutSeconds: 4,
      betweenDigitsTimeoutSeconds: 2,
      retries: 1,
      ok: 'look-up',
      failed: 'bye',
    },
    'look-up': { type: 'http', url: 'https://crm.example.org/{file}', ok: 'line', failed: 'bye' },
    bye: { type: 'hang-up', prompt: [{ audioId: 'goodbye' }] },
  });

const SURVEY = program('survey', {
  first: menu({ '1': 'thanks', '2': 'message' }, 'thanks'),
  message: { type: 'voicemail' },
  thanks: { type: 'end' },
});

const IN_LINE = program('in line', {
  first: menu({ '1': 'call-me', '2': 'message', '7': 'bye' }, 'on'),
  'call-me': { type: 'callback' },
  message: { type: 'voicemail' },
  bye: { type: 'hang-up' },
  on: { type: 'end' },
});

/** The scenarios of a campaign; most campaigns have none. */
export function drawScenarios(lots: Lots, offices: readonly string[]): CampaignPlan['scenarios'] {
  return {
    beforeQueue: lots.happens(0.25) ? everyWay(lots.pick(offices)) : null,
    menu: lots.happens(0.15) ? IN_LINE : null,
    afterAgent: lots.happens(0.25) ? SURVEY : null,
  };
}
