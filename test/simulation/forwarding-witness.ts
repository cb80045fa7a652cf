import type { Fact, JournalEntry } from '../../src/core/journal/facts.js';
import type { AgentId } from '../../src/core/kernel/ids.js';
import type { DialRequest, TelephonyEvent } from '../../src/core/ports/telephony.js';
import { FORWARDED } from './centre-plan.js';
import type { Centre } from './centre.js';

type Forwarded = Extract<Fact, { readonly type: 'offer-forwarded' }>;

const OFFER_LEG = /:guichet-(.+?)(-forwarded)?$/;

/**
 * Reads what becomes of phones that name another to be called: whoever follows is followed once and as far as the dial policy allows, and
 * for everybody else nobody is called.
 */
export class ForwardingWitness {
  /** So many were followed. */
  followed = 0;
  /** By offer, whose phone it is. */
  private readonly offers = new Map<string, AgentId>();
  /** Offers whose phone has named somebody, of which nothing is told yet. */
  private readonly named = new Set<string>();
  /** Legs of open offers of whose phone it was heard: it may be told twice. */
  private readonly heardOf = new Set<string>();
  /** By offer, the dial string that may be dialled for it, once. */
  private readonly allowed = new Map<string, string>();

  constructor(private readonly centre: Centre) {
    centre.onFact((entry) => this.hear(entry));
    centre.onEvent((event) => this.overhear(event));
    centre.onDial((request) => this.checkDial(request));
    centre.onStart(() => {
      for (const known of [this.offers, this.named, this.heardOf, this.allowed]) known.clear();
    });
  }

  private hear({ fact }: JournalEntry): void {
    if (fact.type === 'call-offered') this.offers.set(fact.offerId, fact.agentId);
    else if (fact.type === 'offer-forwarded') this.judge(fact);
    else if (fact.type === 'ring-no-answer' || fact.type === 'offer-withdrawn' || fact.type === 'call-taken')
      this.over(fact.offerId, fact.type);
  }

  private overhear(event: TelephonyEvent): void {
    if (event.type !== 'leg-gone' || event.forwardsTo === undefined || this.heardOf.has(event.leg)) return;
    const offerId = OFFER_LEG.exec(event.leg)?.[1] ?? '';
    const agentId = this.offers.get(offerId);
    if (agentId === undefined || !this.follows(agentId)) return;
    this.heardOf.add(event.leg);
    this.named.add(offerId);
  }

  private judge({ offerId, agentId, number, refused }: Forwarded): void {
    const { trail } = this.centre;
    if (!this.named.delete(offerId)) trail.fail(`offer ${offerId} is forwarded to ${number} and its phone has named nobody`);
    if (!this.follows(agentId)) trail.fail(`${agentId} is forwarded to ${number} and does not follow`);
    const expected = this.allowed.get(offerId) === '' ? 'forwarded-twice' : (FORWARDED.get(number) ?? null);
    if (refused !== expected && refused !== 'too-many-calls')
      trail.fail(`offer ${offerId} to ${number}: ${String(refused)}, and ${String(expected)} is right`);
    if (refused !== null) return;
    this.followed += 1;
    this.allowed.set(offerId, `PJSIP/${number}@carrier`);
  }

  private checkDial({ leg, endpoint }: DialRequest): void {
    const [, offerId = '', isForwarded] = OFFER_LEG.exec(leg) ?? [];
    if (isForwarded === undefined) return;
    if (this.allowed.get(offerId) !== endpoint) this.centre.trail.fail(`${leg} calls ${endpoint}, which is not whom the phone named`);
    this.allowed.set(offerId, '');
  }

  private over(offerId: string, how: Fact['type']): void {
    if (this.named.delete(offerId) && how === 'ring-no-answer')
      this.centre.trail.fail(`offer ${offerId}: its phone has named somebody, and nobody asked whether to follow`);
    this.offers.delete(offerId);
    for (const leg of this.heardOf) if (OFFER_LEG.exec(leg)?.[1] === offerId) this.heardOf.delete(leg);
    this.allowed.delete(offerId);
  }

  private follows(agentId: AgentId): boolean {
    return this.centre.agents.get(agentId)?.followForwarding === true;
  }
}
