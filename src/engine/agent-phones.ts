import { dialRefusal, type DialPolicy } from '../core/dialling/dial-policy.js';
import type { AgentId, LegId } from '../core/kernel/ids.js';
import type { Log } from '../core/ports/log.js';
import type { Telephony } from '../core/ports/telephony.js';
import type { AgentPhone, DeskAgent } from './desk.js';

export interface PhoneSettings {
  /** Dial string of outbound calls with `{number}` in it; null when no trunk is known. */
  readonly trunkPattern: string | null;
  readonly dialPolicy: () => DialPolicy;
}

/** What to dial for an agent, or why nothing may be dialled. */
export type Dialable = { readonly endpoint: string; readonly outbound: boolean } | { readonly refused: string };

/** The agents' telephones: their accounts on the PBX, what to dial for each, and whose phone an event is about. */
export class AgentPhones {
  private readonly phones = new Map<AgentId, AgentPhone | null>();
  private readonly owners = new Map<string, AgentId>();
  private readonly outbound = new Set<LegId>();
  private provisioning: Promise<void> = Promise.resolve();

  constructor(
    private readonly telephony: Telephony,
    private readonly settings: PhoneSettings,
    private readonly log: Log,
  ) {}

  configure(agent: DeskAgent): void {
    const before = this.phones.get(agent.agentId);
    this.phones.set(agent.agentId, agent.phone);
    if (before?.kind === 'sip' && (agent.phone?.kind !== 'sip' || agent.phone.accountName !== before.accountName))
      this.withdraw(before.accountName);
    if (agent.phone?.kind !== 'sip') return;
    this.owners.set(agent.phone.accountName, agent.agentId);
    const unchanged = before?.kind === 'sip' && before.accountName === agent.phone.accountName && before.password === agent.phone.password;
    if (!unchanged && this.telephony.ready) this.provision(agent.phone);
  }

  remove(agentId: AgentId): void {
    const phone = this.phones.get(agentId);
    this.phones.delete(agentId);
    if (phone?.kind === 'sip') this.withdraw(phone.accountName);
  }

  /** Makes sure that every account is on the PBX; asked whenever the PBX is (back) in reach. */
  provisionAll(): void {
    for (const phone of this.phones.values()) if (phone?.kind === 'sip') this.provision(phone);
  }

  ownerOf(phone: string): AgentId | null {
    return this.owners.get(phone) ?? null;
  }

  /** Phones that do not register with us are taken for reachable until a call to them fails. */
  registers(agentId: AgentId): boolean {
    return this.phones.get(agentId)?.kind === 'sip';
  }

  dialable(agentId: AgentId): Dialable {
    const phone = this.phones.get(agentId);
    if (phone === undefined || phone === null) return { refused: 'the agent has no phone' };
    if (phone.kind === 'sip') return { endpoint: this.telephony.phoneEndpoint(phone.accountName), outbound: false };
    if (phone.kind === 'endpoint') return { endpoint: phone.endpoint, outbound: false };
    const policy = this.settings.dialPolicy();
    const refusal = dialRefusal(policy, phone.number);
    if (refusal !== null) return { refused: `the dial policy refuses the agent's number (${refusal})` };
    if (this.settings.trunkPattern === null) return { refused: 'no trunk is configured (TRUNK_ENDPOINT)' };
    if (policy.maxConcurrentOutbound !== null && this.outbound.size >= policy.maxConcurrentOutbound) {
      return { refused: `as many outbound calls are up as the dial policy allows (${String(policy.maxConcurrentOutbound)})` };
    }
    return { endpoint: this.settings.trunkPattern.replace('{number}', phone.number), outbound: true };
  }

  /** Counts a leg that the owner pays for, until `ended`. */
  dialledOutbound(leg: LegId): void {
    this.outbound.add(leg);
  }

  ended(leg: LegId): void {
    this.outbound.delete(leg);
  }

  /** Counts anew from what is on the PBX: legs that ended while it was out of reach were not told. */
  recount(present: ReadonlySet<LegId>): void {
    for (const leg of this.outbound) if (!present.has(leg)) this.outbound.delete(leg);
  }

  private provision(phone: Extract<AgentPhone, { kind: 'sip' }>): void {
    this.inTurn(`phone ${phone.accountName} could not be provisioned`, () =>
      this.telephony.provisionPhone({ name: phone.accountName, password: phone.password }),
    );
  }

  private withdraw(accountName: string): void {
    this.owners.delete(accountName);
    if (!this.telephony.ready) return;
    this.inTurn(`phone ${accountName} could not be removed from the PBX`, () => this.telephony.removePhone(accountName));
  }

  private inTurn(complaint: string, work: () => Promise<void>): void {
    this.provisioning = this.provisioning.then(work).catch((fault: unknown) => {
      this.log.warn(complaint, { fault: String(fault) });
    });
  }
}
