import { agentStatus, connectedAgents } from '../core/acd/floor.js';
import type { AgentLegs } from '../core/calls/agent-legs.js';
import { letGo } from '../core/calls/let-go.js';
import { writeSavedLeg } from '../core/calls/saved-call.js';
import type { Switchboard } from '../core/calls/switchboard.js';
import type { AgentId, BridgeId, CallId, LegId, OfferId } from '../core/kernel/ids.js';
import type { Clock } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import { PbxUnreachable, type Done, type Party, type Telephony } from '../core/ports/telephony.js';
import type { AgentPhones } from './agent-phones.js';
import type { FloorWriter } from './floor-writer.js';

/** What a connected phone shows while it has no call. */
export const IDLE: Party = { number: null, name: 'Guichet' };

/** A phone that a census found connected. */
export interface FoundSeat {
  readonly leg: LegId;
  readonly agentId: AgentId;
  /** False: it still rings. */
  readonly answered: boolean;
  /** In a call that goes on. */
  readonly inUse: boolean;
}

/** What an offer is to a phone that is connected already. */
export interface SeatedOffer {
  readonly callId: CallId;
  readonly offerId: OfferId;
  readonly agentId: AgentId;
  readonly callerLeg: LegId | null;
  readonly language: string;
  /** For the phone's display. */
  readonly shown: Party;
}

export interface SeatParts {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly log: Log;
  readonly switchboard: Switchboard;
  readonly phones: AgentPhones;
  readonly writer: FloorWriter;
}

/**
 * Phones that stay connected from sign-in to sign-out. Between two calls such a phone is up and hears nothing; a call is put through to it
 * without ringing. One that is gone signs its agent out.
 */
export class Seats implements AgentLegs {
  private readonly legs = new Map<AgentId, LegId>();
  private readonly agents = new Map<LegId, AgentId>();
  /** Whose phones hang up for a transfer. */
  private readonly transferring = new Set<LegId>();
  /** Until the first census nobody knows which phones are connected. */
  private isKnown = false;

  constructor(private readonly parts: SeatParts) {}

  take(agentId: AgentId, leg: LegId): void {
    this.legs.set(agentId, leg);
    this.agents.set(leg, agentId);
  }

  legOf(agentId: AgentId): LegId | null {
    return this.legs.get(agentId) ?? null;
  }

  holds(leg: LegId): boolean {
    return this.agents.has(leg);
  }

  get count(): number {
    return this.legs.size;
  }

  /** Puts on the phone's leg which call it is about to have, for whoever finds the two together after a restart, and on its display. */
  prepare(leg: LegId, { callId, offerId, agentId, callerLeg, language, shown }: SeatedOffer): void {
    this.transferring.delete(leg);
    const saved = writeSavedLeg({ kind: 'offer', callId, offerId, agentId, callerLeg, seated: true });
    void this.quietly(leg, this.parts.telephony.save(leg, saved));
    void this.quietly(leg, this.parts.telephony.setLanguage(leg, language));
    void this.quietly(leg, this.parts.telephony.show(leg, shown));
  }

  /** The agent signs out: the phone is hung up. */
  dismiss(agentId: AgentId): void {
    const leg = this.legs.get(agentId);
    if (leg === undefined) return;
    this.forget(leg);
    this.hangUp(leg);
  }

  /** A leg ended: told of every one. */
  gone(leg: LegId): void {
    const agentId = this.agents.get(leg);
    if (agentId === undefined) return;
    const why = this.transferring.has(leg) ? ({ reason: 'phone-transferred' } as const) : {};
    this.forget(leg);
    this.parts.log.info('a permanently connected phone is gone: its agent is signed out', { agentId, ...why });
    this.parts.writer.post({ type: 'phone-dropped', agentId, ...why });
  }

  letGo(leg: LegId, bridge: BridgeId | null = null): void {
    this.parts.switchboard.forget(leg);
    if (this.agents.has(leg)) void this.quietly(leg, this.comeBack(leg, bridge));
    else this.hangUp(leg);
  }

  willHangUp(leg: LegId): void {
    if (this.agents.has(leg)) this.transferring.add(leg);
  }

  release(leg: LegId, bridge: BridgeId): Promise<Done> {
    return this.agents.has(leg) ? this.comeBack(leg, bridge) : this.parts.telephony.hangUp(leg, 'normal');
  }

  /**
   * Takes over what a census found, before any call goes on. Agents whose phone should be connected and is not are signed out. Answers the
   * legs of those who are signed out by now, or have another.
   */
  restore(found: readonly FoundSeat[]): readonly LegId[] {
    const { phones, writer, telephony } = this.parts;
    const expected = this.isKnown ? [...this.legs.keys()] : connectedAgents(writer.floor);
    this.isKnown = true;
    this.legs.clear();
    this.agents.clear();
    this.transferring.clear();
    const orphans: LegId[] = [];
    for (const { leg, agentId, answered, inUse } of found) {
      const state = agentStatus(writer.floor, agentId)?.state ?? 'signed-out';
      const isWanted = answered && (state !== 'signed-out' || inUse) && !this.legs.has(agentId);
      if (!isWanted) orphans.push(leg);
      else {
        this.take(agentId, leg);
        writer.post({ type: 'phone-connected', agentId });
        phones.countOutbound(agentId, leg);
        if (inUse) continue;
        void this.quietly(leg, telephony.save(leg, writeSavedLeg({ kind: 'seat', agentId })));
        void this.quietly(leg, telephony.show(leg, IDLE));
      }
    }
    for (const agentId of expected) if (!this.legs.has(agentId)) writer.post({ type: 'phone-dropped', agentId });
    return orphans;
  }

  private forget(leg: LegId): void {
    const agentId = this.agents.get(leg);
    this.agents.delete(leg);
    this.transferring.delete(leg);
    if (agentId !== undefined && this.legs.get(agentId) === leg) this.legs.delete(agentId);
  }

  /** Alone and silent again. In this order: whatever is asked of the leg next finds it outside of the bridge. */
  private async comeBack(leg: LegId, bridge: BridgeId | null): Promise<Done> {
    const { telephony } = this.parts;
    const agentId = this.agents.get(leg) ?? '';
    const left = bridge === null ? null : telephony.leave(bridge, leg);
    void this.quietly(leg, telephony.show(leg, IDLE));
    const [done] = await Promise.all([telephony.save(leg, writeSavedLeg({ kind: 'seat', agentId })), left]);
    return done;
  }

  private hangUp(leg: LegId): void {
    void letGo(this.parts, leg, 'normal');
  }

  private async quietly(leg: LegId, request: Promise<Done>): Promise<void> {
    try {
      await request;
    } catch (fault) {
      if (fault instanceof PbxUnreachable && !this.parts.telephony.ready) return;
      this.parts.log.warn('a permanently connected phone could not be told', { leg, fault: String(fault) });
    }
  }
}
