/** Why the domain said no, as the outside sees it: the HTTP filter maps each to one status. */
export type RefusalKind = 'impossible' | 'wrong-state' | 'not-found' | 'not-allowed' | 'stale' | 'unavailable' | 'not-installed';

export interface RefusalFault {
  /** JSON path of the culprit, e.g. `overflow.strategy.number`. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** A domain "no": a stable kebab-case code for programs, a sentence for people, and the faults when several things are wrong at once. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly faults: readonly RefusalFault[] = [],
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}
