import type { AgentId, BridgeId, LegId } from '../kernel/ids.js';
import { Refusal } from '../kernel/refusal.js';
import { seconds } from '../kernel/time.js';
import type { TransferFailure } from '../journal/facts.js';
import { handedOver, placeAfter, sentAway, type TalkEnd, type Talking } from './after-talk.js';
import { newBridge } from './bridging.js';
import type { Call } from './call.js';
import { Consultation } from './consultation.js';
import { asToldTheAgent, consultedOnly, noCall, type HandsetRequest, type TransferTarget } from './handset.js';
import { letGoOthers } from './others-in.js';
import type { Phase, SavedConsultation } from './phase.js';
import { understood, type PhoneTransfer } from './phone-transfer.js';
import type { LegEvent } from './switchboard.js';

/** What agent and caller do with each other once they were put together: hold, consult, transfer, hang up. */
export class Talk {
  readonly over: Promise<TalkEnd>;
  private settle: (end: TalkEnd) => void = () => undefined;
  private consultation: Consultation | null = null;
  private consulted = 0;
  private agentIsGone = false;
  private isLeaving = false;
  private handed: Phase | null = null;

  constructor(
    private readonly call: Call,
    private phase: Talking,
  ) {
    this.over = new Promise((resolve) => (this.settle = resolve));
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
    const { consultation, heldAt } = this.phase;
    if (consultation !== undefined && consultation.leg !== null) {
      await this.apart();
      this.consulted = consultation.number;
      this.consult(consultation);
    } else if (consultation !== undefined) {
      if (consultation.ownLeg !== this.phase.agentLeg) this.call.ports.agentLegs.letGo(consultation.ownLeg, consultation.bridge);
      await this.together();
      await this.call.scope.until(this.call.ports.telephony.destroyBridge(consultation.bridge));
    } else if (heldAt !== undefined) await this.apart();
  }

  /** Throws `Refusal`. */
  async ask(agentId: AgentId, request: HandsetRequest): Promise<void> {
    try {
      if (agentId === this.phase.agentId) await this.carryOut(request);
      else if (agentId !== this.consultation?.saved.agentId) throw noCall();
      else if (request.type === 'hang-up') await this.cancel();
      else throw consultedOnly();
    } catch (fault) {
      throw asToldTheAgent(fault, this.call.scope.cause);
    }
  }

  /** What is told of the agent's leg. */
  hear(event: LegEvent): void {
    if (event.type === 'leg-gone') this.agentHungUp();
    else if (event.type === 'leg-held' && this.phase.heldAt === undefined && this.consultation === null)
      this.byPhone(() => this.hold('phone'));
    else if (event.type === 'leg-unheld' && this.phase.heldAt !== undefined && this.consultation === null)
      this.byPhone(() => this.unhold());
    else if (event.type === 'transfer-asked') this.byPhone(() => this.transferByPhone(event));
  }

  close(): void {
    // The caller left in the very moment: nobody goes on with whom they were handed over to.
    if (this.handed !== null && this.call.scope.cause !== null) letGoOthers(this.call, this.handed);
    this.consultation?.cancel();
  }

  private async carryOut(request: HandsetRequest): Promise<void> {
    switch (request.type) {
      case 'hang-up':
        if (this.consultation?.saved.ownLeg === this.phase.agentLeg) return this.complete();
        this.partFromAgent();
        this.settle({ kind: 'agent-left' });
        return;
      case 'hold':
        return this.hold('request');
      case 'unhold':
        return this.consultation === null ? this.unhold() : this.cancel();
      case 'cancel-transfer':
        return this.cancel();
      case 'complete-transfer':
        return this.complete();
      case 'transfer':
        if (request.mode === 'attended') return this.beginConsulting(request.to, this.phase.agentLeg);
        this.sendAway(request.to, 'blind');
        return;
      case 'consult-on':
        await this.call.scope.until(this.call.ports.telephony.answer(request.leg));
        return this.beginConsulting(request.to, request.leg);
    }
  }

  private async hold(by: 'request' | 'phone'): Promise<void> {
    this.refuseWhileConsulting();
    if (this.phase.heldAt !== undefined) throw new Refusal('wrong-state', 'already-held', 'The caller is on hold already.');
    const { call, phase } = this;
    // Kept before it is done: whoever finds a caller who is on hold only as far as is written puts them on hold.
    this.keep({ ...phase, heldAt: call.now() });
    await call.saved();
    await this.apart();
    call.ports.record({ type: 'call-held', callId: call.id, agentId: phase.agentId, by });
  }

  private async unhold(): Promise<void> {
    const { call, phase } = this;
    const { heldAt, ...rest } = phase;
    if (heldAt === undefined) throw new Refusal('wrong-state', 'not-held', 'The caller is not on hold.');
    await this.together();
    this.keep(rest);
    const heldSeconds = (call.now() - heldAt) / seconds(1);
    call.ports.record({ type: 'call-unheld', callId: call.id, agentId: phase.agentId, heldSeconds });
  }

  private async beginConsulting(to: TransferTarget, ownLeg: LegId): Promise<void> {
    this.refuseWhileConsulting();
    const { call, phase } = this;
    this.consulted += 1;
    const bridge = newBridge(call);
    const saved: SavedConsultation = { number: this.consulted, to, ownLeg, bridge, leg: null, agentId: null };
    this.keep({ ...phase, consultation: saved });
    await call.saved();
    await this.apart();
    if (ownLeg === phase.agentLeg) await call.scope.until(call.ports.telephony.leave(phase.bridge, ownLeg));
    call.ports.record({ type: 'consultation-begun', callId: call.id, agentId: phase.agentId, to });
    this.consult(saved);
  }

  private consult(saved: SavedConsultation): void {
    const { call } = this;
    const { agentId } = this.phase;
    const unwatchOwn = this.watchOwn(saved.ownLeg);
    this.consultation = new Consultation(call, saved, {
      connected: (now) => {
        this.keep({ ...this.phase, consultation: now });
        call.ports.record({ type: 'consultation-connected', callId: call.id, agentId, withAgentId: now.agentId });
      },
      ended: (why) => {
        unwatchOwn();
        this.byPhone(() => this.backTogether(why));
      },
    });
    this.consultation.begin();
  }

  /** A second line of the agent's phone that hangs up gives the consultation up. */
  private watchOwn(leg: LegId): () => void {
    if (leg === this.phase.agentLeg) return () => undefined;
    const unwatch = this.call.ports.switchboard.watch(leg, (event) => {
      if (event.type === 'leg-gone' && this.consultation !== null) this.byPhone(() => this.cancel());
      if (event.type === 'transfer-asked') this.byPhone(() => this.transferByPhone(event, leg));
    });
    this.call.scope.defer(() => {
      unwatch();
      if (this.call.scope.cause?.kind !== 'suspended') this.call.ports.agentLegs.letGo(leg, this.phase.bridge);
    });
    return unwatch;
  }

  private async cancel(): Promise<void> {
    if (this.consultation === null) throw new Refusal('wrong-state', 'no-consultation', 'Nobody is being consulted.');
    this.consultation.cancel();
    await this.backTogether('cancelled');
  }

  private async backTogether(why: TransferFailure | 'cancelled'): Promise<void> {
    const { call } = this;
    const { consultation: _, heldAt: __, ...rest } = this.phase;
    this.consultation = null;
    if (this.isAlone) this.settle({ kind: 'goes-on', to: { name: 'waiting', ...placeAfter(this.phase, call.now()) } });
    else {
      await this.together();
      this.keep(rest);
    }
    call.ports.record({ type: 'consultation-ended', callId: call.id, agentId: this.phase.agentId, why });
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
    const joined = await call.scope.until(telephony.join(saved.bridge, [call.leg]));
    // Who was consulted may have hung up while the caller was on the way to them.
    if (joined === 'gone' || this.consultation !== consultation || !consultation.handOver()) {
      if (!this.isAlone) throw new Refusal('wrong-state', 'no-consultation', 'Who was consulted has hung up.');
      if (this.consultation !== consultation) return;
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
    this.settle({ kind: 'goes-on', to: next });
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
    this.settle({ kind: 'goes-on', to: sentAway(phase, to, call.now()) });
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
    else this.settle({ kind: 'agent-left' });
  }

  private async transferByPhone(asked: PhoneTransfer, leg = this.phase.agentLeg): Promise<void> {
    const { telephony } = this.call.ports;
    const to = understood(this.call, this.phase, this.consultation?.saved ?? null, asked);
    if (to === null) {
      await telephony.answerTransfer(leg, 'refused');
      return;
    }
    // A phone whose transfer is accepted hangs up: that does not end the call.
    this.isLeaving = true;
    await telephony.answerTransfer(leg, 'accepted');
    if (to === 'complete') await this.complete();
    else this.sendAway(to, 'blind');
  }

  /** What nobody waits for: the phone was told all there is to say. */
  private byPhone(act: () => Promise<void>): void {
    const { call } = this;
    act().catch((fault: unknown) => {
      if (call.scope.cause === null && !(fault instanceof Refusal))
        call.ports.log.warn('what an agent did on the phone could not be followed', { callId: call.id, fault: String(fault) });
    });
  }

  private refuseWhileConsulting(): void {
    if (this.consultation !== null)
      throw new Refusal('wrong-state', 'consulting', 'Another is being consulted: complete or cancel that first.');
  }

  /** The caller leaves the agent for music. That one of them is gone is heard of elsewhere. */
  private async apart(): Promise<void> {
    const { call, phase } = this;
    const { telephony } = call.ports;
    await call.scope.until(telephony.leave(phase.bridge, call.leg));
    await call.scope.until(telephony.startMusic(call.leg, call.plan.hold));
  }

  private async together(): Promise<void> {
    const { call, phase } = this;
    await call.scope.until(call.ports.telephony.join(phase.bridge, [call.leg, phase.agentLeg]));
  }

  private keep(phase: Talking): void {
    this.phase = phase;
    this.call.keep(phase);
  }
}
