import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { AGENT_TRANSITIONS, OFFER_TRANSITIONS, type Transitions } from '../../src/core/acd/transitions.js';

const page = readFileSync('docs/floor.md', 'utf8');

describe('A reader of docs/floor.md sees the states that the floor really has', () => {
  it('an agent’s: paste the received diagram into the page when the table changed on purpose', () => {
    expect(diagramAfter('## An agent')).toBe(drawn('signed-out', AGENT_TRANSITIONS));
  });

  it('an offer’s: paste the received diagram into the page when the table changed on purpose', () => {
    expect(diagramAfter('## An offer')).toBe(drawn('offered', OFFER_TRANSITIONS));
  });

  it('every state can be reached', () => {
    for (const [start, table] of [
      ['signed-out', AGENT_TRANSITIONS],
      ['offered', OFFER_TRANSITIONS],
    ] as const) {
      const reached = new Set([start, ...Object.values<object>(table).flatMap((next) => Object.keys(next))]);
      expect([...reached].sort()).toEqual(Object.keys(table).sort());
    }
  });
});

function diagramAfter(heading: string): string {
  const section = page.slice(page.indexOf(`${heading}\n`));
  return /```mermaid\n(.*?)```/s.exec(section)?.[1] ?? '';
}

/** The table as a Mermaid state diagram. Mermaid's ids have no hyphens, its names may. */
function drawn<State extends string>(start: State, table: Transitions<State>): string {
  const id = (state: string): string => state.replaceAll('-', '_');
  const states = Object.keys(table) as State[];
  const arrows = states.flatMap((from) =>
    Object.entries<string | undefined>(table[from]).map(([to, why]) => ({ from, to, why: why ?? '' })),
  );
  const lines = [
    'stateDiagram-v2',
    ...states.filter((state) => id(state) !== state).map((state) => `    state "${state}" as ${id(state)}`),
    `    [*] --> ${id(start)}`,
    ...arrows.map(({ from, to, why }) => `    ${id(from)} --> ${id(to)}: ${why}`),
    ...states.filter((state) => Object.keys(table[state]).length === 0).map((state) => `    ${id(state)} --> [*]`),
  ];
  return `${lines.join('\n')}\n`;
}
