import { IvrMemory } from './ivr-memory.js';
import type { IvrLine } from './ivr-line.js';
import { firstState, type IvrState } from './ivr-state.js';
import type { CutShort } from './ivr-fact.js';
import type { IvrExit, IvrResult } from './ivr-exit.js';
import { runNode, type Move } from './run-node.js';
import type { IvrNode, IvrProgram, IvrScenario } from './scenario.js';

/** Nobody presses a key that often without getting anywhere. */
export const MOST_STEPS = 2000;
/** A line on which nobody answers is not kept for hours. */
export const MOST_SILENCES = 20;

/**
 * Runs the scenario to its exit, from the beginning or from where `from` says. It always comes to one: a scenario that goes round, that
 * nobody answers, or that lost the node it was in is cut short, and the campaign goes on.
 */
export async function runScenario(line: IvrLine, program: IvrProgram, from: IvrState | null = null): Promise<IvrResult> {
  const memory = new IvrMemory(line, from ?? firstState(program.scenarioId, program.scenarios[program.scenarioId]?.start ?? ''));
  for (;;) {
    const here = place(memory.state, program);
    if (typeof here === 'string') {
      memory.decided({ type: 'scenario-cut-short', reason: here });
      return resultOf(memory, { exit: 'done' });
    }
    if (memory.state.attempts === 0) memory.decided({ type: 'node-entered', node: here.node.type });
    const exit = move(memory, await runNode(here.node, memory, here.scenario.language), program);
    if (exit !== null) return resultOf(memory, exit);
  }
}

/** The node that the scenario is in, or why it goes no further. */
function place(state: IvrState, { scenarios }: IvrProgram): { scenario: IvrScenario; node: IvrNode } | CutShort {
  const scenario = Object.hasOwn(scenarios, state.scenarioId) ? scenarios[state.scenarioId] : undefined;
  if (scenario === undefined) return 'missing-scenario';
  const node = Object.hasOwn(scenario.nodes, state.nodeId) ? scenario.nodes[state.nodeId] : undefined;
  if (node === undefined) return 'missing-node';
  if (state.steps >= MOST_STEPS) return 'steps';
  return state.silences >= MOST_SILENCES ? 'silence' : { scenario, node };
}

/** Moves on; the exit when there is nothing to move on to. */
function move(memory: IvrMemory, way: Move, { scenarios }: IvrProgram): IvrExit | null {
  const { scenarioId, stack, steps, attempts } = memory.state;
  const onwards = { steps: steps + 1, attempts: 0 };
  switch (way.move) {
    case 'to':
      memory.change({ ...onwards, nodeId: way.nodeId });
      return null;
    case 'again':
      memory.change({ ...onwards, attempts: attempts + 1 });
      return null;
    case 'into': {
      const nodeId = scenarios[way.scenarioId]?.start ?? '';
      memory.change({ ...onwards, scenarioId: way.scenarioId, nodeId, stack: [...stack, { scenarioId, nodeId: way.back }] });
      return null;
    }
    case 'out': {
      const back = stack.at(-1);
      if (back === undefined) return { exit: 'done' };
      memory.change({ ...onwards, ...back, stack: stack.slice(0, -1) });
      return null;
    }
    case 'leave':
      return way.how;
  }
}

function resultOf({ state: { answers, variables } }: IvrMemory, exit: IvrExit): IvrResult {
  return { ...exit, answers, variables };
}
