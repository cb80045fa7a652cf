import { readSavedLeg } from '../../../src/core/calls/saved-call.js';
import { dialRefusal, type DialPolicy } from '../../../src/core/dialling/dial-policy.js';
import type { CallId, CampaignId, LegId } from '../../../src/core/kernel/ids.js';
import type { Instant } from '../../../src/core/kernel/time.js';
import type { CampaignPlan } from '../../../src/core/plan/campaign-plan.js';
import type { DialRequest } from '../../../src/core/ports/telephony.js';
import { callIdOf } from '../../../src/engine/calls-in-progress.js';
import type { CentrePlan } from '../centre-plan.js';
import type { Centre } from '../centre.js';
import type { Asked, CallbackWitness } from './callback-witness.js';
import { mayBeCalled } from './wall-clock.js';

/** What an administrator changes is seen after so long. */
const SEEN_AFTER = 10_000;
/** A request is carried out after so long at the latest. */
const UNDER_WAY = 2_000;

/** Stands at the trunk and looks at every dial that leaves: whom it is for, when, and who waits for it. */
export class DialWitness {
  dials = 0;
  /** Dials that had to wait for a line, so that the limit was at work. */
  fullest = 0;
  private readonly lines = new Map<LegId, Instant>();
  /** What was in force before the last change. */
  private readonly before = new Map<CampaignId, { readonly plan: CampaignPlan; readonly until: Instant }>();
  private readonly now = new Map<CampaignId, CampaignPlan>();

  constructor(
    private readonly centre: Centre,
    private readonly plan: CentrePlan,
    private readonly witness: CallbackWitness,
    private readonly policy: DialPolicy,
  ) {
    centre.onDial((request) => this.see(request));
    centre.onEvent((event) => {
      if (event.type === 'leg-gone') this.lines.delete(event.leg);
    });
  }

  /** To be told now and then, and often: what is in force. */
  notePlans(): void {
    const { campaigns, clock } = this.centre;
    for (const plan of campaigns.values()) {
      const known = this.now.get(plan.campaignId);
      if (known !== undefined && known !== plan) this.before.set(plan.campaignId, { plan: known, until: clock.now() });
      this.now.set(plan.campaignId, plan);
    }
  }

  /** Whether the request's customer may be called now, as things are set, or were until just before. */
  isAllowedNow({ record }: Asked): 'yes' | 'no' | 'changing' {
    const { clock } = this.centre;
    this.notePlans();
    const plan = this.now.get(record.campaignId);
    if (plan === undefined) return 'no';
    const zone = this.plan.timeZoneOf?.(record.number) ?? null;
    const now = mayBeCalled(plan, zone, clock.now());
    const before = this.before.get(record.campaignId);
    if (before === undefined || clock.now() > before.until + SEEN_AFTER + UNDER_WAY) return now ? 'yes' : 'no';
    return mayBeCalled(before.plan, zone, clock.now()) === now ? (now ? 'yes' : 'no') : 'changing';
  }

  get isFull(): boolean {
    const { maxConcurrentOutbound } = this.policy;
    return maxConcurrentOutbound !== null && this.linesUp() >= maxConcurrentOutbound;
  }

  private see({ leg, endpoint, saved }: DialRequest): void {
    if (endpoint.endsWith('@carrier')) this.seize(leg);
    const carried = readSavedLeg(saved);
    if (carried?.kind !== 'callback') return;
    this.dials += 1;
    const asked = this.witness.askedFor(callIdOf(leg));
    if (asked === null) return this.centre.trail.fail(`${leg} is dialled for nobody`);
    this.checkRequest(asked, leg, endpoint);
    this.checkReserved(asked, callIdOf(leg), carried.agent?.agentId ?? null);
  }

  private checkRequest(asked: Asked, leg: LegId, endpoint: string): void {
    const { record, served } = asked;
    const { clock, pbx } = this.centre;
    const fail = (what: string): void => this.centre.trail.fail(`callback ${record.callbackId} is dialled ${what}`);
    if (record.state !== 'dialling' || record.attemptCallId !== callIdOf(leg)) fail(`and is ${record.state}`);
    if (!leg.endsWith(`-${String(record.attempts)}`)) fail(`as another attempt than number ${String(record.attempts)}`);
    if (served) fail('after the conversation that was asked for');
    if (record.notBefore !== null && record.notBefore > clock.now()) fail(`${String(record.notBefore - clock.now())} ms too early`);
    if (this.isAllowedNow(asked) === 'no') fail('outside the hours in which its customer may be called');
    const ownCall = this.witness.callOf(record);
    // That they have left may be told in the same instant.
    if (ownCall !== null)
      clock.at(clock.now(), () => {
        if (this.witness.callOf(record) === ownCall) fail('and its customer is on the line');
      });
    const max = this.now.get(record.campaignId)?.callback.maxAttempts ?? 0;
    if (record.attempts > max) fail(`${String(record.attempts)} times, and ${String(max)} are allowed`);
    if (dialRefusal(this.policy, record.number) !== null || endpoint !== `PJSIP/${record.number}@carrier`) fail(`at ${endpoint}`);
    const calls = pbx.endpoint(endpoint).calls.filter((call) => call.leg.includes(`callback-${record.callbackId}-`));
    if (calls.some((call) => call.endedAt === null)) fail('while its telephone rings for it already');
    if (calls.some((call) => call.leg === leg)) fail('a second time for one attempt');
  }

  /** An agent is on the phone for it, or reserved; nobody is for two. */
  private checkReserved({ record }: Asked, callId: CallId, agentId: string | null): void {
    const floor = this.centre.engine?.inspect().floor;
    if (floor === undefined) return;
    const talks = floor.conversations.get(callId)?.settings.agentId ?? null;
    const offered = [...floor.offers.values()].some(({ caller }) => caller.entry.callId === callId);
    const isReserved = agentId === null ? offered : talks === agentId;
    if (!isReserved) this.centre.trail.fail(`callback ${record.callbackId} is dialled and no agent is reserved for it`);
  }

  private seize(leg: LegId): void {
    const { maxConcurrentOutbound } = this.policy;
    const up = this.linesUp();
    if (maxConcurrentOutbound !== null && up >= maxConcurrentOutbound)
      this.centre.trail.fail(`${leg} is dialled while ${String(up)} calls are up and ${String(maxConcurrentOutbound)} are allowed`);
    this.lines.set(leg, this.centre.clock.now());
    this.fullest = Math.max(this.fullest, up + 1);
  }

  private linesUp(): number {
    const { pbx, clock } = this.centre;
    const present = new Set(pbx.look().legs.map(({ leg }) => leg));
    for (const [leg, since] of this.lines) if (!present.has(leg) && since + UNDER_WAY < clock.now()) this.lines.delete(leg);
    return [...this.lines].filter(([leg, since]) => present.has(leg) || since === clock.now()).length;
  }
}
