import type { AgentStatus } from '../core/acd/agent-state.js';
import { agentStatus, agentStatuses } from '../core/acd/floor.js';
import type { LegEvent, Switchboard } from '../core/calls/switchboard.js';
import { brandId, type AgentId, type LegId, type PlaybackId } from '../core/kernel/ids.js';
import { Refusal } from '../core/kernel/refusal.js';
import { seconds } from '../core/kernel/time.js';
import type { Clock, Timer } from '../core/ports/clock.js';
import type { IdSource } from '../core/ports/id-source.js';
import type { Log } from '../core/ports/log.js';
import { PbxUnreachable, type PlaybackEnd, type Telephony } from '../core/ports/telephony.js';
import type { AgentPhones } from './agent-phones.js';
import type { FloorWriter } from './floor-writer.js';
import type { Journal } from './journal.js';
import type { MessageToHear } from './message-to-hear.js';
import type { OutboundLines } from './outbound-lines.js';
import type { Seats } from './seats.js';

/** Why an agent is paused who listens to a message. */
const LISTENING = 'voicemail';
const RINGS_SECONDS = 30;
/** So long an agent may think about hearing it again. */
const AGAIN_WITHIN = seconds(10);
const LOOK_AGAIN = seconds(1);

export interface PlaybackParts {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly journal: Journal;
  readonly log: Log;
  readonly switchboard: Switchboard;
  readonly writer: FloorWriter;
  readonly phones: AgentPhones;
  readonly seats: Seats;
  readonly outbound: OutboundLines;
  readonly reconciler: { readonly settled: boolean };
  readonly letGo: (leg: LegId) => void;
}

interface Listening {
  readonly leg: LegId;
  readonly message: MessageToHear;
  /** The phone is connected from sign-in to sign-out, and stays so. */
  readonly seated: boolean;
  /** The agent was free, and is again afterwards; one who was paused stays so. */
  readonly paused: boolean;
  unwatch: () => void;
  /** Ends the playback that is to be heard, if any. */
  silence: () => void;
  again: Timer | null;
}

/**
 * Plays messages on agents' phones: key 1 plays again, key # or a hang-up ends it. Meanwhile the agent is paused, so that no call is offered to a
 * phone that is in use; whoever ends the pause, ends the message.
 */
export class MessagePlayback {
  private readonly listening = new Map<AgentId, Listening>();

  constructor(private readonly parts: PlaybackParts) {
    parts.journal.subscribe(({ fact }) => {
      if (fact.type === 'agent-state' && fact.state !== 'paused') this.cut(fact.agentId);
    });
  }

  /**
   * Calls the agent's phone. Refused (`wrong-state`) when the agent is signed out, busy or listening already, or the phone may not be dialled;
   * `unavailable` when the PBX is out of reach.
   */
  async play(agentId: AgentId, message: MessageToHear): Promise<void> {
    const { writer, seats, telephony, reconciler } = this.parts;
    const state = this.assertFree(agentId);
    if (!reconciler.settled) throw unreachable();
    const seat = seats.legOf(agentId);
    const phone = seat === null ? this.phoneOf(agentId) : null;
    const leg = seat ?? brandId<LegId>(`${telephony.node}:guichet-message-${this.parts.ids.next()}`);
    const paused = state !== 'paused';
    if (paused) writer.demand({ type: 'pause-asked', agentId, reason: LISTENING });
    const listening: Listening = {
      ...{ leg, message, seated: seat !== null, paused, unwatch: () => undefined, silence: () => undefined, again: null },
    };
    this.listening.set(agentId, listening);
    listening.unwatch = this.parts.switchboard.watch(leg, (event) => {
      this.onLeg(agentId, listening, event);
    });
    if (phone === null) this.begin(agentId, listening);
    else await this.dial(agentId, listening, phone);
  }

  /** Agents who listened when we died: what they heard is cleared away with the rest, and then they are free again. */
  takeUp(): void {
    const { clock, writer, reconciler } = this.parts;
    const left = [...agentStatuses(writer.floor)].filter(isListening).filter(({ agentId }) => !this.listening.has(agentId));
    if (left.length === 0) return;
    const look = (): void => {
      if (!reconciler.settled) clock.at(clock.now() + LOOK_AGAIN, look);
      else for (const { agentId } of left) this.free(agentId);
    };
    clock.at(clock.now() + LOOK_AGAIN, look);
  }

  /** The PBX is out of reach: what is left of it there is cleared when it is back. */
  abandonAll(): void {
    for (const [agentId, listening] of [...this.listening]) this.end(agentId, listening);
  }

  private assertFree(agentId: AgentId): AgentStatus['state'] {
    const state = agentStatus(this.parts.writer.floor, agentId)?.state ?? 'signed-out';
    if (state === 'signed-out') throw new Refusal('wrong-state', 'agent-signed-out', 'The agent is signed out: sign in first.');
    if (this.listening.has(agentId)) throw new Refusal('wrong-state', 'already-listening', 'The agent is listening to a message.');
    if (state === 'available' || state === 'paused' || state === 'conventional-pause') return state;
    throw new Refusal('wrong-state', 'agent-busy', 'The agent has a call, or has not finished with one.');
  }

  private phoneOf(agentId: AgentId): { readonly endpoint: string; readonly outbound: boolean } {
    const phone = this.parts.phones.dialable(agentId);
    if ('refused' in phone) throw new Refusal('wrong-state', 'phone-not-dialable', `The phone cannot be called: ${phone.refused}.`);
    return phone;
  }

  private async dial(
    agentId: AgentId,
    listening: Listening,
    { endpoint, outbound }: { readonly endpoint: string; readonly outbound: boolean },
  ): Promise<void> {
    const { telephony, log, letGo, outbound: lines } = this.parts;
    const { leg, message } = listening;
    if (outbound) lines.dialled(leg);
    try {
      const { from, language } = message;
      await telephony.dial({ leg, endpoint, from, assertedIdentity: null, giveUpAfterSeconds: RINGS_SECONDS, saved: null, language });
    } catch (fault) {
      log.warn('an agent could not be called for a message', { agentId, fault: String(fault) });
      this.finish(agentId, listening);
      letGo(leg);
      lines.ended(leg);
      throw fault instanceof PbxUnreachable ? unreachable() : fault;
    }
  }

  private onLeg(agentId: AgentId, listening: Listening, event: LegEvent): void {
    if (event.type === 'leg-answered') this.begin(agentId, listening);
    else if (event.type === 'leg-gone') this.finish(agentId, listening);
    else if (event.type === 'digit' && event.digit === '1') this.begin(agentId, listening);
    else if (event.type === 'digit' && event.digit === '#') this.end(agentId, listening);
  }

  /** From the start, whatever is to be heard at the moment. */
  private begin(agentId: AgentId, listening: Listening): void {
    const { telephony, switchboard, ids, log } = this.parts;
    listening.silence();
    const playback = brandId<PlaybackId>(ids.next());
    const forget = switchboard.whenPlayed(playback, (end) => {
      this.played(agentId, listening, end);
    });
    listening.silence = () => {
      forget();
      listening.again?.stop();
      listening.silence = () => undefined;
      telephony.stopPlayback(playback).catch((fault: unknown) => {
        log.warn('a message could not be cut short', { agentId, fault: String(fault) });
      });
    };
    telephony.play(listening.leg, [{ kind: 'voicemail', voicemailId: listening.message.voicemailId }], playback).catch((fault: unknown) => {
      log.warn('a message could not be played', { agentId, fault: String(fault) });
      this.end(agentId, listening);
    });
  }

  private played(agentId: AgentId, listening: Listening, end: PlaybackEnd): void {
    const { clock, log } = this.parts;
    if (end === 'unplayable') {
      log.warn('the sound of a message cannot be played', { agentId, voicemailId: listening.message.voicemailId });
      this.end(agentId, listening);
      return;
    }
    listening.again = clock.at(clock.now() + AGAIN_WITHIN, () => {
      this.end(agentId, listening);
    });
  }

  /** The agent does something else. */
  private cut(agentId: AgentId): void {
    const listening = this.listening.get(agentId);
    if (listening !== undefined) this.end(agentId, listening);
  }

  private end(agentId: AgentId, listening: Listening): void {
    if (!this.finish(agentId, listening)) return;
    if (!listening.seated) this.parts.letGo(listening.leg);
  }

  /** False when it was over before. */
  private finish(agentId: AgentId, listening: Listening): boolean {
    if (this.listening.get(agentId) !== listening) return false;
    this.listening.delete(agentId);
    listening.unwatch();
    listening.silence();
    if (listening.paused) this.free(agentId);
    return true;
  }

  private free(agentId: AgentId): void {
    const { writer } = this.parts;
    writer.inTurn(() => {
      const status = agentStatus(writer.floor, agentId);
      if (status !== null && isListening(status)) writer.decide({ type: 'resume-asked', agentId });
    });
  }
}

function isListening({ state, reason }: AgentStatus): boolean {
  return state === 'paused' && reason === LISTENING;
}

function unreachable(): Refusal {
  return new Refusal('unavailable', 'pbx-unavailable', 'The PBX cannot be reached at the moment; the message can be heard as a stream.');
}
