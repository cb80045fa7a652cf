import type { IvrProgram, IvrScenario } from './scenario.js';
import { waitsForCaller, waysOut } from './successors.js';

/** The nodes that can be reached from the start. */
export function reachable({ start, nodes }: IvrScenario): ReadonlySet<string> {
  return spread(nodes, start, () => true);
}

/**
 * The nodes of one endless loop in which the caller is never waited for, in order; null when there is none. A node that calls another
 * scenario is passed without waiting when that scenario can come to an end without waiting.
 */
export function loopWithoutInput(scenario: IvrScenario, program: IvrProgram['scenarios']): readonly string[] | null {
  const passes = new Passing(program);
  const state = new Map<string, 'open' | 'closed'>();
  for (const first of Object.keys(scenario.nodes)) {
    if (state.has(first) || !passes.through(scenario, first)) continue;
    // Depth first without recursion: 500 nodes in a row would be 500 calls deep.
    const trail: { readonly id: string; readonly left: string[] }[] = [];
    const open = (id: string): void => {
      state.set(id, 'open');
      trail.push({ id, left: successors(scenario, id) });
    };
    open(first);
    for (let here = trail.at(-1); here !== undefined; here = trail.at(-1)) {
      const next = here.left.pop();
      if (next === undefined) {
        state.set(here.id, 'closed');
        trail.pop();
      } else if (state.get(next) === 'open') {
        return trail.slice(trail.findIndex(({ id }) => id === next)).map(({ id }) => id);
      } else if (!state.has(next) && passes.through(scenario, next)) {
        open(next);
      }
    }
  }
  return null;
}

/** Which nodes are passed without the caller being waited for. */
class Passing {
  private readonly quick = new Map<IvrScenario, boolean>();

  constructor(private readonly program: IvrProgram['scenarios']) {}

  through({ nodes }: IvrScenario, id: string): boolean {
    const node = nodes[id];
    if (node === undefined || waitsForCaller(node)) return false;
    if (node.type !== 'sub-scenario') return true;
    const inner = this.program[node.scenarioId];
    return inner === undefined || this.toEnd(inner);
  }

  /** Whether the scenario can come to an `end` without waiting. */
  private toEnd(scenario: IvrScenario): boolean {
    const known = this.quick.get(scenario);
    if (known !== undefined) return known;
    // A scenario within itself is refused elsewhere; this keeps the question answerable until then.
    this.quick.set(scenario, true);
    const passed = spread(scenario.nodes, scenario.start, (id) => this.through(scenario, id));
    const ends = [...passed].some((id) => scenario.nodes[id]?.type === 'end');
    this.quick.set(scenario, ends);
    return ends;
  }
}

/** The nodes that can be reached from `start` over nodes that `passes` lets through; those where it stops are not among them. */
function spread(nodes: IvrScenario['nodes'], start: string, passes: (id: string) => boolean): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = Object.hasOwn(nodes, id) ? nodes[id] : undefined;
    if (node === undefined || found.has(id) || !passes(id)) continue;
    found.add(id);
    waiting.push(...waysOut(node).map(({ to }) => to));
  }
  return found;
}

function successors({ nodes }: IvrScenario, id: string): string[] {
  const node = nodes[id];
  return node === undefined ? [] : [...new Set(waysOut(node).map(({ to }) => to))].filter((to) => Object.hasOwn(nodes, to));
}
