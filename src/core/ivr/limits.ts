/** What a scenario may be at the most. Its state is kept on the caller's line, on the PBX: variables are few and short. */
export const LIMITS = {
  nodes: 500,
  nameCharacters: 120,
  promptParts: 20,
  choices: 12,
  cases: 50,
  conditions: 10,
  conditionValues: 100,
  templateCharacters: 500,
  /** Of a text to be spoken, with its variables in it: a minute and a half. */
  spokenCharacters: 1000,
  urlCharacters: 1000,
  headers: 20,
  bodyCharacters: 4000,
  results: 20,
  skills: 20,
  digits: 40,
  retries: 10,
  inputTimeoutSeconds: 60,
  httpTimeoutSeconds: 10,
  priorityOffset: 1000,
  /** In a scenario and all that it leads to. */
  variables: 30,
  variableCharacters: 200,
  answers: 30,
  /** Scenarios within scenarios. */
  depth: 5,
} as const;
