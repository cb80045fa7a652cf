/** Resolves at this reading of `performance.now()`: for acts that must fall into one moment, never to wait for something to happen. */
export function atInstant(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds - performance.now()));
}
