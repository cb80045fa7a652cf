import { runScenario } from '../../ivr/run-scenario.js';
import type { IvrState } from '../../ivr/ivr-state.js';
import type { IvrProgram } from '../../ivr/scenario.js';
import type { Call } from '../call.js';
import type { InScenario, Phase, PhaseOf } from '../phase.js';
import { afterScenario, noteAnswers, phaseAfter } from '../scenario-exit.js';
import { scenarioLine } from '../scenario-line.js';
import { strategyFor } from '../strategy.js';

/**
 * A scenario of the campaign leads the call to its exit: before the line, instead of the deterrent message, or after the agent hung up. It
 * goes on in the node it was in after a restart. A scenario that is no more is passed over.
 */
export async function scenario(call: Call, phase: PhaseOf<'scenario'>): Promise<Phase | null> {
  call.endsAs(...endingWithin(phase));
  const program = programFor(call, phase);
  if (program === null) return afterScenario(call, phase);
  await call.answer();
  const line = scenarioLine(call, call.scope, (state) => {
    // Who hangs up on the goodbye was served: most people do.
    if (phase.use === 'before-queue' && saysGoodbye(program, state)) call.endsAs('self-served', 'campaign');
    call.keep({ ...phase, state });
  });
  const result = await runScenario(line, program, phase.state);
  noteAnswers(call, phase, result);
  return phaseAfter(call, phase, result);
}

function saysGoodbye({ scenarios }: IvrProgram, { scenarioId, nodeId }: IvrState): boolean {
  return scenarios[scenarioId]?.nodes[nodeId]?.type === 'hang-up';
}

function programFor({ plan }: Call, { use, criterion }: InScenario): IvrProgram | null {
  switch (use) {
    case 'before-queue':
      return plan.scenarios.beforeQueue;
    case 'survey':
      return plan.scenarios.afterAgent;
    case 'menu':
      return plan.scenarios.menu;
    case 'deterrent':
      return strategyFor(plan, criterion ?? 'no-queue').scenario;
  }
}

/** How a call ends whose caller hangs up within the scenario. */
function endingWithin({ use }: InScenario): Parameters<Call['endsAs']> {
  if (use === 'survey') return ['answered', 'agent'];
  return use === 'deterrent' ? ['deterred', 'campaign'] : ['abandoned', 'caller'];
}
