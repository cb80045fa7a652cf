/** One line of a traffic file. Times and durations in seconds; lines in order of `at`. */
export type TrafficEvent =
  /** Signs in, or changes campaigns. */
  | { readonly at: number; readonly type: 'agent-in'; readonly agent: string; readonly campaigns: readonly string[] }
  /** In a call it takes effect after it. */
  | { readonly at: number; readonly type: 'agent-out'; readonly agent: string; readonly campaigns?: readonly string[] }
  | Arrival;

export interface Arrival {
  readonly at: number;
  readonly type: 'arrival';
  readonly call: string;
  readonly campaign: string;
  /** The larger, the sooner. */
  readonly priority: number;
  /** Null waits for ever. */
  readonly patienceSeconds: number | null;
  /** The whole handling of the call. */
  readonly serviceSeconds: number;
}

/** Reads JSON lines; throws with the number of the first line that is not a traffic event. */
export function parseTraffic(text: string): TrafficEvent[] {
  let previous = -Infinity;
  const events: TrafficEvent[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const where = `line ${index + 1}`;
    const event = readEvent(JSON.parse(line) as Record<string, unknown>, where);
    if (event.at < previous) throw new Error(`${where}: earlier than the line before`);
    previous = event.at;
    events.push(event);
  }
  return events;
}

function readEvent(raw: Record<string, unknown>, where: string): TrafficEvent {
  const at = numberIn(raw, 'at', where);
  switch (raw['type']) {
    case 'agent-in':
      return { at, type: 'agent-in', agent: textIn(raw, 'agent', where), campaigns: textsIn(raw, 'campaigns', where) };
    case 'agent-out':
      return { at, type: 'agent-out', agent: textIn(raw, 'agent', where) };
    case 'arrival':
      return {
        at,
        type: 'arrival',
        call: textIn(raw, 'call', where),
        campaign: textIn(raw, 'campaign', where),
        priority: raw['priority'] === undefined ? 0 : numberIn(raw, 'priority', where),
        patienceSeconds: raw['patienceSeconds'] == null ? null : numberIn(raw, 'patienceSeconds', where),
        serviceSeconds: numberIn(raw, 'serviceSeconds', where),
      };
    default:
      throw new Error(`${where}: type must be agent-in, agent-out or arrival`);
  }
}

function numberIn(raw: Record<string, unknown>, key: string, where: string): number {
  const value = raw[key];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${where}: ${key} must be a number`);
  return value;
}

function textIn(raw: Record<string, unknown>, key: string, where: string): string {
  const value = raw[key];
  if (typeof value !== 'string') throw new Error(`${where}: ${key} must be text`);
  return value;
}

function textsIn(raw: Record<string, unknown>, key: string, where: string): string[] {
  const value = raw[key];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw new Error(`${where}: ${key} must be a list of texts`);
  return value;
}
