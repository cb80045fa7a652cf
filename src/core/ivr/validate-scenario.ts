import { checkReferences } from './check-references.js';
import type { KnownThings } from './known-things.js';
import { LIMITS } from './limits.js';
import { loopWithoutInput, reachable } from './loops.js';
import { answerOf, templatesOf, variablesWritten } from './names-used.js';
import { isObject, ObjectReader, type IvrFault } from './object-reader.js';
import { programOf, subScenariosOf } from './program.js';
import { LANGUAGES, readNode } from './read-node.js';
import { checkName, checkOwn } from './read-variable.js';
import type { IvrNode, IvrProgram, IvrScenario } from './scenario.js';
import { waysOut } from './successors.js';
import { GIVEN_VARIABLES, variablesOf } from './template.js';

/** The scenario, complete with its defaults, when there is no fault; else every fault with its JSON path, and null. */
export interface ValidatedScenario {
  readonly scenario: IvrScenario | null;
  readonly faults: readonly IvrFault[];
}

const NODE_ID = /^[A-Za-z0-9_-]{1,40}$/;

/**
 * Everything that is wrong with the document, at once. `id` is the scenario's own when it is there already, so that it cannot become a
 * part of itself; null when it is new.
 */
export function validateScenario(document: unknown, id: string | null, known: KnownThings): ValidatedScenario {
  const faults: IvrFault[] = [];
  const { scenario, complete } = readDocument(document, faults);
  checkGraph(scenario, complete, faults);
  for (const [nodeId, node] of Object.entries(scenario.nodes)) faults.push(...checkReferences(node, `nodes.${nodeId}`, known));
  checkTogether(scenario, id, known, faults);
  return { scenario: faults.length === 0 ? scenario : null, faults };
}

/** `complete` is false when a node could not be read: where it leads is then unknown. */
function readDocument(document: unknown, faults: IvrFault[]): { scenario: IvrScenario; complete: boolean } {
  const reader = ObjectReader.of(isObject(document) ? document : {}, '', faults);
  const nodes: Record<string, IvrNode> = {};
  let complete = true;
  const name = reader.text('name', { longest: LIMITS.nameCharacters });
  const language = reader.oneOf('language', LANGUAGES);
  const inputs = reader.list('inputs', { least: 0, most: LIMITS.variables }, (value, path) => {
    const input = reader.textAt(value, path, { longest: 32 });
    checkName(reader, path, input);
    checkOwn(reader, path, input);
    return input;
  });
  const start = reader.node('start');
  const given = reader.entries('nodes', LIMITS.nodes);
  if (given.length === 0) reader.fault('nodes', 'no-nodes', 'must hold at least one node.');
  for (const [nodeId, value] of given) {
    const path = `nodes.${nodeId}`;
    if (!NODE_ID.test(nodeId)) reader.faultAt(path, 'bad-node-id', 'must be named with 1 to 40 letters, digits, - and _.');
    const node = readNode(reader.inner(value, path));
    if (node === null) complete = false;
    else nodes[nodeId] = node;
  }
  reader.finish();
  return { scenario: { name, language, inputs, start, nodes }, complete };
}

function checkGraph(scenario: IvrScenario, complete: boolean, faults: IvrFault[]): void {
  const { start, nodes } = scenario;
  const named = (path: string, to: string): void => {
    if (to === '' || Object.hasOwn(nodes, to) || !complete) return;
    faults.push({ path, code: 'unknown-node', message: `${path} names ${to}, which is no node.` });
  };
  named('start', start);
  for (const [id, node] of Object.entries(nodes)) for (const { path, to } of waysOut(node)) named(`nodes.${id}.${path}`, to);
  if (!complete || !Object.hasOwn(nodes, start)) return;
  const found = reachable(scenario);
  for (const id of Object.keys(nodes)) {
    if (!found.has(id)) faults.push({ path: `nodes.${id}`, code: 'unreachable-node', message: `nodes.${id} is reached from nowhere.` });
  }
}

/** What can only be judged with the scenarios that this one leads to. */
function checkTogether(scenario: IvrScenario, id: string | null, known: KnownThings, faults: IvrFault[]): void {
  const own = id ?? '';
  const program = programOf(own, (wanted) => (wanted === own ? scenario : known.scenario(wanted)))?.scenarios ?? {};
  const depths = new Depths(program);
  if (depths.of(own) === Infinity) {
    for (const path of pathsToSubs(scenario, (sub) => depths.of(sub) === Infinity)) {
      faults.push({ path, code: 'scenario-within-itself', message: `${path} leads back to a scenario that is under way.` });
    }
    return;
  }
  if (depths.of(own) > LIMITS.depth) {
    for (const path of pathsToSubs(scenario, (sub) => depths.of(sub) >= LIMITS.depth)) {
      faults.push({ path, code: 'too-deep', message: `${path} makes more than ${LIMITS.depth} scenarios within each other.` });
    }
  }
  const loop = loopWithoutInput(scenario, program);
  if (loop !== null) {
    const path = `nodes.${loop[0] ?? ''}`;
    const way = [...loop, loop[0] ?? ''].join(' → ');
    faults.push({ path, code: 'endless-loop', message: `${way} goes round for ever without waiting for the caller.` });
  }
  checkNames(scenario, program, faults);
}

function checkNames(scenario: IvrScenario, program: IvrProgram['scenarios'], faults: IvrFault[]): void {
  const all = Object.values(program).flatMap(({ nodes }) => Object.values(nodes));
  const written = new Set(all.flatMap(variablesWritten));
  const answers = new Set(all.flatMap((node) => answerOf(node) ?? []));
  const tooMany = (count: number, most: number, what: string): void => {
    if (count <= most) return;
    faults.push({
      path: 'nodes',
      code: 'too-many-names',
      message: `${count} ${what} are used, sub-scenarios included; ${most} are possible.`,
    });
  };
  tooMany(written.size, LIMITS.variables, 'variables');
  tooMany(answers.size, LIMITS.answers, 'answers');
  const set = new Set<string>([...written, ...scenario.inputs, ...GIVEN_VARIABLES]);
  for (const { path, variable } of usesOf(scenario)) {
    if (set.has(variable)) continue;
    const message = `${path} reads {${variable}}, which no node sets: set it, or name it in inputs when another scenario sets it.`;
    faults.push({ path, code: 'unknown-variable', message });
  }
  for (const [nodeId, node] of Object.entries(scenario.nodes)) {
    if (node.type !== 'sub-scenario') continue;
    const missing = (program[node.scenarioId]?.inputs ?? []).filter((input) => !set.has(input));
    if (missing.length === 0) continue;
    const path = `nodes.${nodeId}.scenarioId`;
    faults.push({
      path,
      code: 'missing-input',
      message: `${path} leads to a scenario that needs ${missing.join(', ')}, which no node sets.`,
    });
  }
}

function usesOf({ nodes }: IvrScenario): readonly { readonly path: string; readonly variable: string }[] {
  return Object.entries(nodes).flatMap(([nodeId, node]) =>
    templatesOf(node).flatMap(({ path, template }) =>
      [...new Set(variablesOf(template))].map((variable) => ({ path: `nodes.${nodeId}.${path}`, variable })),
    ),
  );
}

/** How many scenarios are within each other, by the outermost; infinite for one that leads back to itself or to such a one. */
class Depths {
  private readonly known = new Map<string, number>();

  constructor(private readonly program: IvrProgram['scenarios']) {}

  of(id: string): number {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const scenario = this.program[id];
    if (scenario === undefined) return 0;
    // Until it is known: whoever comes back here has gone round.
    this.known.set(id, Infinity);
    const depth = 1 + Math.max(0, ...subScenariosOf(scenario).map((sub) => this.of(sub)));
    this.known.set(id, depth);
    return depth;
  }
}

function pathsToSubs({ nodes }: IvrScenario, guilty: (scenarioId: string) => boolean): string[] {
  return Object.entries(nodes).flatMap(([id, node]) =>
    node.type === 'sub-scenario' && guilty(node.scenarioId) ? [`nodes.${id}.scenarioId`] : [],
  );
}
