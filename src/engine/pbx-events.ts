import { letGo } from '../core/calls/let-go.js';
import type { Switchboard } from '../core/calls/switchboard.js';
import type { LegId } from '../core/kernel/ids.js';
import type { Clock } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import type { Telephony, TelephonyEvent } from '../core/ports/telephony.js';
import type { AgentPhones } from './agent-phones.js';
import type { AgentRequests } from './agent-requests.js';
import type { Arrivals } from './arrivals.js';
import type { FloorWriter } from './floor-writer.js';
import type { MessagePlayback } from './message-playback.js';
import type { OutboundLines } from './outbound-lines.js';
import type { Reconciler } from './reconciler.js';
import type { Seats } from './seats.js';
import type { Supervisions } from './supervisions.js';

export interface PbxEventParts {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly log: Log;
  readonly switchboard: Switchboard;
  readonly phones: AgentPhones;
  readonly arrivals: Arrivals;
  readonly outbound: OutboundLines;
  readonly reconciler: Reconciler;
  readonly requests: AgentRequests;
  readonly seats: Seats;
  readonly writer: FloorWriter;
  readonly messages: MessagePlayback;
  readonly supervisions: Supervisions;
}

/** Brings each event of the PBX to whoever it is for. */
export class PbxEvents {
  constructor(private readonly parts: PbxEventParts) {}

  on(event: TelephonyEvent): void {
    const { reconciler, arrivals, outbound, seats, switchboard } = this.parts;
    if (event.type === 'pbx-ready') this.ready();
    else if (event.type === 'pbx-lost') this.lost();
    else if (event.type === 'call-arrived') arrivals.welcome(event);
    else if (event.type === 'phone-dialled') this.dialled(event);
    else if (event.type === 'phone-reachable') this.reachable(event.phone, event.reachable);
    else {
      if (event.type === 'leg-gone') {
        outbound.ended(event.leg);
        seats.gone(event.leg);
      }
      reconciler.overhear(event);
      if (switchboard.dispatch(event)) return;
      if (event.type === 'transfer-asked') this.refuseTransfer(event.leg);
      // A phone that is answered for nobody must not be left in silence.
      if (event.type === 'leg-answered' && !seats.holds(event.leg)) void letGo(this.parts, event.leg, 'normal');
    }
  }

  /** The transfer key of a phone with nobody to send anywhere: the phone waits for an answer all the same. */
  private refuseTransfer(leg: LegId): void {
    this.parts.telephony.answerTransfer(leg, 'refused').catch((fault: unknown) => {
      this.parts.log.warn('a phone could not be told that it transfers nobody', { leg, fault: String(fault) });
    });
  }

  private lost(): void {
    this.parts.messages.abandonAll();
    this.parts.supervisions.abandonAll();
    this.parts.reconciler.lost();
  }

  ready(): void {
    this.parts.phones.provisionAll();
    this.parts.messages.takeUp();
    this.parts.reconciler.ready();
  }

  /** Phones may call nothing but colleagues, queues and numbers that the policy allows, and only to ask them about a caller. */
  private dialled({ leg, phone, dialled }: Extract<TelephonyEvent, { readonly type: 'phone-dialled' }>): void {
    const { phones, requests, arrivals, log } = this.parts;
    const agentId = phones.ownerOf(phone);
    const asked = agentId === null ? Promise.resolve(false) : requests.dialledOn(leg, agentId, dialled);
    asked
      .catch((fault: unknown) => {
        log.info('what an agent dialled is not served', { agentId, fault: String(fault) });
        return false;
      })
      .then((served) => {
        if (!served) arrivals.turnAway(leg);
      })
      .catch(() => undefined);
  }

  private reachable(phone: string, reachable: boolean): void {
    const agentId = this.parts.phones.ownerOf(phone);
    if (agentId !== null) this.parts.writer.post({ type: 'phone-reachability', agentId, reachable });
  }
}
