import { inspect } from 'node:util';

/** What is awaited, and for how long. `what` completes the sentence "expected …". */
export interface Awaited {
  readonly what: string;
  /** Deadline; generous on purpose, since it is only spent by a failure. 10 s unless told. */
  readonly withinMs?: number;
  /** Pause between two looks; 20 ms unless told. */
  readonly everyMs?: number;
}

/** What `eventually` answers when the deadline has passed; says what was awaited and what was seen last. */
export class StillWaiting extends Error {
  override readonly name = 'StillWaiting';
}

/**
 * The first truthy value that `look` returns, looked at again and again until the deadline.
 * A throw counts as "not yet": assertions can be awaited as they are. Rejects with `StillWaiting` at the deadline, its cause being the last
 * throw. A look that never settles is cut off by the same deadline.
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  { what, withinMs = 10_000, everyMs = 20 }: Awaited,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs;
  let seen = 'nothing: the first look never settled';
  let cause: unknown;
  for (;;) {
    try {
      const value = await before(deadline, look());
      if (value) return value;
      seen = inspect(value, { depth: 4, breakLength: 140 });
      cause = undefined;
    } catch (error) {
      if (error instanceof Late)
        throw new StillWaiting(`Expected ${what} within ${withinMs} ms; the last look never settled. Before it: ${seen}`);
      seen = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
      cause = error;
    }
    if (performance.now() + everyMs > deadline)
      throw new StillWaiting(`Expected ${what} within ${withinMs} ms; last seen: ${seen}`, { cause });
    await pause(everyMs);
  }
}

/** A condition that a side effect satisfies: resolves when `check` stops throwing. */
export async function eventuallyPasses(check: () => unknown, awaited: Awaited): Promise<void> {
  await eventually(async () => {
    await check();
    return true;
  }, awaited);
}

class Late extends Error {}

async function before<T>(deadline: number, value: T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Late()), Math.max(0, deadline - performance.now()));
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
