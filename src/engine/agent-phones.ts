import type { AgentResumption } from '../core/acd/floor-events.js';
import type { NotDialled } from '../core/calls/outbound.js';
import type { AgentId, LegId } from '../core/kernel/ids.js';
import type { Log } from '../core/ports/log.js';
import type { Telephony } from '../core/ports/telephony.js';
import type { AgentPhone, DeskAgent } from './desk.js';
import type { OutboundLines } from './outbound-lines.js';

/** What to dial for an agent, or why nothing may be dialled. */
export type Dialable = { readonly endpoint: string; readonly outbound: boolean } | { readonly refused: string };

const WHY: Readonly<Record<NotDialled, string>> = {
  'not-a-number': "the dial policy refuses the agent's number (not-a-number)",
  'denied-prefix': "the dial policy refuses the agent's number (denied-prefix)",
  premium: "the dial policy refuses the agent's number (premium)",
  'not-allowed': "the dial policy refuses the agent's number (not-allowed)",
  'no-trunk': 'no trunk is configured (TRUNK_ENDPOINT)',
  'too-many-calls': 'as many outbound calls are up as the dial policy allows',
};

/** The agents' telephones: their accounts on the PBX, what to dial for each, and whose phone an event is about. */
export class AgentPhones {
  private readonly phones = new Map<AgentId, AgentPhone | null>();
  private readonly connections = new Map<AgentId, DeskAgent['connection']>();
  private readonly followed = new Set<AgentId>();
  private readonly owners = new Map<string, AgentId>();
  /** Accounts to be taken off the PBX, each with who wants to hear of it. */
  private readonly withdrawals = new Map<string, (() => void)[]>();
  private provisioning: Promise<void> = Promise.resolve();

  constructor(
    private readonly telephony: Telephony,
    private readonly outbound: OutboundLines,
    private readonly log: Log,
  ) {}

  configure(agent: DeskAgent): void {
    const before = this.phones.get(agent.agentId);
    this.phones.set(agent.agentId, agent.phone);
    this.connections.set(agent.agentId, agent.connection);
    if (agent.followForwarding) this.followed.add(agent.agentId);
    else this.followed.delete(agent.agentId);
    if (before?.kind === 'sip' && (agent.phone?.kind !== 'sip' || agent.phone.accountName !== before.accountName))
      void this.withdraw(before.accountName);
    if (agent.phone?.kind !== 'sip') return;
    this.owners.set(agent.phone.accountName, agent.agentId);
    this.withdrawals.delete(agent.phone.accountName);
    const unchanged = before?.kind === 'sip' && before.accountName === agent.phone.accountName && before.password === agent.phone.password;
    if (!unchanged && this.telephony.ready) this.provision(agent.phone);
  }

  remove(agentId: AgentId): void {
    const phone = this.phones.get(agentId);
    this.phones.delete(agentId);
    this.connections.delete(agentId);
    this.followed.delete(agentId);
    if (phone?.kind === 'sip') void this.withdraw(phone.accountName);
  }

  /** Takes the account off the PBX, now or once that is in reach. Resolves when it is off, and never when somebody gets it again before. */
  withdraw(accountName: string): Promise<void> {
    this.owners.delete(accountName);
    return new Promise((resolve) => {
      this.withdrawals.set(accountName, [...(this.withdrawals.get(accountName) ?? []), resolve]);
      if (this.telephony.ready) this.withdrawInTurn(accountName);
    });
  }

  /** Makes sure that every account is on the PBX, and no other; asked whenever the PBX is (back) in reach. */
  provisionAll(): void {
    for (const accountName of this.withdrawals.keys()) this.withdrawInTurn(accountName);
    for (const phone of this.phones.values()) if (phone?.kind === 'sip') this.provision(phone);
  }

  ownerOf(phone: string): AgentId | null {
    return this.owners.get(phone) ?? null;
  }

  /** Phones that do not register with us are taken for reachable until a call to them fails. */
  registers(agentId: AgentId): boolean {
    return this.phones.get(agentId)?.kind === 'sip';
  }

  /** The phone is to be called once, at the next sign-in, and stays connected. */
  isPermanent(agentId: AgentId): boolean {
    return this.connections.get(agentId) === 'permanent';
  }

  /** Whom the phone names instead of itself is to be called, as far as the dial policy allows. */
  followsForwarding(agentId: AgentId): boolean {
    return this.followed.has(agentId);
  }

  /** Of whom it is not known how they signed in: as their phone is configured. */
  asSignedIn(agent: AgentResumption): AgentResumption {
    return { ...agent, connected: agent.connected ?? this.isPermanent(agent.agentId) };
  }

  /** Counts a leg that was found among the calls that the owner of the trunk pays for, if it is one. */
  countOutbound(agentId: AgentId, leg: LegId): void {
    if (this.phones.get(agentId)?.kind === 'number') this.outbound.dialled(leg);
  }

  dialable(agentId: AgentId): Dialable {
    const phone = this.phones.get(agentId);
    if (phone === undefined || phone === null) return { refused: 'the agent has no phone' };
    if (phone.kind === 'sip') return { endpoint: this.telephony.phoneEndpoint(phone.accountName), outbound: false };
    if (phone.kind === 'endpoint') return { endpoint: phone.endpoint, outbound: false };
    const line = this.outbound.lineTo(phone.number);
    return 'refused' in line ? { refused: WHY[line.refused] } : { endpoint: line.endpoint, outbound: true };
  }

  private provision(phone: Extract<AgentPhone, { kind: 'sip' }>): void {
    this.inTurn(`phone ${phone.accountName} could not be provisioned`, () =>
      this.telephony.provisionPhone({ name: phone.accountName, password: phone.password }),
    );
  }

  private withdrawInTurn(accountName: string): void {
    this.inTurn(`phone ${accountName} could not be removed from the PBX`, async () => {
      if (!this.withdrawals.has(accountName)) return;
      await this.telephony.removePhone(accountName);
      const heard = this.withdrawals.get(accountName) ?? [];
      this.withdrawals.delete(accountName);
      for (const hear of heard) hear();
    });
  }

  private inTurn(complaint: string, work: () => Promise<void>): void {
    this.provisioning = this.provisioning.then(work).catch((fault: unknown) => {
      this.log.warn(complaint, { fault: String(fault) });
    });
  }
}
