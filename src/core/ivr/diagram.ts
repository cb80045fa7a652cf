import type { IvrNode, IvrScenario } from './scenario.js';
import { waysOut } from './successors.js';

/** The scenario as a Mermaid flowchart. Ids of nodes become n0, n1, …: a node may be called `end`, which Mermaid takes for a word of its own. */
export function diagramOf({ start, nodes }: IvrScenario): string {
  const ids = new Map(Object.keys(nodes).map((id, index) => [id, `n${index}`]));
  const boxes = Object.entries(nodes).map(([id, node]) => `  ${ids.get(id) ?? ''}${shape(node, `${id}\n${detail(node)}`)}`);
  const arrows = Object.entries(nodes).flatMap(([id, node]) =>
    waysOut(node).map(({ to, label }) => `  ${ids.get(id) ?? ''} -->${label === '' ? '' : `|"${escaped(label)}"|`} ${ids.get(to) ?? ''}`),
  );
  return ['flowchart TD', `  s(["start"]) --> ${ids.get(start) ?? ''}`, ...boxes, ...arrows, ''].join('\n');
}

/** Questions are rhombs, ends are rounded, the rest are boxes. */
function shape({ type }: IvrNode, text: string): string {
  const label = `"${escaped(text)}"`;
  if (type === 'branch') return `{${label}}`;
  if (type === 'menu' || type === 'gather') return `[/${label}/]`;
  if (type === 'sub-scenario') return `[[${label}]]`;
  return ['enqueue', 'transfer', 'voicemail', 'callback', 'hang-up', 'end'].includes(type) ? `([${label}])` : `[${label}]`;
}

function detail(node: IvrNode): string {
  switch (node.type) {
    case 'play':
      return `play ${node.audioIds.join(', ')}`;
    case 'say':
      return `say ${node.what} ${node.value}`;
    case 'gather':
      return `gather ${node.variable}`;
    case 'set':
      return `${node.variable} = ${node.value}`;
    case 'http':
      return `${node.method} ${node.url}`;
    case 'enqueue':
      return node.queueId === null ? 'enqueue' : `enqueue ${node.queueId}`;
    case 'transfer':
      return `transfer ${node.number}`;
    case 'sub-scenario':
      return `scenario ${node.scenarioId}`;
    case 'menu':
    case 'branch':
    case 'voicemail':
    case 'callback':
    case 'hang-up':
    case 'end':
      return node.type;
  }
}

/** Within quotes Mermaid reads entities, and nothing else, as marks; a line break is a tag of its own. */
function escaped(text: string): string {
  return text
    .split('\n')
    .map((row) =>
      [...row.slice(0, 80)].map((letter) => (/[\p{L}\p{N} .,:/_+-]/u.test(letter) ? letter : `#${letter.codePointAt(0) ?? 0};`)).join(''),
    )
    .join('<br>');
}
