import type { LegId } from '../../../src/core/kernel/ids.js';
import type { Clock } from '../../../src/core/ports/clock.js';
import type { DialRequest, LegEnd, Party, PhoneAccount } from '../../../src/core/ports/telephony.js';
import type { FakeLeg } from './fake-leg.js';
import type { FakePbx } from './fake-pbx.js';
import { FakePhone, type PhoneCall } from './fake-phone.js';

/** Everybody who can be dialled from the fake PBX, and how their scripts play out. */
export class FakePhones {
  /** Accounts made over the port, by name. */
  readonly accounts = new Map<string, PhoneAccount>();
  private readonly phones = new Map<string, FakePhone>();

  constructor(
    private readonly clock: Clock,
    private readonly pbx: FakePbx,
  ) {}

  at(endpoint: string): FakePhone {
    let phone = this.phones.get(endpoint);
    if (phone === undefined) {
      phone = new FakePhone(endpoint, {
        hangUp: (leg, end) => this.onLeg(leg, (line) => this.pbx.endLeg(line, end)),
        press: (leg, digit) => this.onLeg(leg, (line) => this.pbx.press(line, digit)),
        answer: (leg) => this.onLeg(leg, (line) => this.answered(line)),
        dial: (from, number) => this.dialledBy(from, number),
        ask: (event) => this.onLeg(event.leg, () => this.pbx.emit(event)),
        reachable: (changed) => this.tell(changed),
      });
      this.phones.set(endpoint, phone);
      this.tell(phone);
    }
    return phone;
  }

  provision(account: PhoneAccount): void {
    this.accounts.set(account.name, account);
    const reachable = this.phones.get(`PJSIP/${account.name}`)?.reachable ?? false;
    this.pbx.emit({ type: 'phone-reachable', phone: account.name, reachable });
  }

  remove(name: string): void {
    this.accounts.delete(name);
    this.phones.get(`PJSIP/${name}`)?.unreachable();
    this.phones.delete(`PJSIP/${name}`);
  }

  show(leg: FakeLeg, { number, name }: Party): void {
    const call = this.phones.get(leg.dialled)?.calls.find((candidate) => candidate.leg === leg.id);
    if (call !== undefined) call.display = `${name ?? ''} <${number ?? ''}>`;
  }

  /** A phone whose transfer is accepted hangs up by itself. */
  answerTransfer(id: LegId, outcome: 'accepted' | 'refused'): boolean {
    const leg = this.pbx.legs.get(id);
    const call = [...this.phones.values()].flatMap(({ calls }) => calls).find((candidate) => candidate.leg === id);
    if (call === undefined || leg === undefined) return false;
    call.transfer = outcome;
    if (outcome === 'accepted') this.later(leg, 20, () => this.pbx.endLeg(leg, 'hung-up'));
    return true;
  }

  tellAll(): void {
    for (const phone of this.phones.values()) this.tell(phone);
  }

  /** Calls the endpoint as its script says; nobody there is `leg-gone` at once. */
  dial(request: DialRequest): void {
    const phone = this.phones.get(request.endpoint);
    if (this.pbx.legs.has(request.leg)) throw new Error(`leg id ${request.leg} used twice`);
    if (phone?.reachable !== true) {
      this.pbx.emit({ type: 'leg-gone', leg: request.leg, end: 'unreachable' });
      return;
    }
    const { leg, call } = this.addLine(phone, request, {
      id: request.leg,
      direction: 'outbound',
      dialled: request.endpoint,
      caller: request.from,
      saved: request.saved,
      language: request.language,
    });
    const { behaviour } = phone;
    this.later(leg, request.giveUpAfterSeconds * 1_000, () => {
      if (!leg.answered) this.pbx.endLeg(leg, 'no-answer');
    });
    if (behaviour.does === 'nothing') return;
    if (behaviour.does === 'busy') {
      this.later(leg, phone.ringsAfterMs, () => this.pbx.endLeg(leg, 'busy'));
      return;
    }
    this.later(leg, phone.ringsAfterMs, () => {
      if (leg.answered) return;
      call.ringingAt = this.clock.now();
      this.pbx.emit({ type: 'leg-ringing', leg: leg.id });
    });
    if (behaviour.does === 'ring') return;
    this.later(leg, Math.max(behaviour.afterMs, phone.ringsAfterMs), () => {
      if (leg.answered) return;
      if (behaviour.does === 'refuse') this.pbx.endLeg(leg, behaviour.end);
      else if (behaviour.does === 'forward') this.pbx.endLeg(leg, 'refused', behaviour.to);
      else this.answered(leg);
    });
  }

  private answered(leg: FakeLeg): void {
    const phone = this.phones.get(leg.dialled);
    const call = phone?.calls.findLast((candidate) => candidate.leg === leg.id);
    if (leg.answered || phone === undefined || call === undefined) return;
    leg.answered = true;
    call.answeredAt = this.clock.now();
    this.pbx.emit({ type: 'leg-answered', leg: leg.id });
    const { behaviour } = phone;
    if (behaviour.does === 'answer' && behaviour.talksMs !== null) {
      this.later(leg, behaviour.talksMs, () => this.pbx.endLeg(leg, 'hung-up'));
    }
  }

  private dialledBy(phone: FakePhone, number: string): PhoneCall {
    const name = phone.endpoint.slice(phone.endpoint.indexOf('/') + 1);
    const { leg, call } = this.addLine(
      phone,
      { assertedIdentity: null },
      {
        id: this.pbx.nextLegId(),
        direction: 'phone',
        dialled: number,
        caller: { number: name, name: null },
      },
    );
    this.pbx.emit({ type: 'phone-dialled', leg: leg.id, dialled: number, phone: name });
    return call;
  }

  private addLine(
    phone: FakePhone,
    { assertedIdentity, display }: Pick<DialRequest, 'assertedIdentity' | 'display'>,
    facts: Omit<Parameters<FakePbx['addLeg']>[0], 'onEnd'>,
  ): { leg: FakeLeg; call: PhoneCall } {
    const onEnd = (end: LegEnd): void => {
      call.endedAt = this.clock.now();
      call.end = end;
    };
    const leg = this.pbx.addLeg({ ...facts, onEnd });
    const call: PhoneCall = {
      leg: leg.id,
      from: leg.caller,
      display: `${display ?? leg.caller.name ?? ''} <${leg.caller.number ?? ''}>`,
      assertedIdentity,
      dialledAt: this.clock.now(),
      ringingAt: null,
      answeredAt: null,
      endedAt: null,
      end: null,
      transfer: null,
      heard: leg.heard,
    };
    phone.calls.push(call);
    return { leg, call };
  }

  private later(leg: FakeLeg, ms: number, act: () => void): void {
    leg.timers.push(this.clock.at(this.clock.now() + ms, act));
  }

  private onLeg(id: LegId, act: (leg: FakeLeg) => void): void {
    const leg = this.pbx.legs.get(id);
    if (leg !== undefined) act(leg);
  }

  private tell(phone: FakePhone): void {
    if (!phone.endpoint.startsWith('PJSIP/') || phone.endpoint.includes('@')) return;
    this.pbx.emit({ type: 'phone-reachable', phone: phone.endpoint.slice('PJSIP/'.length), reachable: phone.reachable });
  }
}
