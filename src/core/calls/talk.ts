import type { AgentId, BridgeId, LegId } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import type { TransferFailure } from '../journal/facts.js';
import { handedOver, placeAfter, sentAway, type TalkEnd, type Talking } from './after-talk.js';
import { newBridge } from './bridging.js';
import type { CallCause } from './call-cause.js';
import type { CallScope } from './call-scope.js';
import type { Call } from './call.js';
import { Consultation } from './consultation.js';
import { asToldTheAgent, consultedOnly, noCall, type HandsetRequest, type TransferTarget } from './handset.js';
import { Holding } from './holding.js';
import { letGoOthers } from './others-in.js';
import type { Phase, SavedConsultation } from './phase.js';
import { understood, type PhoneTransfer } from './phone-transfer.js';
import { watchSecondLine } from './second-line.js';
import type { LegEvent } from './switchboard.js';

/** What agent and caller do with each other once they were put together: hold, consult, transfer, hang up. */
export class Talk {
  readonly over: Promise<TalkEnd>;
  private settle: (end: TalkEnd) => void = () => undefined;
  /** Ends when they have parted: what was begun and not done by then comes to nothing. */
  private readonly scope: CallScope<CallCause>;
  private readonly holding: Holding;
  private consultation: Consultation | null = null;
  private consulted = 0;
  private agentIsGone = false;
  private isLeaving = false;
  private handed: Phase | null = null;

  constructor(
    private readonly call: Call,
    phase: Talking,
  ) {
    this.over = new Promise((resolve) => (this.settle = resolve));
    this.scope = call.scope.child();
    this.holding = new Holding(call, this.scope, phase);
  }

  /** Where the agent's leg is now; null once it hung up or was let go. */
  get agentIsIn(): BridgeId | null {
    if (this.agentIsGone) return null;
    const { consultation } = this;
    if (consultation?.saved.ownLeg !== this.phase.agentLeg || !consultation.isTalking) return this.phase.bridge;
    return consultation.saved.bridge;
  }

  /** Found under way after a restart: what was saved is made true again, and a consultation that nobody answered yet is given up. */
  async takeUp(): Promise<void> {
    const { consultation, heldAt, phoneHolds } = this.phase;
    if (consultation !== undefined) this.consulted = consultation.number;
    if (consultation !== undefined && consultation.leg !== null) {
      // Also when the caller hangs up in this moment: who was consulted is let go with the consultation.
      await this.holding.apart().finally(() => this.consult(consultation));
    } else if (consultation !== undefined) {
      if (phoneHolds === true) await this.holding.apart();
      await this.backTogether('failed');
      await this.scope.until(this.call.ports.telephony.destroyBridge(consultation.bridge));
    } else if (heldAt !== undefined) await this.holding.apart();
  }

  /** Throws `Refusal`. */
  async ask(agentId: AgentId, request: HandsetRequest): Promise<void> {
    try {
      if (this.isOver) throw noCall();
      if (agentId === this.phase.agentId) await this.carryOut(request);
      else if (agentId !== this.consultation?.saved.agentId) throw noCall();
      else throw consultedOnly();
    } catch (fault) {
      throw asToldTheAgent(fault, this.scope.cause);
    }
  }

  /** Who is consulted leaves whatever is under way: a caller who is on the way to them is not theirs yet. Null: it is about something else. */
  askAtOnce(agentId: AgentId, request: HandsetRequest): Promise<void> | null {
    const { consultation, scope } = this;
    if (request.type !== 'hang-up' || agentId !== consultation?.saved.agentId) return null;
    return consultation.dismiss().then(() => {
      if (scope.cause?.kind === 'suspended') throw asToldTheAgent(null, scope.cause) as Refusal;
    });
  }

  /** What is told of the agent's leg. */
  hear(event: LegEvent): void {
    if (event.type === 'leg-gone') this.agentHungUp();
    else if (event.type === 'leg-held') this.byPhone(() => this.holding.heldByPhone(this.isConsulting));
    else if (event.type === 'leg-unheld') this.byPhone(() => this.holding.resumedByPhone(this.isConsulting));
  }

  /** What the transfer key asks for; the phone is told what becomes of it. */
  transferAsked(asked: PhoneTransfer, leg = this.phase.agentLeg): void {
    this.byPhone(
      () => this.transferByPhone(asked, leg),
      () => this.refuseTransfer(leg),
    );
  }

  close(): void {
    // The caller left in the very moment: nobody goes on with whom they were handed over to.
    if (this.handed !== null && this.call.scope.cause !== null) letGoOthers(this.call, this.handed);
    this.consultation?.cancel();
    this.scope.end({ kind: 'finished' });
  }

  private end(end: TalkEnd): void {
    this.settle(end);
    this.scope.end({ kind: 'finished' });
  }

  private get phase(): Talking {
    return this.holding.phase;
  }

  private get isConsulting(): boolean {
    return this.consultation !== null;
  }

  private get isOver(): boolean {
    return this.scope.cause !== null;
  }

  private async carryOut(request: HandsetRequest): Promise<void> {
    switch (request.type) {
      case 'hang-up':
        if (this.consultation?.saved.ownLeg === this.phase.agentLeg) return this.complete();
        this.partFromAgent();
        this.end({ kind: 'agent-left', by: request.by ?? 'agent' });
        return;
      case 'hold':
        this.refuseWhileConsulting();
        return this.holding.hold('request');
      case 'unhold':
        if (this.consultation !== null) return this.cancel();
        this.holding.assertFreeToTalk();
        return this.holding.unhold();
      case 'cancel-transfer':
        return this.cancel();
      case 'complete-transfer':
        return this.complete();
      case 'transfer':
        if (request.mode === 'attended') return this.beginConsulting(request.to, this.phase.agentLeg);
        this.sendAway(request.to, 'blind');
        return;
      case 'consult-on':
        await this.scope.until(this.call.ports.telephony.answer(request.leg));
        return this.beginConsulting(request.to, request.leg);
    }
  }

  private async beginConsulting(to: TransferTarget, ownLeg: LegId): Promise<void> {
    this.refuseWhileConsulting();
    const { call, phase } = this;
    this.consulted += 1;
    const bridge = newBridge(call);
    const saved: SavedConsultation = { number: this.consulted, to, ownLeg, bridge, leg: null, agentId: null };
    this.holding.keep({ ...phase, consultation: saved });
    await this.scope.until(call.saved());
    await this.holding.apart();
    if (ownLeg === phase.agentLeg) await this.scope.until(call.ports.telephony.leave(phase.bridge, ownLeg));
    call.ports.record({ type: 'consultation-begun', callId: call.id, agentId: phase.agentId, to });
    this.consult(saved);
  }

  private consult(saved: SavedConsultation): void {
    const { call } = this;
    const { agentId } = this.phase;
    const unwatchOwn = saved.ownLeg === this.phase.agentLeg ? () => undefined : this.watchOwn(saved);
    const consultation = new Consultation(call, saved, {
      connected: (now) => {
        this.holding.keep({ ...this.phase, consultation: now });
        call.ports.record({ type: 'consultation-connected', callId: call.id, agentId, withAgentId: now.agentId });
      },
      ended: (why) => {
        unwatchOwn();
        this.byPhone(async () => {
          if (this.consultation === consultation) await this.backTogether(why);
        });
      },
    });
    this.consultation = consultation;
    consultation.begin();
  }

  /** A second line of the agent's phone that hangs up gives the consultation up. */
  private watchOwn({ ownLeg, bridge }: SavedConsultation): () => void {
    return watchSecondLine(this.call, ownLeg, bridge, {
      gone: () => {
        this.byPhone(() => this.cancel());
      },
      transferAsked: (asked) => {
        this.transferAsked(asked, ownLeg);
      },
    });
  }

  private async cancel(): Promise<void> {
    if (this.consultation === null) throw new Refusal('wrong-state', 'no-consultation', 'Nobody is being consulted.');
    this.consultation.cancel();
    await this.backTogether('cancelled');
  }

  private async backTogether(why: TransferFailure | 'cancelled'): Promise<void> {
    this.consultation = null;
    this.holding.endConsulting(why);
    if (this.isAlone) this.end({ kind: 'goes-on', to: { name: 'waiting', ...placeAfter(this.phase, this.call.now()) } });
    else await this.holding.backFromConsulting();
  }

  /** The caller goes to who was consulted; still ringing, they go there as if sent without asking. */
  private async complete(): Promise<void> {
    const { consultation, call, phase } = this;
    if (consultation === null) throw new Refusal('wrong-state', 'no-consultation', 'Nobody is being consulted.');
    const { saved } = consultation;
    const next = handedOver(phase, saved, call.now());
    if (next === null) {
      consultation.cancel();
      this.sendAway(saved.to, 'attended');
      return;
    }
    const { telephony, line, agentLegs, record } = call.ports;
    const joined = await this.scope.until(telephony.join(saved.bridge, [call.leg]));
    // Who was consulted may have hung up while the caller was on the way to them.
    if (joined === 'gone' || !consultation.handOver()) {
      if (!this.isAlone) throw new Refusal('wrong-state', 'no-consultation', 'Who was consulted has hung up.');
      consultation.cancel();
      return this.backTogether('gone');
    }
    this.handed = next;
    record({ type: 'call-transferred', callId: call.id, agentId: phase.agentId, to: saved.to, mode: 'attended' });
    // In this order: the agent's next call may come at once, and would find the phone busy with this one.
    if (this.agentIsIn !== null) agentLegs.letGo(phase.agentLeg, this.agentIsIn);
    if (saved.ownLeg !== phase.agentLeg) agentLegs.letGo(saved.ownLeg, saved.bridge);
    this.agentIsGone = true;
    this.consultation = null;
    if (saved.agentId !== null) line.handOver(call.id, consultation.callId, saved.agentId);
    this.end({ kind: 'goes-on', to: next });
  }

  /** The agent has gone, or is about to: nobody to bring the caller back to. */
  private get isAlone(): boolean {
    return this.agentIsGone || this.isLeaving;
  }

  private sendAway(to: TransferTarget, mode: 'blind' | 'attended'): void {
    if (mode === 'blind') this.refuseWhileConsulting();
    const { call, phase } = this;
    call.ports.record({ type: 'call-transferred', callId: call.id, agentId: phase.agentId, to, mode });
    this.partFromAgent();
    this.end({ kind: 'goes-on', to: sentAway(phase, to, call.now()) });
  }

  /** In this order: the agent's next call may come at once, and would find the phone busy with this one. */
  private partFromAgent(): void {
    const { agentLegs, line } = this.call.ports;
    if (this.agentIsIn !== null) agentLegs.letGo(this.phase.agentLeg, this.agentIsIn);
    this.agentIsGone = true;
    line.conversationEnded(this.call.id, this.phase.agentId);
  }

  private agentHungUp(): void {
    this.agentIsGone = true;
    if (this.isLeaving) return;
    const { consultation } = this;
    // Hanging up hands the caller over to who was consulted on the same line.
    if (consultation !== null && consultation.saved.ownLeg === this.phase.agentLeg) this.byPhone(() => this.complete());
    else this.end({ kind: 'agent-left', by: 'agent' });
  }

  private async transferByPhone(asked: PhoneTransfer, leg: LegId): Promise<void> {
    const { telephony } = this.call.ports;
    const to = understood(this.call, this.phase, this.consultation?.saved ?? null, asked);
    if (to === null) return this.refuseTransfer(leg);
    // A phone whose transfer is accepted hangs up: that does not end the call.
    this.isLeaving = true;
    this.call.ports.agentLegs.willHangUp(this.phase.agentLeg);
    await this.scope.until(telephony.answerTransfer(leg, 'accepted'));
    if (to === 'complete') await this.complete();
    else this.sendAway(to, 'blind');
  }

  private async refuseTransfer(leg: LegId): Promise<void> {
    await this.call.ports.telephony.answerTransfer(leg, 'refused');
  }

  /** What nobody waits for, in turn with what is asked: the phone was told all there is to say. */
  private byPhone(act: () => Promise<void>, whenOver: () => Promise<void> = () => Promise.resolve()): void {
    const { call, scope } = this;
    call.handset
      .inTurn(() => (this.isOver ? whenOver() : act()))
      .catch((fault: unknown) => {
        if (scope.cause === null && !(fault instanceof Refusal))
          call.ports.log.warn('what an agent did on the phone could not be followed', { callId: call.id, fault: String(fault) });
      });
  }

  private refuseWhileConsulting(): void {
    if (this.consultation !== null)
      throw new Refusal('wrong-state', 'consulting', 'Another is being consulted: complete or cancel that first.');
  }
}
