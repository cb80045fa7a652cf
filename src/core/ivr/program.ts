import type { IvrProgram, IvrScenario } from './scenario.js';

/** The ids of the scenarios that this one names, each once. */
export function subScenariosOf({ nodes }: IvrScenario): readonly string[] {
  return [...new Set(Object.values(nodes).flatMap((node) => (node.type === 'sub-scenario' ? [node.scenarioId] : [])))];
}

/** The scenario with all that it leads to; null when there is none of that id. Scenarios that are no more are left out. */
export function programOf(scenarioId: string, lookUp: (id: string) => IvrScenario | null): IvrProgram | null {
  const scenarios: Record<string, IvrScenario> = {};
  const waiting = [scenarioId];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const scenario = Object.hasOwn(scenarios, id) ? null : lookUp(id);
    if (scenario === null) continue;
    scenarios[id] = scenario;
    waiting.push(...subScenariosOf(scenario));
  }
  return Object.hasOwn(scenarios, scenarioId) ? { scenarioId, scenarios } : null;
}
