/** One line of a traffic file. Times and durations in seconds, kept to the millisecond; lines in order of `at`. */
export type TrafficEvent =
  /** Signs in, or changes campaigns. */
  | { readonly at: number; readonly type: 'agent-in'; readonly agent: string; readonly campaigns: readonly string[] }
  /** Out of every campaign; in a call it takes effect after it. */
  | { readonly at: number; readonly type: 'agent-out'; readonly agent: string; readonly campaigns?: readonly string[] }
  | Arrival;

export interface Arrival {
  readonly at: number;
  readonly type: 'arrival';
  /** Unlike any other. */
  readonly call: string;
  readonly campaign: string;
  /** The larger, the sooner; 0 where the file says nothing. Of one priority, the order of the file is the order of the line. */
  readonly priority: number;
  /** Null waits for ever, and so does who has none in the file. */
  readonly patienceSeconds: number | null;
  /** The whole handling of the call. */
  readonly serviceSeconds: number;
}

/** Reads JSON lines, blank ones passed over; throws with the number of the first line that is not a traffic event, or not one that may come then. */
export function parseTraffic(text: string): TrafficEvent[] {
  const events: TrafficEvent[] = [];
  const lineOfCall = new Map<string, number>();
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue;
    const where = `line ${index + 1}`;
    const event = readEvent(objectIn(line, where), where);
    if (event.at < (events.at(-1)?.at ?? -Infinity)) throw new Error(`${where}: earlier than the line before`);
    if (event.type === 'arrival') {
      const known = lineOfCall.get(event.call);
      if (known !== undefined) throw new Error(`${where}: call ${event.call} arrives in line ${known} already`);
      lineOfCall.set(event.call, index + 1);
    }
    events.push(event);
  }
  return events;
}

function objectIn(line: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (fault) {
    throw new Error(`${where}: not JSON (${fault instanceof Error ? fault.message : String(fault)})`, { cause: fault });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${where}: not a JSON object`);
  return value as Record<string, unknown>;
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
        patienceSeconds: raw['patienceSeconds'] == null ? null : durationIn(raw, 'patienceSeconds', where),
        serviceSeconds: durationIn(raw, 'serviceSeconds', where),
      };
    default:
      throw new Error(`${where}: type must be agent-in, agent-out or arrival`);
  }
}

function durationIn(raw: Record<string, unknown>, key: string, where: string): number {
  const value = numberIn(raw, key, where);
  if (value < 0) throw new Error(`${where}: ${key} must not be negative`);
  return value;
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
