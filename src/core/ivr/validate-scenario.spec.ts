import { describe, expect, it } from '@jest/globals';

import type { KnownThings } from './known-things.js';
import { LIMITS } from './limits.js';
import type { IvrScenario } from './scenario.js';
import { validateScenario } from './validate-scenario.js';

const KNOWN: KnownThings = {
  audio: (id) => id.startsWith('builtin:'),
  skill: (id) => id === 'english',
  queue: (id) => id === 'support',
  workSchedule: (id) => id === 'office',
  scenario: () => null,
  canSpeakText: false,
};
const ASK = { audioId: 'builtin:welcome' };

function document(nodes: object, more: object = {}): object {
  return { name: 'Accueil', language: 'fr', start: 'first', nodes, ...more };
}

function faults(given: unknown, known: Partial<KnownThings> = {}, id: string | null = null): string[] {
  return validateScenario(given, id, { ...KNOWN, ...known }).faults.map(({ path, code }) => `${path} ${code}`);
}

/** The scenario of a document without fault. */
function sound(given: object, known: Partial<KnownThings> = {}): IvrScenario {
  const { scenario, faults: found } = validateScenario(given, null, { ...KNOWN, ...known });
  expect(found).toEqual([]);
  return scenario!;
}

const menu = (more: object = {}): object => ({
  type: 'menu',
  prompt: [ASK],
  choices: [{ key: '1', next: 'last' }],
  onTimeout: 'last',
  onInvalid: 'last',
  ...more,
});
const last = { type: 'end' };

describe('A scenario that an administrator saves', () => {
  it('is completed with its defaults, and is the same when it is saved as it was read', () => {
    const gather = { type: 'gather', prompt: [ASK], variable: 'order', ok: 'who', failed: 'last' };
    const who = { type: 'branch', cases: [{ when: [{ kind: 'variable', name: 'order', is: 'present' }], next: 'last' }], else: 'last' };
    const scenario = sound(document({ first: gather, who, last }));
    expect(scenario.nodes['first']).toEqual({
      ...gather,
      invalidPrompt: [],
      minDigits: 1,
      maxDigits: 40,
      terminator: '#',
      firstDigitTimeoutSeconds: 7,
      betweenDigitsTimeoutSeconds: 4,
      retries: 2,
      check: { kind: 'digits' },
      secret: false,
      answer: null,
    });
    expect(sound(scenario)).toEqual(scenario);
  });

  it('has every fault named at once, by its path', () => {
    const first = menu({
      choices: [
        { key: '1', next: 'nowhere' },
        { key: '1', next: 'last', sound: 'x' },
        { key: '12', next: 'last' },
      ],
      timeoutSeconds: 0,
      onInvalid: null,
      prompt: [{ audioId: 'gone.wav' }, { say: 'digits', value: '{order' }],
    });
    expect(faults(document({ first, lost: { type: 'end' }, last }, { language: 'de', colour: 'red' }))).toEqual([
      'language unknown-word',
      'nodes.first.prompt[1].value bad-template',
      'nodes.first.choices[1].key duplicate-key',
      'nodes.first.choices[1].sound unknown-property',
      'nodes.first.choices[2].key bad-key',
      'nodes.first.timeoutSeconds integer-expected',
      'nodes.first.onInvalid missing-branch',
      'colour unknown-property',
      'nodes.first.choices[0].next unknown-node',
      'nodes.lost unreachable-node',
      'nodes.first.prompt[0].audioId unknown-audio',
    ]);
  });

  it.each([
    ['no object', null, ['name missing', 'language missing', 'start missing-branch', 'nodes no-nodes']],
    ['a start that is no node', document({ last }), ['start unknown-node']],
    ['a node of an unknown type', document({ first: { type: 'dance' } }), ['nodes.first.type unknown-node-type']],
    ['a node without a type', document({ first: {} }), ['nodes.first.type missing']],
    ['a node that is no object', document({ first: 7 }), ['nodes.first object-expected']],
    [
      'an id with a dot',
      document({ first: { type: 'set', variable: 'a', value: '', next: 'a.b' }, 'a.b': last }),
      ['nodes.a.b bad-node-id'],
    ],
    [
      'a name that the call brings',
      document({ first: { type: 'set', variable: 'caller', value: '1', next: 'last' }, last }),
      ['nodes.first.variable given-variable'],
    ],
    [
      'a name with a blank',
      document({ first: { type: 'set', variable: 'my order', value: '', next: 'last' }, last }),
      ['nodes.first.variable bad-name'],
    ],
    [
      'a variable that nobody sets',
      document({ first: { type: 'say', what: 'digits', value: '{order}', next: 'last' }, last }),
      ['nodes.first.value unknown-variable'],
    ],
    [
      'a text without a synthesiser',
      document({ first: { type: 'say', what: 'text', value: 'Bonjour', next: 'last' }, last }),
      ['nodes.first.what text-needs-synthesiser'],
    ],
    [
      'a text in a prompt',
      document({ first: { type: 'hang-up', prompt: [{ say: 'text', value: 'Adieu' }] } }),
      ['nodes.first.prompt[0].say text-needs-synthesiser'],
    ],
    [
      'skills, queues and levels that do not exist',
      document({ first: { type: 'enqueue', queueId: 'q', skills: [{ skillId: 's', minimumLevel: 10 }] } }),
      [
        'nodes.first.skills[0].minimumLevel integer-expected',
        'nodes.first.skills[0].skillId unknown-skill',
        'nodes.first.queueId unknown-queue',
      ],
    ],
    [
      'a schedule that does not exist',
      document({
        first: { type: 'branch', cases: [{ when: [{ kind: 'calendar', workScheduleId: 'x', is: 'open' }], next: 'last' }], else: 'last' },
        last,
      }),
      ['nodes.first.cases[0].when[0].workScheduleId unknown-work-schedule'],
    ],
    [
      'a scenario that does not exist',
      document({ first: { type: 'sub-scenario', scenarioId: 'x', next: 'last' }, last }),
      ['nodes.first.scenarioId unknown-ivr-scenario'],
    ],
    [
      'a time that ends before it begins',
      document({
        first: {
          type: 'branch',
          cases: [{ when: [{ kind: 'time', timeZone: 'Mars/Base', from: '18:00', to: '08:60' }], next: 'last' }],
          else: 'last',
        },
        last,
      }),
      [
        'nodes.first.cases[0].when[0].timeZone unknown-time-zone',
        'nodes.first.cases[0].when[0].to time-expected',
        'nodes.first.cases[0].when[0].to empty-range',
      ],
    ],
    [
      'a branch without cases or else',
      document({ first: { type: 'branch', cases: [] } }),
      ['nodes.first.cases list-expected', 'nodes.first.else missing-branch'],
    ],
    [
      'fewer digits than at the least',
      document({ first: { type: 'gather', prompt: [ASK], variable: 'a', minDigits: 5, maxDigits: 4, ok: 'last', failed: 'last' }, last }),
      ['nodes.first.maxDigits empty-range'],
    ],
    [
      'a date of three digits',
      document({
        first: { type: 'gather', prompt: [ASK], variable: 'a', maxDigits: 3, check: { kind: 'date' }, ok: 'last', failed: 'last' },
        last,
      }),
      ['nodes.first.maxDigits empty-range'],
    ],
    [
      'a secret kept as an answer',
      document({
        first: { type: 'gather', prompt: [ASK], variable: 'pin', secret: true, answer: 'pin', ok: 'last', failed: 'last' },
        last,
      }),
      ['nodes.first.answer secret-answer'],
    ],
  ])('is refused with %s', (_, given, expected) => {
    expect(faults(given)).toEqual(expected);
  });

  it.each([
    ['http://{caller}.example.org/', 'bad-url'],
    ['http://user:pw@example.org/', 'bad-url'],
    ['http://{order}/x', 'bad-url'],
    ['file:///etc/passwd', 'bad-url'],
    ['gopher://example.org/', 'bad-url'],
    ['https://example.org/a b', 'bad-url'],
    ['https://example.org/{caller', 'bad-template'],
  ])('may not ask %s', (url, code) => {
    expect(faults(document({ first: { type: 'http', url, ok: 'last', failed: 'last' }, last }))).toContain(`nodes.first.url ${code}`);
  });

  it('may not set the headers that say where a request ends, nor walk through an answer with wildcards', () => {
    const first = {
      type: 'http',
      url: 'https://crm.example.org/customers?number={caller}',
      headers: { Host: 'x', 'X-Key': 'a\r\nb', 'content-length': '1', Accept: 'application/json' },
      body: { a: 1 },
      result: { level: '$.customers[*].level', did: '$.did', name: '$.customers[0]["first name"]' },
      timeoutSeconds: 11,
      ok: 'last',
      failed: 'last',
    };
    expect(faults(document({ first, last }))).toEqual([
      'nodes.first.headers.Host bad-header',
      'nodes.first.headers.X-Key bad-header',
      'nodes.first.headers.content-length bad-header',
      'nodes.first.body unexpected-body',
      'nodes.first.timeoutSeconds integer-expected',
      'nodes.first.result.level bad-json-path',
      'nodes.first.result.did given-variable',
    ]);
  });

  it('is refused beyond the limits of size', () => {
    const many = Object.fromEntries(Array.from({ length: LIMITS.nodes + 1 }, (_, index) => [`n${index}`, { type: 'end' }]));
    expect(faults(document({ ...many }, { start: 'n0' }))).toContain('nodes object-expected');
    const setting = Array.from({ length: LIMITS.variables + 1 }, (_, index) => [
      `n${index}`,
      { type: 'set', variable: `v${index}`, value: '', next: index === LIMITS.variables ? 'last' : `n${index + 1}` },
    ]);
    expect(faults(document({ ...Object.fromEntries(setting), last }, { start: 'n0' }))).toEqual(['nodes too-many-names']);
  });
});

describe('A scenario that goes round', () => {
  const play = (next: string): object => ({ type: 'play', audioIds: ['builtin:welcome'], next });

  it('is refused when the caller is never waited for', () => {
    const given = document({
      first: play('second'),
      second: { type: 'http', url: 'http://a.example/', ok: 'first', failed: 'last' },
      last,
    });
    const { faults: found } = validateScenario(given, null, KNOWN);
    expect(found).toEqual([
      { path: 'nodes.first', code: 'endless-loop', message: 'first → second → first goes round for ever without waiting for the caller.' },
    ]);
  });

  it('is right when a menu is on the way', () => {
    sound(document({ first: play('ask'), ask: menu({ onTimeout: 'first' }), last }));
  });

  it('is refused when only one of two ways waits', () => {
    const first = { type: 'branch', cases: [{ when: [{ kind: 'did', numbers: ['+331'] }], next: 'ask' }], else: 'second' };
    expect(faults(document({ first, ask: menu({ onTimeout: 'first' }), second: play('first'), last }))).toEqual([
      'nodes.first endless-loop',
    ]);
  });

  it('is refused when the other scenario on the way may come back without waiting', () => {
    const quick = sound(document({ first: { type: 'set', variable: 'a', value: '1', next: 'last' }, last }));
    const asking = sound(document({ first: menu(), last }));
    const given = document({ first: { type: 'sub-scenario', scenarioId: 'other', next: 'first' } });
    expect(faults(given, { scenario: () => quick })).toEqual(['nodes.first endless-loop']);
    expect(faults(given, { scenario: () => asking })).toEqual([]);
  });
});
