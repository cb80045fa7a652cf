import { consultationId, type CallId } from '../kernel/ids.js';
import { PbxUnreachable } from '../ports/telephony.js';
import type { TransferFailure } from '../journal/facts.js';
import type { CallCause } from './call-cause.js';
import type { CallScope } from './call-scope.js';
import type { Call } from './call.js';
import { callOutside, takeOutside } from './outside-leg.js';
import { takeTurn, untilOf } from './personal-turn.js';
import type { SavedConsultation } from './phase.js';

/** What the talk hears of a consultation. */
export interface ConsultationNews {
  connected(saved: SavedConsultation): void;
  /** It is over, and the caller was not handed over. */
  ended(why: TransferFailure): void;
}

/** The agent asks another about the caller: who is asked is called, both talk, and the caller may be handed over. */
export class Consultation {
  /** What the floor calls it. */
  readonly callId: CallId;
  private readonly scope: CallScope<CallCause>;
  private handedOver = false;
  private hungUp = false;
  private isDismissed = false;
  private colleagueLeft: () => void = () => undefined;
  private finished: Promise<void> = Promise.resolve();
  private keepOutside: () => void = () => undefined;
  private cancelled = false;

  constructor(
    private readonly call: Call,
    private current: SavedConsultation,
    private readonly news: ConsultationNews,
  ) {
    this.callId = consultationId(call.id, current.number);
    this.scope = call.scope.child();
  }

  get saved(): SavedConsultation {
    return this.current;
  }

  get isTalking(): boolean {
    return this.current.leg !== null;
  }

  /** Calls who is asked, or goes on with whom it found talking after a restart. */
  begin(): void {
    this.finished = this.scope
      .run(() => this.hold())
      .then(
        (why) => {
          if (!this.handedOver && !this.cancelled && this.call.scope.cause === null) this.news.ended(why ?? 'gone');
        },
        (fault: unknown) => {
          // Out of reach: the whole call is taken up again when the PBX is back.
          if (this.call.scope.cause !== null || this.cancelled) return;
          if (!(fault instanceof PbxUnreachable))
            this.call.ports.log.error('a consultation failed', { callId: this.callId, fault: String(fault) });
          this.news.ended('failed');
        },
      );
  }

  /** Who was asked is let go; nothing is told. */
  cancel(): void {
    this.cancelled = true;
    this.scope.end({ kind: 'finished' });
  }

  /** The agent who is consulted has had enough of it. Resolves when they are free. */
  dismiss(): Promise<void> {
    this.isDismissed = true;
    this.colleagueLeft();
    return this.finished;
  }

  /**
   * Legs and bridge belong to the caller's next phase from now on, which hears what happens to them meanwhile. Answers false, and does
   * nothing, when it is over: whoever was asked has hung up.
   */
  handOver(): boolean {
    if (this.hungUp || this.isDismissed || this.scope.cause !== null) return false;
    this.handedOver = true;
    this.keepOutside();
    if (this.current.leg !== null) this.call.ports.switchboard.hold(this.current.leg);
    this.scope.end({ kind: 'finished' });
    return true;
  }

  private async hold(): Promise<TransferFailure> {
    const { telephony } = this.call.ports;
    const { bridge, ownLeg } = this.current;
    this.scope.defer(async () => {
      if (this.isOurs()) await telephony.destroyBridge(bridge);
    });
    const reached = this.current.leg === null ? await this.reach() : this.takeUp();
    if ('failed' in reached) return reached.failed;
    if (this.current.leg === null) {
      await this.scope.until(telephony.createBridge(bridge));
      if ((await this.scope.until(telephony.join(bridge, [ownLeg, reached.leg]))) === 'gone') return 'gone';
      this.current = { ...this.current, leg: reached.leg, agentId: reached.agentId };
      this.news.connected(this.current);
    }
    await this.scope.until(reached.gone);
    this.hungUp ||= !this.isDismissed;
    return 'gone';
  }

  private async reach(): Promise<Reached | { readonly failed: TransferFailure }> {
    const { call, scope } = this;
    const { to, ownLeg } = this.current;
    const { telephony, log } = call.ports;
    // Nobody waits for it: the agent may be answered before the PBX has said that it rings.
    telephony.startMusic(ownLeg, { kind: 'ring-tone' }).catch((fault: unknown) => {
      log.warn('an agent hears no ringing', { callId: this.callId, fault: String(fault) });
    });
    scope.defer(async () => {
      if (this.isOurs() && this.current.leg === null) await telephony.stopMusic(ownLeg);
    });
    if (to.kind === 'number') {
      const outside = await callOutside(call, scope, to.number);
      if ('failed' in outside) return outside;
      this.keepOutside = outside.keep;
      return { leg: outside.leg, agentId: null, gone: outside.gone };
    }
    const taken = await takeTurn(call, scope, this.callId, to, untilOf(call, to));
    if (taken === null) return { failed: 'agent-not-available' };
    return this.agentOn(taken.agentLeg, taken.agentId);
  }

  /** Found talking after a restart. */
  private takeUp(): Reached {
    const { leg, agentId } = this.current;
    if (leg === null) throw new Error('nobody was found talking');
    if (agentId !== null) return this.agentOn(leg, agentId);
    const outside = takeOutside(this.call, this.scope, leg);
    this.keepOutside = outside.keep;
    return { leg, agentId, gone: outside.gone };
  }

  private agentOn(leg: Reached['leg'], agentId: NonNullable<Reached['agentId']>): Reached {
    const { switchboard, agentLegs, line } = this.call.ports;
    const gone = new Promise<void>((resolve) => (this.colleagueLeft = resolve));
    const unwatch = switchboard.watch(leg, (event) => {
      if (event.type !== 'leg-gone') return;
      this.hungUp = true;
      this.colleagueLeft();
    });
    this.scope.defer(() => {
      unwatch();
      if (!this.isOurs()) return;
      if (!this.hungUp) agentLegs.letGo(leg, this.current.bridge);
      line.conversationEnded(this.callId, agentId);
    });
    return { leg, agentId, gone };
  }

  private isOurs(): boolean {
    return !this.handedOver && this.scope.cause?.kind !== 'suspended';
  }
}

interface Reached {
  readonly leg: NonNullable<SavedConsultation['leg']>;
  readonly agentId: SavedConsultation['agentId'];
  readonly gone: Promise<unknown>;
}
