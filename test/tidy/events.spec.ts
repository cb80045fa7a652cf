import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const FACTS = 'src/core/journal/facts.ts';
/** Besides those of the type itself; every event has them. */
const OF_EVERY_EVENT = 'type';

const page = readFileSync('docs/events.md', 'utf8');
const documented = new Map(
  [...page.matchAll(/^\| `([a-z-]+)` +\| ((?:`\w+`(?:, )?)+) +\|/gm)].map(([, type = '', fields = '']) => [
    type,
    sorted(fields.match(/\w+/g) ?? []),
  ]),
);
const internal = new Set(/INTERNAL = new Set\(\[(.*)\]\)/.exec(readFileSync('src/modules/calls/fact-view.ts', 'utf8'))?.[1]?.match(/\w+/g));

describe('A reader of docs/events.md sees the events that there are', () => {
  const facts = fieldsByType();

  it('every type of fact is in one of its tables, with all its fields and no others: add or correct the row', () => {
    const shown = [...facts].map(([type, fields]) => [type, sorted([...fields].filter((field) => !internal.has(field)))]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(shown));
  });
});

/** The fields of every member of the union `Fact`, by its type. */
function fieldsByType(): Map<string, Set<string>> {
  const program = ts.createProgram([FACTS], {
    strict: true,
    noEmit: true,
    types: [],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(FACTS);
  const alias = source?.statements.find((each) => ts.isTypeAliasDeclaration(each) && each.name.text === 'Fact');
  if (alias === undefined || !ts.isTypeAliasDeclaration(alias)) throw new Error(`${FACTS} declares no type Fact`);
  const union = checker.getTypeAtLocation(alias.name);
  const found = new Map<string, Set<string>>();
  for (const member of union.isUnion() ? union.types : []) {
    const properties = checker.getPropertiesOfType(member);
    const type = properties.find(({ name }) => name === OF_EVERY_EVENT);
    const literal = type === undefined ? undefined : checker.getTypeOfSymbol(type);
    if (literal?.isStringLiteral() !== true) throw new Error(`a member of Fact has no type of its own: ${checker.typeToString(member)}`);
    const fields = found.get(literal.value) ?? new Set();
    for (const { name } of properties) if (name !== OF_EVERY_EVENT) fields.add(name);
    found.set(literal.value, fields);
  }
  return found;
}

function sorted(names: readonly string[]): string[] {
  return [...names].sort();
}
