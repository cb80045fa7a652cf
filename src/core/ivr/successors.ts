import type { IvrNode } from './scenario.js';

/** One way out of a node. */
export interface WayOut {
  /** JSON path of the property that names the node, within this one: `choices[0].next`. */
  readonly path: string;
  readonly to: string;
  /** For a diagram; empty: the only way. */
  readonly label: string;
}

export function waysOut(node: IvrNode): readonly WayOut[] {
  switch (node.type) {
    case 'play':
    case 'say':
    case 'set':
    case 'sub-scenario':
      return [{ path: 'next', to: node.next, label: '' }];
    case 'menu':
      return [
        ...node.choices.map(({ key, label, next }, index) => ({
          path: `choices[${index}].next`,
          to: next,
          label: label === null ? key : `${key} ${label}`,
        })),
        { path: 'onTimeout', to: node.onTimeout, label: 'no key' },
        { path: 'onInvalid', to: node.onInvalid, label: 'wrong key' },
      ];
    case 'gather':
    case 'http':
      return [
        { path: 'ok', to: node.ok, label: 'ok' },
        { path: 'failed', to: node.failed, label: 'failed' },
      ];
    case 'branch':
      return [
        ...node.cases.map(({ next }, index) => ({ path: `cases[${index}].next`, to: next, label: `case ${index + 1}` })),
        { path: 'else', to: node.else, label: 'else' },
      ];
    case 'transfer':
      return [{ path: 'failed', to: node.failed, label: 'failed' }];
    case 'enqueue':
    case 'voicemail':
    case 'callback':
    case 'hang-up':
    case 'end':
      return [];
  }
}

/** Whether nothing goes on here before the caller has pressed a key or let the time pass. */
export function waitsForCaller({ type }: IvrNode): boolean {
  return type === 'menu' || type === 'gather';
}
