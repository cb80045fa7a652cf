import { expect, test } from '@jest/globals';

import { merged } from './merge-patch.js';

test('a change of a scenario touches what it names: objects are merged, null removes, lists are replaced', () => {
  const before = { name: 'a', nodes: { one: { type: 'play', audioIds: ['x'], next: 'two' }, two: { type: 'end' } } };
  expect(merged(before, { name: 'b' })).toEqual({ ...before, name: 'b' });
  expect(merged(before, { nodes: { one: { audioIds: ['y', 'z'] } } })).toEqual({
    name: 'a',
    nodes: { one: { type: 'play', audioIds: ['y', 'z'], next: 'two' }, two: { type: 'end' } },
  });
  expect(merged(before, { nodes: { two: null, three: { type: 'end', prompt: null } } })).toEqual({
    name: 'a',
    nodes: { one: before.nodes.one, three: { type: 'end' } },
  });
});

test('a node that becomes one of another type keeps nothing of what it was', () => {
  expect(merged({ one: { type: 'play', audioIds: ['x'], next: 'two' } }, { one: { type: 'end' } })).toEqual({ one: { type: 'end' } });
});
