/** Thrown when the code contradicts itself. In a call it ends that call; on the floor it stops the process for a supervised restart. */
export class Bug extends Error {
  override readonly name = 'Bug';
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Bug(message);
}

/** Makes the compiler prove that every member of a union was decided; at run time it is a `Bug` that shows the stranger. */
export function unreachable(stranger: never): never {
  throw new Bug(`undecided case: ${JSON.stringify(stranger)}`);
}
