import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Response } from 'express';

import type { JournalEntry } from '../../core/journal/facts.js';
import { brandId, type AgentId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { AUTHENTICATOR, type Authenticator } from '../../platform/auth/authenticator.js';
import type { Principal } from '../../platform/auth/principal.js';
import { HttpProblem } from '../../platform/http/problem.js';
import { LOG, type Log } from '../../platform/logging/log.js';
import { AgentCallsService } from '../agent/agent-calls.service.js';
import { JournalService } from '../calls/journal.service.js';
import { AgentAudience, EVERYBODY, NOBODY, talkingAfter, type Audience } from './audience.js';
import { EventHistory } from './event-history.js';
import { EventStream } from './event-stream.js';

const HEARTBEAT_MS = 15_000;
const MOST_READERS = 2_000;
/** Windows that one person, or programs that one key, may have open. */
const MOST_READERS_EACH = 20;
const PAGE = 1_000;
/** A reader who comes back after more than this begins here: the journal of years is not for a stream. */
const MOST_REPLAYED = 20_000;

/** Tells readers what happens, as it happens. */
@Injectable()
export class EventsService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly streams = new Map<EventStream, { readonly token: string; readonly principalId: string }>();
  private readonly history = new EventHistory();
  private readonly texts = new WeakMap<JournalEntry, string>();
  private readonly offers = new WeakMap<JournalEntry, string>();
  private stopListening: () => void = () => undefined;
  private heart: NodeJS.Timeout | undefined;

  constructor(
    private readonly journal: JournalService,
    private readonly calls: AgentCallsService,
    @Inject(DESK) private readonly desk: Desk,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.desk.subscribe((entry) => {
      this.history.add(entry);
      for (const stream of this.streams.keys()) stream.push(entry);
    });
    this.heart = setInterval(() => this.beat(), HEARTBEAT_MS).unref();
  }

  beforeApplicationShutdown(): void {
    this.stopListening();
    clearInterval(this.heart);
    for (const stream of this.streams.keys()) stream.end();
    this.streams.clear();
  }

  get readers(): number {
    return this.streams.size;
  }

  /** Serves one reader until it leaves. `lastEventId` null begins with what happens next. */
  async serve(response: Response, principal: Principal, token: string, lastEventId: string | null): Promise<void> {
    this.assertRoom(principal);
    // Fails as an answer, not as a broken stream, when the past cannot be read.
    const agentId = principal.role === 'agent' ? (principal.agentId ?? '') : null;
    const past = lastEventId === null || this.history.reachesBackTo(lastEventId) ? [] : await this.firstPage(lastEventId, agentId);
    const audience = agentId === null ? EVERYBODY : await this.audienceOf(agentId, lastEventId);
    const written = (entry: JournalEntry): string => (agentId === null ? this.text(entry) : this.textForAgent(entry));
    const stream = new EventStream(response, audience, lastEventId ?? '', written);
    this.streams.set(stream, { token, principalId: principal.id });
    response.on('close', () => this.streams.delete(stream));
    try {
      await this.tellPast(stream, past, lastEventId, agentId);
      stream.goLive();
    } catch (error) {
      this.log.warn('The past could not be read for a reader of events; it was sent away to come back', { error });
      stream.end();
    }
  }

  private assertRoom({ id }: Principal): void {
    if (this.streams.size >= MOST_READERS)
      throw new Refusal('unavailable', 'too-many-readers', `Events have ${MOST_READERS} readers already.`);
    const own = [...this.streams.values()].filter(({ principalId }) => principalId === id).length;
    if (own < MOST_READERS_EACH) return;
    throw new HttpProblem(429, 'too-many-readers', `You read events ${MOST_READERS_EACH} times already: close one of these.`);
  }

  private async audienceOf(agentId: string, lastEventId: string | null): Promise<Audience> {
    if (agentId === '') return NOBODY;
    if (lastEventId === null) {
      const { state, callId } = this.desk.agentStatus(brandId<AgentId>(agentId));
      return new AgentAudience(agentId, state === 'talking' ? callId : null);
    }
    const lastSeen = this.history.find(lastEventId) ?? (await this.journal.entry(lastEventId));
    return new AgentAudience(agentId, lastSeen === null ? null : talkingAfter(lastSeen.fact));
  }

  private async firstPage(lastEventId: string, agentId: string | null): Promise<JournalEntry[]> {
    return this.journal.after(await this.journal.notBefore(lastEventId, MOST_REPLAYED), PAGE, agentId);
  }

  private async tellPast(
    stream: EventStream,
    first: readonly JournalEntry[],
    lastEventId: string | null,
    agentId: string | null,
  ): Promise<void> {
    if (lastEventId === null) return;
    let page = first;
    for (let last = page.at(-1); last !== undefined && !stream.over; last = page.at(-1)) {
      stream.replay(page);
      await stream.drained();
      if (page.length < PAGE) break;
      page = await this.journal.after(last.id, PAGE, agentId);
    }
    // What the journal has not written yet is here.
    stream.replay(this.history.after(lastEventId));
  }

  /** Every fifteen seconds: a sign of life, and the end for those whose token is no longer valid. */
  beat(): void {
    for (const [stream, { token }] of this.streams) {
      if (this.authenticator.principalOf(token) === null) stream.end();
      else stream.heartbeat();
    }
  }

  /** Written once, however many read it. */
  private text(entry: JournalEntry): string {
    return this.texts.get(entry) ?? kept(this.texts, entry, this.journal.view(entry));
  }

  /** An offer comes with what the agent needs for the call: late would be worse than never. */
  private textForAgent(entry: JournalEntry): string {
    if (entry.fact.type !== 'call-offered') return this.text(entry);
    const known = this.offers.get(entry);
    if (known !== undefined) return known;
    const handedOver = this.calls.handedOver(entry.fact.callId, entry.fact.agentId);
    return handedOver === null ? this.text(entry) : kept(this.offers, entry, { ...this.journal.view(entry), ...handedOver });
  }
}

function kept(texts: WeakMap<JournalEntry, string>, entry: JournalEntry, data: object): string {
  const text = `id: ${entry.id}\nevent: ${entry.fact.type}\ndata: ${JSON.stringify(data)}\n\n`;
  texts.set(entry, text);
  return text;
}
