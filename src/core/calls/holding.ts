import type { TransferFailure } from '../journal/facts.js';
import { Refusal } from '../kernel/refusal.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { Talking } from './after-talk.js';
import type { CallCause } from './call-cause.js';
import type { CallScope } from './call-scope.js';
import type { Call } from './call.js';

/** The caller with the agent or on hold, by request or by the key of the agent's phone, and what is kept of that. */
export class Holding {
  constructor(
    private readonly call: Call,
    private readonly scope: CallScope<CallCause>,
    private current: Talking,
  ) {}

  get phase(): Talking {
    return this.current;
  }

  keep(phase: Talking): void {
    this.current = phase;
    this.call.keep(phase);
  }

  async hold(by: 'request' | 'phone'): Promise<void> {
    const { call, phase } = this;
    if (phase.heldAt !== undefined) throw new Refusal('wrong-state', 'already-held', 'The caller is on hold already.');
    // Kept before it is done: whoever finds a caller who is on hold only as far as is written puts them on hold.
    this.keep({ ...phase, heldAt: call.now(), ...(by === 'phone' ? { phoneHolds: true } : {}) });
    await this.scope.until(call.saved());
    await this.apart();
    call.ports.record({ type: 'call-held', callId: call.id, agentId: phase.agentId, by });
  }

  async unhold(): Promise<void> {
    const { heldAt, phoneHolds: _, ...rest } = this.phase;
    if (heldAt === undefined) throw new Refusal('wrong-state', 'not-held', 'The caller is not on hold.');
    await this.together();
    this.keep(rest);
    this.tellUnheld(heldAt);
  }

  /** Throws `Refusal`: a caller who is joined to a phone that holds its line hears nothing. */
  assertFreeToTalk(): void {
    if (!this.call.ports.switchboard.isOnHold(this.phase.agentLeg)) return;
    throw new Refusal('wrong-state', 'held-on-phone', 'The phone itself holds the line: the caller is taken back there.');
  }

  /** The hold key was pressed; told more than once, it says nothing new. */
  async heldByPhone(isConsulting: boolean): Promise<void> {
    const { heldAt, phoneHolds } = this.phase;
    if (!isConsulting && heldAt === undefined) await this.hold('phone');
    else if (phoneHolds !== true) this.keep({ ...this.phase, phoneHolds: true });
  }

  async resumedByPhone(isConsulting: boolean): Promise<void> {
    const { phoneHolds, ...rest } = this.phase;
    if (!isConsulting && rest.heldAt !== undefined) await this.unhold();
    else if (phoneHolds === true) this.keep(rest);
  }

  /** A consultation came to nothing. A caller whom the phone itself still holds keeps the music: the agent would hear nothing of them. */
  async backFromConsulting(): Promise<void> {
    const { call } = this;
    const { consultation: _, heldAt, ...rest } = this.phase;
    if (rest.phoneHolds === true) {
      // Who consulted on the line of the caller is with nobody now, and whoever finds them so after a restart takes them for gone.
      await this.scope.until(call.ports.telephony.join(rest.bridge, [rest.agentLeg]));
      this.keep({ ...rest, heldAt: heldAt ?? call.now() });
      if (heldAt === undefined) call.ports.record({ type: 'call-held', callId: call.id, agentId: rest.agentId, by: 'phone' });
      return;
    }
    await this.together();
    this.keep(rest);
    if (heldAt !== undefined) this.tellUnheld(heldAt);
  }

  /** Lets go of the second line of the agent's phone, if it was that on which they consulted. */
  endConsulting(why: TransferFailure | 'cancelled'): void {
    const { call, phase } = this;
    const { consultation, agentId, agentLeg } = phase;
    if (consultation !== undefined && consultation.ownLeg !== agentLeg)
      call.ports.agentLegs.letGo(consultation.ownLeg, consultation.bridge);
    call.ports.record({ type: 'consultation-ended', callId: call.id, agentId, why });
  }

  /** The caller leaves the agent for music. That one of them is gone is heard of elsewhere. */
  async apart(): Promise<void> {
    const { call, phase, scope } = this;
    const { telephony } = call.ports;
    await scope.until(telephony.leave(phase.bridge, call.leg));
    await scope.until(telephony.startMusic(call.leg, call.plan.hold));
  }

  private async together(): Promise<void> {
    const { call, phase, scope } = this;
    await scope.until(call.ports.telephony.join(phase.bridge, [call.leg, phase.agentLeg]));
  }

  private tellUnheld(heldAt: Instant): void {
    const { call } = this;
    const heldSeconds = (call.now() - heldAt) / seconds(1);
    call.ports.record({ type: 'call-unheld', callId: call.id, agentId: this.phase.agentId, heldSeconds });
  }
}
