import { request, type ClientRequest, type IncomingMessage } from 'node:http';

import { eventually } from './eventually.js';

/** An event as it came, with the fields of its type. */
export interface DesktopEvent {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface DesktopAnswer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what the contract says of each request
  readonly body: Record<string, any>;
}

export interface Said {
  readonly callId: string;
  readonly code: string;
  readonly detailCode?: string;
  readonly note?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly keepWrapUp?: boolean;
}

export type TransferTarget =
  | { readonly kind: 'agent'; readonly agentId: string }
  | { readonly kind: 'queue'; readonly queueId: string }
  | { readonly kind: 'number'; readonly number: string };

const COMES_BACK_AFTER_MS = 200;

/** An agent's program as somebody outside would write it: it knows the HTTP contract and nothing else of Guichet. */
export class AgentDesktop {
  /** Everything that was told, in order. */
  readonly events: DesktopEvent[] = [];
  /** So many times the stream was opened. */
  connections = 0;
  private readonly listeners = new Set<(event: DesktopEvent) => void>();
  private stream: ClientRequest | null = null;
  private comingBack: NodeJS.Timeout | null = null;
  private lastEventId: string | null = null;
  private closed = false;

  private constructor(
    private readonly base: string,
    private readonly token: string,
    readonly agentId: string,
  ) {}

  /** Signed in to the program, and following what happens; not yet at work. */
  static async open(base: string, login: string, password: string): Promise<AgentDesktop> {
    const { status, body } = await ask(base, 'POST', '/auth/login', null, { login, password });
    if (status !== 200) throw new Error(`${login} could not sign in: ${JSON.stringify(body)}`);
    const desktop = new AgentDesktop(base, String(body['accessToken']), String(body['agentId']));
    desktop.follow();
    await eventually(() => desktop.connections > 0, { what: 'the stream of events to be open' });
    return desktop;
  }

  state(): Promise<DesktopAnswer> {
    return this.ask('GET', '/agent');
  }

  /** 204 while there is none. */
  call(): Promise<DesktopAnswer> {
    return this.ask('GET', '/agent/call');
  }

  /** The other agents; `signedIn`: those who are at work. */
  colleagues(signedIn: boolean): Promise<DesktopAnswer> {
    return this.ask('GET', `/agent/colleagues?pageSize=500&signedIn=${String(signedIn)}`);
  }

  /** Where a caller may be sent. */
  queues(): Promise<DesktopAnswer> {
    return this.ask('GET', '/agent/queues?pageSize=500');
  }

  signIn(): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/sign-in');
  }

  signOut(): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/sign-out');
  }

  pause(reason: string): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/pause', { reason });
  }

  resume(): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/resume');
  }

  endWrapUp(): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/wrap-up/end');
  }

  hold(): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/call/hold');
  }

  unhold(): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/call/unhold');
  }

  hangUp(): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/call/hang-up');
  }

  pauseRecording(): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/call/recording/pause');
  }

  resumeRecording(): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/call/recording/resume');
  }

  transfer(to: TransferTarget, mode: 'blind' | 'attended'): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/call/transfer', { to, mode });
  }

  completeTransfer(): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/call/transfer/complete');
  }

  cancelTransfer(): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/call/transfer/cancel');
  }

  dispose(said: Said): Promise<DesktopAnswer> {
    return this.ask('POST', '/agent/disposition', said);
  }

  /** Calls `listener` with each event from now on. Answers how to stop. */
  on(listener: (event: DesktopEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The latest state that was told; null before the first. */
  get told(): string | null {
    return (this.events.findLast(({ type }) => type === 'agent-state')?.['state'] as string | undefined) ?? null;
  }

  /** The first event of this type, at or after the given place in `events`. */
  async until(type: string, from = 0, withinMs = 15_000): Promise<DesktopEvent> {
    const seen = (): DesktopEvent | undefined => this.events.slice(from).find((event) => event.type === type);
    return eventually(seen, { what: `${type} to be told to agent ${this.agentId}`, withinMs });
  }

  async untilState(state: string, withinMs = 15_000): Promise<void> {
    await eventually(() => this.told === state, { what: `agent ${this.agentId} to be told ${state}`, withinMs });
  }

  /** The network drops the stream; it is opened again where it ended. */
  dropStream(): void {
    this.stream?.destroy();
  }

  close(): void {
    this.closed = true;
    if (this.comingBack !== null) clearTimeout(this.comingBack);
    this.stream?.destroy();
  }

  private ask(method: string, path: string, body?: object): Promise<DesktopAnswer> {
    return ask(this.base, method, path, this.token, body);
  }

  private follow(): void {
    const resume = this.lastEventId === null ? {} : { 'last-event-id': this.lastEventId };
    const headers = { authorization: `Bearer ${this.token}`, accept: 'text/event-stream', ...resume };
    let over = false;
    const again = (): void => {
      if (over || this.closed) return;
      over = true;
      this.comingBack = setTimeout(() => this.follow(), COMES_BACK_AFTER_MS);
    };
    this.stream = request(`${this.base}/api/v1/events`, { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) {
        response.resume().once('end', again);
        return;
      }
      this.connections += 1;
      this.read(response);
      response.once('close', again).on('error', () => undefined);
    });
    this.stream.once('error', again).once('close', again);
    this.stream.end();
  }

  private read(response: IncomingMessage): void {
    let rest = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) if (!block.startsWith(':')) this.take(block);
    });
  }

  private take(block: string): void {
    const data = block.split('\n').find((line) => line.startsWith('data: '));
    if (data === undefined) return;
    const event = JSON.parse(data.slice('data: '.length)) as DesktopEvent;
    this.lastEventId = event.id;
    this.events.push(event);
    for (const listener of this.listeners) listener(event);
  }
}

async function ask(base: string, method: string, path: string, token: string | null, body?: object): Promise<DesktopAnswer> {
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as DesktopAnswer['body']) };
}
