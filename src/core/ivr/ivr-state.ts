/** Where a scenario is, with all that is needed to go on there: small, JSON, kept on the caller's line by the call. */
export interface IvrState {
  readonly scenarioId: string;
  readonly nodeId: string;
  /** Where it goes on when a scenario within another ends, the innermost last. */
  readonly stack: readonly { readonly scenarioId: string; readonly nodeId: string }[];
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that hold something secret, or something made of it. */
  readonly secrets: readonly string[];
  readonly answers: Readonly<Record<string, string>>;
  /** How often the caller was already asked in this node. */
  readonly attempts: number;
  /** Nodes entered since the beginning. */
  readonly steps: number;
  /** Times in a row that the caller was asked and pressed nothing. */
  readonly silences: number;
}

export function firstState(scenarioId: string, start: string): IvrState {
  return { scenarioId, nodeId: start, stack: [], variables: {}, secrets: [], answers: {}, attempts: 0, steps: 0, silences: 0 };
}
