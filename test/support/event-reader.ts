import { eventually } from './eventually.js';

export interface ReceivedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A reader of `GET /events`, as a browser or a program would be one. */
export class EventReader {
  readonly events: ReceivedEvent[] = [];
  over = false;

  private constructor(private readonly stop: AbortController) {}

  /** Reading, once the server has begun to answer. */
  static async open(base: string, token: string, lastEventId?: string): Promise<EventReader> {
    const stop = new AbortController();
    const response = await fetch(`${base}/api/v1/events`, {
      headers: { authorization: `Bearer ${token}`, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
      signal: stop.signal,
    });
    if (response.status !== 200 || response.body === null) throw new Error(`events were answered ${response.status}`);
    const reader = new EventReader(stop);
    void reader.read(response.body).catch(() => (reader.over = true));
    return reader;
  }

  close(): void {
    this.stop.abort();
  }

  async until(count: number): Promise<ReceivedEvent[]> {
    await eventually(() => this.events.length >= count, { what: `${count} events` });
    return this.events;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) if (!block.startsWith(':')) this.events.push(parsed(block));
    }
    this.over = true;
  }
}

function parsed(block: string): ReceivedEvent {
  const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
  return { id: fields['id'] ?? '', event: fields['event'] ?? '', data: JSON.parse(fields['data'] ?? '{}') as Record<string, unknown> };
}
