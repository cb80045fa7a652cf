import { describe, expect, it } from '@jest/globals';

import { diagramOf } from './diagram.js';
import type { IvrScenario } from './scenario.js';

const SCENARIO: IvrScenario = {
  name: 'Accueil',
  language: 'fr',
  inputs: [],
  start: 'first',
  nodes: {
    first: { type: 'branch', cases: [{ when: [], next: 'end' }], else: 'say' },
    say: { type: 'say', what: 'text', value: 'Été "1" ] --> {x}; <b>\n# %% end', language: null, interruptible: true, next: 'end' },
    end: { type: 'end' },
  },
};

describe('The diagram of a scenario', () => {
  it('shows every node and way, and no name in it means anything to Mermaid', () => {
    expect(diagramOf(SCENARIO)).toBe(
      [
        'flowchart TD',
        '  s(["start"]) --> n0',
        '  n0{"first<br>branch"}',
        '  n1["say<br>say text Été #34;1#34; #93; --#62; #123;x#125;#59; #60;b#62;<br>#35; #37;#37; end"]',
        '  n2(["end<br>end"])',
        '  n0 -->|"case 1"| n2',
        '  n0 -->|"else"| n1',
        '  n1 --> n2',
        '',
      ].join('\n'),
    );
  });
});
