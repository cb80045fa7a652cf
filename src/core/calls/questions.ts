import { seconds } from '../kernel/time.js';
import type { Sound } from '../ports/telephony.js';
import type { CallCause } from './call-cause.js';
import type { Call } from './call.js';
import type { CallScope } from './call-scope.js';
import { playTo } from './prompts.js';
import { waitUntil } from './wait-until.js';

/** A question that is answered by keys. */
export interface Question {
  readonly prompt: readonly Sound[];
  /** What the prompt is for, as the journey tells it. */
  readonly purpose: string;
  /** So many keys are an answer without a terminator. */
  readonly maxKeys: number;
  /** Keys that are an answer as they stand; absent: none. */
  readonly enough?: (keys: string) => boolean;
  /** Ends the answer and is not part of it; null: only number and time do. */
  readonly terminator: string | null;
  /** Counted from the end of the prompt. */
  readonly firstWithinSeconds: number;
  readonly betweenSeconds: number;
  /** Keys pressed before the question count too; absent: they do not. */
  readonly typedAhead?: true;
}

export interface Answer {
  /** Without the terminator; empty when nothing was pressed. */
  readonly keys: string;
  readonly ended: 'terminator' | 'full' | 'timeout';
}

/**
 * Asks by a prompt and waits for keys. A key pressed during the prompt cuts it short and counts; keys pressed before the question do not,
 * unless it says so.
 */
export async function ask(call: Call, question: Question, scope: CallScope<CallCause> = call.scope): Promise<Answer> {
  const { maxKeys, terminator, betweenSeconds, firstWithinSeconds } = question;
  if (question.typedAhead !== true) call.keypad.clear();
  let keys = '';
  const state: { ended: Answer['ended'] | null } = { ended: null };
  const open = (): boolean => state.ended === null;
  let pressed: () => void = () => undefined;
  const stop = call.keypad.listen((key) => {
    if (!open()) return;
    if (key === terminator) state.ended = 'terminator';
    else {
      keys += key;
      if (keys.length >= maxKeys || question.enough?.(keys) === true) state.ended = 'full';
    }
    pressed();
  });
  try {
    await promptUntil(
      call,
      question,
      scope,
      (wake) => (pressed = wake),
      () => keys !== '' || !open(),
    );
    while (open()) {
      const before = keys;
      const within = before === '' ? firstWithinSeconds : betweenSeconds;
      await waitUntil(call.ports.clock, call.now() + seconds(within), scope, (wake) => {
        pressed = wake;
      });
      if (open() && keys === before) state.ended = 'timeout';
    }
    return { keys, ended: state.ended ?? 'timeout' };
  } finally {
    stop();
  }
}

async function promptUntil(
  call: Call,
  { prompt, purpose }: Question,
  scope: CallScope<CallCause>,
  onPress: (wake: () => void) => void,
  pressedAlready: () => boolean,
): Promise<void> {
  if (pressedAlready()) return;
  const talk = scope.child();
  onPress(() => {
    talk.end({ kind: 'finished' });
  });
  await scope.until(talk.run(() => playTo(call, prompt, purpose, talk)));
}
