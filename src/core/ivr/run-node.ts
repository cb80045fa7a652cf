import { firstThatHolds } from './conditions.js';
import { accepts } from './digit-check.js';
import { requestOf } from './http-request.js';
import type { IvrMemory } from './ivr-memory.js';
import type { KeysWanted } from './ivr-line.js';
import { textAt } from './json-path.js';
import type { IvrExit } from './ivr-exit.js';
import type { GatherNode, HttpNode, IvrLanguage, IvrNode, MenuNode } from './scenario.js';

/** Where the scenario goes from a node, or how it ends there. */
export type Move =
  | { readonly move: 'to'; readonly nodeId: string }
  /** The same node once more. */
  | { readonly move: 'again' }
  | { readonly move: 'into'; readonly scenarioId: string; readonly back: string }
  | { readonly move: 'out' }
  | { readonly move: 'leave'; readonly how: IvrExit };

export async function runNode(node: IvrNode, memory: IvrMemory, language: IvrLanguage): Promise<Move> {
  switch (node.type) {
    case 'play':
      memory.keep();
      await memory.line.play(
        memory.prompt(
          node.audioIds.map((audioId) => ({ audioId })),
          language,
          node.interruptible,
        ),
      );
      return to(node.next);
    case 'say':
      memory.keep();
      await memory.line.play(memory.prompt([{ say: node.what, value: node.value }], node.language ?? language, node.interruptible));
      return to(node.next);
    case 'menu':
      return menu(node, memory, language);
    case 'gather':
      return gather(node, memory, language);
    case 'branch': {
      const chosen = firstThatHolds(node.cases, memory);
      const next = (chosen === null ? undefined : node.cases[chosen]?.next) ?? node.else;
      memory.decided({ type: 'branch-taken', chosen, next });
      return to(next);
    }
    case 'set': {
      const secret = memory.isSecret(node.value);
      memory.set(node.variable, memory.fill(node.value), secret);
      tellVariable(memory, node.variable, secret);
      return to(node.next);
    }
    case 'http':
      return http(node, memory);
    case 'sub-scenario':
      return { move: 'into', scenarioId: node.scenarioId, back: node.next };
    case 'end':
      return { move: 'out' };
    case 'hang-up':
      memory.keep();
      if (node.prompt.length > 0) await memory.line.play(memory.prompt(node.prompt, language, false));
      return leave({ exit: 'hang-up' });
    case 'transfer':
      return transfer(memory.fill(node.number), node.failed, memory);
    case 'enqueue':
      return leave({ exit: 'enqueue', priorityOffset: node.priorityOffset, skills: node.skills, queueId: node.queueId });
    case 'voicemail':
      return leave({ exit: 'voicemail' });
    case 'callback':
      return leave({ exit: 'callback' });
  }
}

async function menu(node: MenuNode, memory: IvrMemory, language: IvrLanguage): Promise<Move> {
  const keys = await asked(memory, {
    prompt: memory.prompt(node.prompt, language),
    maxDigits: 1,
    terminator: null,
    firstDigitTimeoutSeconds: node.timeoutSeconds,
    betweenDigitsTimeoutSeconds: node.timeoutSeconds,
    secret: false,
  });
  const choice = node.choices.find(({ key }) => key === keys);
  if (choice === undefined) {
    tellKeys(memory, keys, keys === '' ? 'silent' : 'invalid', false);
    return askAgain(node, memory, language, keys === '' ? node.onTimeout : node.onInvalid, keys !== '');
  }
  tellKeys(memory, keys, 'accepted', false);
  if (node.variable !== null) memory.set(node.variable, keys, false);
  memory.answer(node.answer, keys);
  return to(choice.next);
}

async function gather(node: GatherNode, memory: IvrMemory, language: IvrLanguage): Promise<Move> {
  const keys = await asked(memory, {
    prompt: memory.prompt(node.prompt, language),
    maxDigits: node.maxDigits,
    terminator: node.terminator === 'none' ? null : node.terminator,
    firstDigitTimeoutSeconds: node.firstDigitTimeoutSeconds,
    betweenDigitsTimeoutSeconds: node.betweenDigitsTimeoutSeconds,
    secret: node.secret,
  });
  if (!accepts(node, keys)) {
    tellKeys(memory, keys, keys === '' ? 'silent' : 'invalid', node.secret);
    return askAgain(node, memory, language, node.failed, keys !== '');
  }
  tellKeys(memory, keys, 'accepted', node.secret);
  memory.set(node.variable, keys, node.secret);
  memory.answer(node.answer, keys);
  return to(node.ok);
}

/** The keys pressed, and a silence more or none. */
async function asked(memory: IvrMemory, wanted: KeysWanted): Promise<string> {
  memory.keep();
  const { keys } = await memory.line.collect(wanted);
  memory.change({ silences: keys === '' ? memory.state.silences + 1 : 0 });
  return keys;
}

async function askAgain(
  { retries, invalidPrompt }: MenuNode | GatherNode,
  memory: IvrMemory,
  language: IvrLanguage,
  otherwise: string,
  wrong: boolean,
): Promise<Move> {
  if (memory.state.attempts >= retries) return to(otherwise);
  if (wrong && invalidPrompt.length > 0) await memory.line.play(memory.prompt(invalidPrompt, language));
  return { move: 'again' };
}

async function http(node: HttpNode, memory: IvrMemory): Promise<Move> {
  memory.keep();
  const { line } = memory;
  const askedAt = line.now();
  const answer = await line.http(requestOf(node, memory));
  const seconds = (line.now() - askedAt) / 1000;
  const reason = answer.outcome === 'ok' ? `answered ${answer.status}` : answer.reason;
  memory.decided({ type: 'http-answered', outcome: answer.outcome, reason, seconds });
  if (answer.outcome === 'failed') return to(node.failed);
  for (const [variable, path] of Object.entries(node.result)) {
    memory.set(variable, textAt(answer.json, path), false);
    tellVariable(memory, variable, false);
  }
  return to(node.ok);
}

function transfer(number: string, failed: string, memory: IvrMemory): Move {
  // Whether it may be called is the dial policy's to say; that it is a number at all is said here.
  if (!/^\+?\d{3,20}$/.test(number)) {
    memory.decided({ type: 'no-number', number: memory.shown(number, false) });
    return to(failed);
  }
  return leave({ exit: 'transfer', number, otherwise: { ...memory.state, nodeId: failed, attempts: 0, steps: memory.state.steps + 1 } });
}

function tellKeys(memory: IvrMemory, keys: string, outcome: 'accepted' | 'invalid' | 'silent', secret: boolean): void {
  memory.decided({
    type: 'keys-collected',
    keys: keys === '' ? '' : memory.shown(keys, secret),
    outcome,
    attempt: memory.state.attempts + 1,
  });
}

function tellVariable(memory: IvrMemory, variable: string, secret: boolean): void {
  memory.decided({ type: 'variable-set', variable, value: memory.shown(memory.valueOf(variable), secret) });
}

function to(nodeId: string): Move {
  return { move: 'to', nodeId };
}

function leave(how: IvrExit): Move {
  return { move: 'leave', how };
}
