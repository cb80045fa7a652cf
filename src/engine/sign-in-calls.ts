import { builtinSound } from '../core/ivr/sound-of.js';
import { writeSavedLeg } from '../core/calls/saved-call.js';
import type { Switchboard } from '../core/calls/switchboard.js';
import { brandId, type AgentId, type LegId, type PlaybackId } from '../core/kernel/ids.js';
import { Refusal } from '../core/kernel/refusal.js';
import { seconds } from '../core/kernel/time.js';
import type { Clock } from '../core/ports/clock.js';
import type { IdSource } from '../core/ports/id-source.js';
import type { Log } from '../core/ports/log.js';
import type { LegEnd, Telephony } from '../core/ports/telephony.js';
import type { AgentPhones } from './agent-phones.js';
import type { FloorWriter } from './floor-writer.js';
import type { OutboundLines } from './outbound-lines.js';
import { IDLE, type Seats } from './seats.js';

/** So long the phone may ring. */
export const PICK_UP_SECONDS = 30;
/** The PBX gives up by itself so much later, should we not live to do it. */
const SPARE_SECONDS = 5;
/** Of the builtin sounds, in which `beep` is the same in all. */
const LANGUAGE = 'en';

const WHY: Readonly<Record<LegEnd, { readonly code: string; readonly message: string }>> = {
  busy: { code: 'phone-busy', message: 'The phone is busy.' },
  refused: { code: 'phone-refused', message: 'The phone refused the call.' },
  'hung-up': { code: 'phone-refused', message: 'The phone refused the call.' },
  'no-answer': { code: 'phone-not-answered', message: 'Nobody picked up the phone.' },
  unreachable: { code: 'phone-unreachable', message: 'The phone cannot be reached.' },
  cancelled: { code: 'sign-in-cancelled', message: 'The call to the phone was cancelled.' },
  failed: { code: 'phone-failed', message: 'The call to the phone failed.' },
};

export interface SignInParts {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly switchboard: Switchboard;
  readonly phones: AgentPhones;
  readonly outbound: OutboundLines;
  readonly seats: Seats;
  readonly writer: FloorWriter;
  /** Hangs up a leg that is nobody's any more. */
  readonly letGo: (leg: LegId) => void;
}

interface SignInCall {
  readonly leg: LegId;
  /** Ends the attempt for the agent: signed in, or why not. Says nothing the second time. */
  readonly settle: (outcome: Refusal | null) => void;
}

/** The calls with which agents whose phone stays connected sign in: who picks up is signed in, and hears a short tone that says so. */
export class SignInCalls {
  private readonly calling = new Map<AgentId, SignInCall>();

  constructor(private readonly parts: SignInParts) {}

  /** Resolves when the phone was picked up and the agent is signed in. Rejects with a `Refusal` that says why not. */
  place(agentId: AgentId): Promise<void> {
    const { telephony, phones, ids, outbound } = this.parts;
    if (this.calling.has(agentId)) return refused('sign-in-under-way', 'The phone is being called already.');
    const phone = phones.dialable(agentId);
    if ('refused' in phone) return refused('phone-not-allowed', `The phone cannot be called: ${phone.refused}.`);
    const leg = brandId<LegId>(`${telephony.node}:guichet-${ids.next()}`);
    if (phone.outbound) outbound.dialled(leg);
    const outcome = this.await(agentId, leg);
    telephony
      .dial({
        leg,
        endpoint: phone.endpoint,
        from: IDLE,
        assertedIdentity: null,
        giveUpAfterSeconds: PICK_UP_SECONDS + SPARE_SECONDS,
        saved: writeSavedLeg({ kind: 'seat', agentId }),
        language: LANGUAGE,
      })
      .catch((fault: unknown) => {
        this.parts.log.warn('a phone could not be called for the sign-in', { agentId, fault: String(fault) });
        this.giveUp(agentId, leg, refusalOf('failed'));
        outbound.ended(leg);
      });
    return outcome;
  }

  /** The agent changed their mind; answers whether a call was under way. */
  cancel(agentId: AgentId): boolean {
    const call = this.calling.get(agentId);
    if (call !== undefined) this.giveUp(agentId, call.leg, refusalOf('cancelled'));
    return call !== undefined;
  }

  /** The PBX is out of reach: whoever picks up now is found by the next census, and let go. */
  abandonAll(): void {
    const unavailable = new Refusal('unavailable', 'pbx-unavailable', 'The PBX cannot be reached at the moment.');
    for (const { settle } of [...this.calling.values()]) settle(unavailable);
  }

  get underWay(): number {
    return this.calling.size;
  }

  private await(agentId: AgentId, leg: LegId): Promise<void> {
    const { clock, switchboard } = this.parts;
    return new Promise<void>((resolve, reject) => {
      const settle = (outcome: Refusal | null): void => {
        if (this.calling.get(agentId)?.leg !== leg) return;
        this.calling.delete(agentId);
        unwatch();
        timer.stop();
        if (outcome === null) resolve();
        else reject(outcome);
      };
      const timer = clock.at(clock.now() + seconds(PICK_UP_SECONDS), () => {
        this.giveUp(agentId, leg, refusalOf('no-answer'));
      });
      const unwatch = switchboard.watch(leg, (event) => {
        if (event.type === 'leg-answered') settle(this.sitDown(agentId, leg));
        else if (event.type === 'leg-gone') settle(refusalOf(event.end));
      });
      this.calling.set(agentId, { leg, settle });
    });
  }

  /** Null when the agent is signed in. In the turn of the answer, so that a phone that is put down again at once finds somebody to sign out. */
  private sitDown(agentId: AgentId, leg: LegId): Refusal | null {
    const { seats, writer, telephony, ids, log } = this.parts;
    seats.take(agentId, leg);
    telephony.play(leg, [builtinSound('beep')], brandId<PlaybackId>(ids.next())).catch((fault: unknown) => {
      log.warn('an agent could not be told that the phone is connected', { agentId, fault: String(fault) });
    });
    const refusal = writer.decide({ type: 'sign-in-asked', agentId, connected: true });
    if (refusal !== null) seats.dismiss(agentId);
    return refusal;
  }

  private giveUp(agentId: AgentId, leg: LegId, why: Refusal): void {
    const call = this.calling.get(agentId);
    if (call?.leg !== leg) return;
    call.settle(why);
    this.parts.letGo(leg);
  }
}

function refusalOf(end: LegEnd): Refusal {
  const { code, message } = WHY[end];
  return new Refusal('wrong-state', code, `${message} The agent is not signed in.`);
}

function refused(code: string, message: string): Promise<never> {
  return Promise.reject(new Refusal('wrong-state', code, message));
}
