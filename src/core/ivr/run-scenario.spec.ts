import { describe, expect, it } from '@jest/globals';

import { facts, heard, MONDAY_MORNING, program, run, scenario, ScriptedLine, way } from '../../../test/support/ivr-lab.js';
import type { IvrState } from './ivr-state.js';
import { MOST_SILENCES, runScenario } from './run-scenario.js';
import type { IvrProgram } from './scenario.js';

const CARD = '4111111111111111';
const ASK = [{ audioId: 'ask' }];

const menu = {
  type: 'menu',
  prompt: ASK,
  invalidPrompt: [{ audioId: 'wrong' }],
  choices: [
    { key: '1', next: 'sales' },
    { key: '*', next: 'voice' },
  ],
  retries: 1,
  onTimeout: 'bye',
  onInvalid: 'back',
};
const MENU = {
  first: { ...menu, variable: 'pressed', answer: 'choice' },
  sales: { type: 'enqueue', priorityOffset: 5, skills: [{ skillId: 'english', minimumLevel: 3 }], queueId: 'sales' },
  voice: { type: 'voicemail' },
  bye: { type: 'hang-up', prompt: [{ audioId: 'bye' }] },
  back: { type: 'callback' },
};

describe('A caller in a menu', () => {
  it.each([
    [['1'], 'first sales enqueue', ['ask']],
    [['*'], 'first voice voicemail', ['ask']],
    [['7', '1'], 'first sales enqueue', ['ask', 'wrong', 'ask']],
    [['7', '8'], 'first back callback', ['ask', 'wrong', 'ask']],
    [['', '1'], 'first sales enqueue', ['ask', 'ask']],
    [['7', ''], 'first bye hang-up', ['ask', 'wrong', 'ask', 'bye']],
    [[], 'first bye hang-up', ['ask', 'ask', 'bye']],
  ])('who presses %j goes %s', async (keys, expected, sounds) => {
    const told = await run(program(MENU), { keys });
    expect([way(told), heard(told)]).toEqual([expected, sounds]);
  });

  it('enters the queue with what the scenario asks for, and the choice is an answer', async () => {
    const { exit, answers } = await run(program(MENU), { keys: ['1'] });
    expect(exit).toEqual({ exit: 'enqueue', priorityOffset: 5, skills: [{ skillId: 'english', minimumLevel: 3 }], queueId: 'sales' });
    expect(answers).toEqual({ choice: '1' });
  });
});

describe('A caller who types a number', () => {
  const gather = (more: object): IvrProgram =>
    program({
      first: { type: 'gather', prompt: ASK, variable: 'typed', retries: 0, answer: 'typed', ok: 'read', failed: 'voice', ...more },
      read: { type: 'say', what: 'digits', value: '{typed}', next: 'last' },
      last: { type: 'end' },
      voice: { type: 'voicemail' },
    });

  it.each([
    [{}, '42#', '42'],
    [{}, '42', '42'],
    [{ minDigits: 3 }, '42#', null],
    [{ maxDigits: 3 }, '1234', '123'],
    [{ terminator: '*' }, '42*', '42'],
    [{ terminator: '*' }, '4#2*', null],
    [{ terminator: 'none', maxDigits: 3 }, '42#', null],
    [{}, '#', null],
    [{}, '', null],
    [{ check: { kind: 'date' } }, '29022024', '29022024'],
    [{ check: { kind: 'date' } }, '29022023', null],
    [{ check: { kind: 'date' } }, '31042024', null],
    [{ check: { kind: 'date', order: 'yyyymmdd' } }, '20241231', '20241231'],
    [{ check: { kind: 'date', order: 'mmddyyyy' } }, '12312024', '12312024'],
    [{ check: { kind: 'date', order: 'ddmmyy' } }, '311299', '311299'],
    [{ check: { kind: 'phone' } }, '0612345678#', '0612345678'],
    [{ check: { kind: 'phone' } }, '0033612345678#', '0033612345678'],
    [{ check: { kind: 'phone' } }, '123#', null],
    [{ check: { kind: 'luhn' } }, '79927398713#', '79927398713'],
    [{ check: { kind: 'luhn' } }, '79927398710#', null],
  ])('%j: %s is understood as %s', async (more, keys, understood) => {
    const { exit, answers } = await run(gather(more), { keys: [keys] });
    expect([exit.exit, answers['typed'] ?? null]).toEqual([understood === null ? 'voicemail' : 'done', understood]);
  });

  it('hears it read back digit by digit', async () => {
    expect(heard(await run(gather({}), { keys: ['407#'] }))).toEqual(['ask', 'builtin:digit-4', 'builtin:digit-0', 'builtin:digit-7']);
  });

  it('finds a card number masked wherever it is written down', async () => {
    const told = await run(gather({}), { keys: [`${CARD}#`] });
    expect(told.answers).toEqual({ typed: '************1111' });
    expect(facts(told, 'keys-collected')).toMatchObject([{ keys: '************1111', outcome: 'accepted' }]);
    expect(JSON.stringify(told)).not.toContain(CARD);
    expect(heard(told)).toEqual(['ask', '***']);
  });

  it('finds a secret nowhere, nor what was made of it', async () => {
    const nodes = {
      first: { type: 'gather', prompt: ASK, variable: 'pin', secret: true, ok: 'made', failed: 'last' },
      made: { type: 'set', variable: 'text', value: 'pin-{pin}', next: 'again' },
      again: { type: 'say', what: 'text', value: 'You said {text}', next: 'last' },
      last: { type: 'end' },
    };
    const told = await run(program(nodes), { keys: ['8642#'] });
    expect(way(told)).toBe('first made again last done');
    expect(JSON.stringify(told)).not.toContain('8642');
    expect(facts(told, 'variable-set')).toMatchObject([{ variable: 'text', value: '***' }]);
  });
});

describe('A branch', () => {
  const branch = (...when: object[]): IvrProgram =>
    program({
      first: { type: 'set', variable: 'level', value: '7', next: 'which' },
      which: { type: 'branch', cases: [{ when, next: 'yes' }], else: 'no' },
      yes: { type: 'voicemail' },
      no: { type: 'callback' },
    });
  const level = (is: string, value?: string): object => ({
    kind: 'variable',
    name: 'level',
    is,
    ...(value === undefined ? {} : { value }),
  });
  const time = (more: object): object => ({ kind: 'time', timeZone: 'Europe/Paris', ...more });

  it.each([
    [[level('equals', '7')], true],
    [[level('equals', '8')], false],
    [[level('differs', '8')], true],
    [[level('starts-with', '{level}')], true],
    [[level('less-than', '10')], true],
    [[level('at-most', '7')], true],
    [[level('more-than', '7')], false],
    [[level('at-least', '7.5')], false],
    [[level('at-least', 'seven')], false],
    [[level('present')], true],
    [[level('empty')], false],
    [[level('present'), level('equals', '8')], false],
    [[{ kind: 'caller', prefixes: ['+331', '+336'] }], true],
    [[{ kind: 'caller', prefixes: ['+44'] }], false],
    [[{ kind: 'caller', withheld: true }], false],
    [[{ kind: 'did', numbers: ['+33170000001'] }], true],
    [[time({ from: '09:00', to: '12:00' })], true],
    [[time({ from: '09:31' })], false],
    [[time({ to: '09:30' })], false],
    [[time({ from: '09:30', to: '09:31' })], true],
    [[time({ days: ['sunday'] })], false],
    [[time({ timeZone: 'America/New_York', from: '03:30', to: '03:31' })], true],
    [[{ kind: 'calendar', workScheduleId: 'open', is: 'open' }], true],
    [[{ kind: 'calendar', workScheduleId: 'open', is: 'closed' }], false],
    [[{ kind: 'calendar', workScheduleId: 'gone', is: 'closed' }], false],
    [[{ kind: 'calendar', workScheduleId: 'gone', is: 'open' }], false],
  ])('on %j is %s', async (when, holds) => {
    const told = await run(branch(...when), { at: MONDAY_MORNING, scheduleOpen: (id) => (id === 'open' ? true : null) });
    expect(told.exit.exit).toBe(holds ? 'voicemail' : 'callback');
  });

  it('knows a caller without number', async () => {
    expect((await run(branch({ kind: 'caller', withheld: true }), { caller: null })).exit.exit).toBe('voicemail');
    expect((await run(branch({ kind: 'caller', prefixes: ['0'] }), { caller: null })).exit.exit).toBe('callback');
  });
});

describe('A request to another system', () => {
  const request = {
    type: 'http',
    method: 'POST',
    url: 'https://crm.example.org/customers/{typed}?from={caller}',
    headers: { 'X-Did': 'did {did}' },
    body: { number: '{caller}', list: ['{typed}', 1, null], deep: { text: '"{typed}"' } },
    result: { level: '$.customer.level', name: '$.customer.names[0]["first name"]', nothing: '$.customer.age' },
    ok: 'read',
    failed: 'back',
  };
  const nodes = {
    first: { type: 'set', variable: 'typed', value: 'a/..?&é', next: 'ask' },
    ask: request,
    read: { type: 'say', what: 'text', value: '{name} {level} {nothing}', next: 'last' },
    last: { type: 'end' },
    back: { type: 'callback' },
  };

  it('fills variables from the answer, and goes on', async () => {
    const json = { customer: { level: 3, names: [{ 'first name': 'Zoé\u0007' }], age: null } };
    expect(heard(await run(program(nodes), { http: { ask: { status: 200, json } } }))).toEqual(['"Zoé 3"']);
  });

  it('takes the other way when it fails', async () => {
    expect((await run(program(nodes), { http: { ask: { status: 500, json: {} } } })).exit.exit).toBe('callback');
    const told = await run(program(nodes));
    expect(facts(told, 'http-answered')).toMatchObject([{ outcome: 'failed' }]);
  });

  it('cannot be changed by what is filled in', async () => {
    const line = new ScriptedLine();
    await runScenario(line, program(nodes));
    expect(line.requests).toEqual([
      {
        method: 'POST',
        url: 'https://crm.example.org/customers/a%2F..%3F%26%C3%A9?from=%2B33612345678',
        headers: { 'X-Did': 'did +33170000001' },
        body: '{"number":"+33612345678","list":["a/..?&é",1,null],"deep":{"text":"\\"a/..?&é\\""}}',
        timeoutSeconds: 5,
      },
    ]);
  });
});

describe('Scenarios within each other', () => {
  const ask = scenario({
    first: { ...MENU.first, choices: [{ key: '1', next: 'last' }] },
    bye: MENU.bye,
    back: MENU.back,
    last: { type: 'end' },
  });

  it('share their variables; the end of one is where the other goes on, and its exits are exits of both', async () => {
    const of = program(
      {
        first: { type: 'sub-scenario', scenarioId: 'ask', next: 'say' },
        say: { type: 'say', what: 'digits', value: '{pressed}', next: 'last' },
        last: { type: 'end' },
      },
      { ask },
    );
    const told = await run(of, { keys: ['1'] });
    expect(told.path.map(({ scenarioId, nodeId }) => `${scenarioId}.${nodeId}`)).toEqual([
      'main.first',
      'ask.first',
      'ask.last',
      'main.say',
      'main.last',
    ]);
    expect([heard(told), told.exit.exit]).toEqual([['ask', 'builtin:digit-1'], 'done']);
    expect((await run(of, { keys: ['7', '8'] })).exit.exit).toBe('callback');
  });

  it('that are no more let the campaign go on', async () => {
    const whole = program({ first: { type: 'sub-scenario', scenarioId: 'ask', next: 'last' }, last: { type: 'end' } }, { ask });
    const told = await run({ ...whole, scenarios: { main: whole.scenarios['main']! } });
    expect(told.exit.exit).toBe('done');
    expect(facts(told, 'scenario-cut-short')).toMatchObject([{ reason: 'missing-scenario', scenarioId: 'ask' }]);
  });
});

describe('A transfer', () => {
  const of = program({
    first: { type: 'set', variable: 'number', value: '{caller}', next: 'there' },
    there: { type: 'transfer', number: '{number}', failed: 'voice' },
    voice: { type: 'voicemail' },
  });

  it('leaves with the number, and with where to go on when nobody answers', async () => {
    const line = new ScriptedLine();
    const result = await runScenario(line, of);
    expect(result).toMatchObject({ exit: 'transfer', number: '+33612345678' });
    if (result.exit !== 'transfer') throw new Error('no transfer');
    expect(await runScenario(line, of, result.otherwise)).toMatchObject({ exit: 'voicemail', variables: { number: '+33612345678' } });
  });

  it('to nothing that is a number takes the other way at once', async () => {
    expect(way(await run(of, { caller: null }))).toBe('first there voice voicemail');
  });
});

describe('A scenario that the backend died in', () => {
  it('goes on in the node it was in, with what it knew, and asks no more often than it may', async () => {
    const line = new ScriptedLine(['7']);
    const of = program(MENU);
    await runScenario(line, of);
    const [before, after] = line.kept;
    expect([before?.attempts, after?.attempts]).toEqual([0, 1]);
    const resumed = new ScriptedLine(['8', '1']);
    expect(await runScenario(resumed, of, JSON.parse(JSON.stringify(after)) as IvrState)).toMatchObject({ exit: 'callback' });
  });

  it('and whose node is no more lets the campaign go on', async () => {
    const line = new ScriptedLine();
    const of = program(MENU);
    await runScenario(line, of);
    const result = await runScenario(line, of, { ...line.kept[0]!, nodeId: 'renamed' });
    expect(result.exit).toBe('done');
    expect(line.facts.at(-1)).toEqual({ scenarioId: 'main', nodeId: 'renamed', type: 'scenario-cut-short', reason: 'missing-node' });
  });
});

describe('A line on which nobody answers', () => {
  it('is not asked for hours', async () => {
    const line = new ScriptedLine();
    const result = await runScenario(
      line,
      program({ first: { ...menu, choices: [{ key: '1', next: 'last' }], onTimeout: 'first', onInvalid: 'first' }, last: { type: 'end' } }),
    );
    expect([result.exit, line.asked]).toEqual(['done', MOST_SILENCES]);
    expect(line.facts.at(-1)).toMatchObject({ type: 'scenario-cut-short', reason: 'silence' });
  });
});
