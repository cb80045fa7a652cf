import { LIMITS } from './limits.js';
import type { ObjectReader } from './object-reader.js';
import { readCondition } from './read-condition.js';
import { readHttp } from './read-http.js';
import { readPrompt, readTemplate, SPOKEN_AS } from './read-prompt.js';
import { readOptionalName, readOwnVariable } from './read-variable.js';
import type { GatherCheck, GatherNode, IvrLanguage, IvrNode, IvrNodeType, MenuNode } from './scenario.js';

const TYPES: readonly [IvrNodeType, ...IvrNodeType[]] = [
  'play',
  'say',
  'menu',
  'gather',
  'branch',
  'set',
  'http',
  'enqueue',
  'transfer',
  'voicemail',
  'callback',
  'hang-up',
  'sub-scenario',
  'end',
];
export const LANGUAGES: readonly [IvrLanguage, ...IvrLanguage[]] = ['fr', 'en'];
const ID = { longest: 26 };

/** The node as far as it can be read; null when its type is unknown, and nothing more can be said of it. */
export function readNode(reader: ObjectReader): IvrNode | null {
  const type = reader.given('type');
  if (!TYPES.some((known) => known === type)) {
    reader.fault('type', type === undefined ? 'missing' : 'unknown-node-type', `must be one of ${TYPES.join(', ')}.`);
    return null;
  }
  const node = READERS[type as IvrNodeType](reader);
  reader.finish();
  return node;
}

const READERS: { readonly [Type in IvrNodeType]: (reader: ObjectReader) => Extract<IvrNode, { readonly type: Type }> } = {
  play: (reader) => ({
    type: 'play',
    audioIds: reader.list('audioIds', { least: 1, most: LIMITS.promptParts }, (value, path) =>
      reader.textAt(value, path, { longest: 100 }),
    ),
    interruptible: reader.flag('interruptible', true),
    next: reader.node('next'),
  }),
  say: (reader) => ({
    type: 'say',
    what: reader.oneOf('what', SPOKEN_AS),
    value: readTemplate(reader, 'value'),
    language: reader.given('language') === undefined ? null : reader.oneOf('language', LANGUAGES),
    interruptible: reader.flag('interruptible', true),
    next: reader.node('next'),
  }),
  menu: readMenu,
  gather: readGather,
  branch: (reader) => ({
    type: 'branch',
    cases: reader.list('cases', { least: 1, most: LIMITS.cases }, (value, path) => {
      const one = reader.inner(value, path);
      const read = {
        when: one.list('when', { least: 1, most: LIMITS.conditions }, (condition, at) => readCondition(one, condition, at)),
        next: one.node('next'),
      };
      one.finish();
      return read;
    }),
    else: reader.node('else'),
  }),
  set: (reader) => ({
    type: 'set',
    variable: readOwnVariable(reader, 'variable'),
    value: readTemplate(reader, 'value', { shortest: 0 }),
    next: reader.node('next'),
  }),
  http: readHttp,
  enqueue: (reader) => ({
    type: 'enqueue',
    priorityOffset: reader.integer('priorityOffset', { least: -LIMITS.priorityOffset, most: LIMITS.priorityOffset, preset: 0 }),
    skills: reader.list('skills', { least: 0, most: LIMITS.skills }, (value, path) => {
      const skill = reader.inner(value, path);
      const read = { skillId: skill.text('skillId', ID), minimumLevel: skill.integer('minimumLevel', { least: 0, most: 9, preset: 0 }) };
      skill.finish();
      return read;
    }),
    queueId: reader.optionalText('queueId', ID.longest),
  }),
  transfer: (reader) => ({ type: 'transfer', number: readTemplate(reader, 'number'), failed: reader.node('failed') }),
  voicemail: () => ({ type: 'voicemail' }),
  callback: () => ({ type: 'callback' }),
  'hang-up': (reader) => ({ type: 'hang-up', prompt: readPrompt(reader, 'prompt') }),
  'sub-scenario': (reader) => ({ type: 'sub-scenario', scenarioId: reader.text('scenarioId', ID), next: reader.node('next') }),
  end: () => ({ type: 'end' }),
};

function readMenu(reader: ObjectReader): MenuNode {
  const keys = new Set<string>();
  return {
    type: 'menu',
    prompt: readPrompt(reader, 'prompt', 1),
    invalidPrompt: readPrompt(reader, 'invalidPrompt'),
    choices: reader.list('choices', { least: 1, most: LIMITS.choices }, (value, path) => {
      const choice = reader.inner(value, path);
      const given = choice.given('key');
      const key = typeof given === 'string' ? given : '';
      if (!/^[0-9*#]$/.test(key)) choice.fault('key', 'bad-key', 'must be one of 0 to 9, * and #.');
      if (key !== '' && keys.has(key))
        choice.fault('key', 'duplicate-key', `is ${key} again: the first choice of a key would always be taken.`);
      keys.add(key);
      const read = { key, label: choice.optionalText('label', 60), next: choice.node('next') };
      choice.finish();
      return read;
    }),
    timeoutSeconds: reader.integer('timeoutSeconds', { least: 1, most: LIMITS.inputTimeoutSeconds, preset: 5 }),
    retries: reader.integer('retries', { least: 0, most: LIMITS.retries, preset: 2 }),
    onTimeout: reader.node('onTimeout'),
    onInvalid: reader.node('onInvalid'),
    variable: readOptionalName(reader, 'variable'),
    answer: readOptionalName(reader, 'answer'),
  };
}

function readGather(reader: ObjectReader): GatherNode {
  const check = readCheck(reader);
  const whole = check.kind === 'date' ? check.order.length : undefined;
  const minDigits = reader.integer('minDigits', { least: 1, most: LIMITS.digits, preset: whole ?? 1 });
  const maxDigits = reader.integer('maxDigits', { least: 1, most: LIMITS.digits, preset: whole ?? LIMITS.digits });
  if (whole === undefined && minDigits > maxDigits) reader.fault('maxDigits', 'empty-range', 'must not be less than minDigits.');
  if (whole !== undefined && (minDigits > whole || maxDigits < whole)) {
    reader.fault('maxDigits', 'empty-range', `leaves no room for a date of ${whole} digits.`);
  }
  const secret = reader.flag('secret', false);
  const answer = readOptionalName(reader, 'answer');
  if (secret && answer !== null) reader.fault('answer', 'secret-answer', 'would store with the call what is secret.');
  return {
    type: 'gather',
    prompt: readPrompt(reader, 'prompt', 1),
    invalidPrompt: readPrompt(reader, 'invalidPrompt'),
    variable: readOwnVariable(reader, 'variable'),
    minDigits,
    maxDigits,
    terminator: reader.oneOf('terminator', ['#', '*', 'none'], '#'),
    firstDigitTimeoutSeconds: reader.integer('firstDigitTimeoutSeconds', { least: 1, most: LIMITS.inputTimeoutSeconds, preset: 7 }),
    betweenDigitsTimeoutSeconds: reader.integer('betweenDigitsTimeoutSeconds', { least: 1, most: LIMITS.inputTimeoutSeconds, preset: 4 }),
    retries: reader.integer('retries', { least: 0, most: LIMITS.retries, preset: 2 }),
    check,
    secret,
    answer,
    ok: reader.node('ok'),
    failed: reader.node('failed'),
  };
}

function readCheck(reader: ObjectReader): GatherCheck {
  if (reader.given('check') === undefined) return { kind: 'digits' };
  const check = reader.inner(reader.given('check'), reader.at('check'));
  const kind = check.oneOf('kind', ['digits', 'date', 'phone', 'luhn']);
  const read: GatherCheck =
    kind === 'date' ? { kind, order: check.oneOf('order', ['ddmmyyyy', 'mmddyyyy', 'yyyymmdd', 'ddmmyy'], 'ddmmyyyy') } : { kind };
  check.finish();
  return read;
}
