import { Attempt, type AttemptEnd, type AttemptPorts, type ReservedAgent } from '../core/callbacks/attempt.js';
import { agentFirst, agentFirstAgain } from '../core/callbacks/agent-first.js';
import { customerFirst, customerFirstAgain } from '../core/callbacks/customer-first.js';
import type { AttemptFailure, CallbackRecord } from '../core/callbacks/callback-record.js';
import { connected } from '../core/calls/connected.js';
import type { Line } from '../core/calls/line.js';
import type { Phase, Place } from '../core/calls/phase.js';
import type { NotDialled } from '../core/calls/outbound.js';
import type { FloorOrder } from '../core/acd/floor-orders.js';
import { brandId, nodeOf, type BridgeId, type CallId, type LegId } from '../core/kernel/ids.js';
import { seconds } from '../core/kernel/time.js';
import type { CampaignPlan } from '../core/plan/campaign-plan.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import { PbxUnreachable } from '../core/ports/telephony.js';
import { callIdOf, recordOf, type CallsInProgress } from './calls-in-progress.js';
import type { FloorWriter } from './floor-writer.js';
import type { Journal } from './journal.js';
import type { Offers } from './offers.js';
import type { OpenCallbacks } from './open-callbacks.js';
import type { OutboundLines } from './outbound-lines.js';
import type { FoundCallback } from './reconciliation.js';

type OfferCall = Extract<FloorOrder, { readonly type: 'offer-call' }>;

export type AttemptParts = Omit<AttemptPorts, 'record' | 'outbound' | 'mayDial'> & {
  readonly directory: CampaignDirectory;
  readonly journal: Journal;
  readonly book: OpenCallbacks;
  readonly line: Line;
  readonly calls: CallsInProgress;
  readonly offers: Offers;
  readonly writer: FloorWriter;
  readonly outbound: OutboundLines;
};

/** A dial that was not made though the place came up: the callback waits a moment longer. */
export type Hindrance = NotDialled | 'stopped' | 'agent-left' | 'not-due';

/** Who hears what came of an attempt that reached nobody. */
export interface AttemptResults {
  /** Whether the customer may be called at this very instant. */
  isDue(callback: CallbackRecord): boolean;
  failed(callback: CallbackRecord, outcome: AttemptFailure): void;
  hindered(callback: CallbackRecord, why: Hindrance): void;
}

interface Running {
  readonly attempt: Attempt;
  readonly reserved: ReservedAgent | null;
  /** Of the agents whose telephones ring when the customer has answered; the customer is dialled first. */
  readonly orders: OfferCall[];
}

/** The customer's telephone rings for so long, and a moment passes at both ends of it. */
const RESERVED_SECONDS = 45;

/** Attempts under way: each leads to a call like any other, or back to the line of callbacks. */
export class CallbackAttempts {
  private readonly running = new Map<CallId, Running>();

  constructor(
    private readonly parts: AttemptParts,
    private readonly results: AttemptResults,
  ) {}

  get count(): number {
    return this.running.size;
  }

  runs(callId: CallId): boolean {
    return this.running.has(callId);
  }

  /** The agent has taken the callback. */
  agentTook(callback: CallbackRecord, plan: CampaignPlan, reserved: ReservedAgent): void {
    const leg = legOf(callback, nodeOf(reserved.agentLeg));
    this.parts.line.claim(callIdOf(leg));
    const attempt = this.attempt(callback, plan, leg);
    this.lead({ attempt, reserved, orders: [] }, () => agentFirst(attempt, reserved));
  }

  /** An agent is reserved, and rung when the customer has answered; so are all others who are offered the same callback. */
  reserve(callback: CallbackRecord, plan: CampaignPlan, order: OfferCall): void {
    const { writer, clock, telephony } = this.parts;
    writer.post({ type: 'offer-extended', offerId: order.offerId, until: clock.now() + seconds(RESERVED_SECONDS) });
    const under = this.running.get(order.callId);
    if (under !== undefined) {
      under.orders.push(order);
      return;
    }
    const attempt = this.attempt({ ...callback, agentId: order.agentId }, plan, legOf(callback, telephony.node));
    this.lead({ attempt, reserved: null, orders: [order] }, () => customerFirst(attempt));
  }

  /** Nobody is reserved any more, or nobody wants it. Answers whether there was something to stop. */
  stop(callId: CallId): boolean {
    const running = this.running.get(callId);
    running?.attempt.stop();
    return running !== undefined;
  }

  /** The customer's telephone was found ringing, or answered, after a restart. */
  takeUp(callback: CallbackRecord, plan: CampaignPlan, { leg, dialledAt, agent: reserved }: FoundCallback, agentIsThere: boolean): void {
    const { switchboard } = this.parts;
    const attempt = this.attempt(callback, plan, leg.leg);
    attempt.dialledAt = dialledAt;
    const running = { attempt, reserved, orders: [] };
    if (reserved !== null) switchboard.hold(reserved.agentLeg);
    if (reserved !== null && !agentIsThere) switchboard.dispatch({ type: 'leg-gone', leg: reserved.agentLeg, end: 'hung-up' });
    if (leg.answered) this.answered(running, leg.bridge);
    else this.lead(running, () => (reserved === null ? customerFirstAgain(attempt) : agentFirstAgain(attempt, reserved)));
  }

  /** The PBX is out of reach, or we stop: what goes on there is found again by its census. */
  suspendAll(): void {
    for (const { attempt } of this.running.values()) {
      attempt.scope.end({ kind: 'suspended' });
      this.parts.outbound.release(attempt.callId);
    }
    this.running.clear();
  }

  private attempt(callback: CallbackRecord, plan: CampaignPlan, leg: LegId): Attempt {
    const { book, journal, ids, outbound } = this.parts;
    const callId = callIdOf(leg);
    const bridge = brandId<BridgeId>(`${nodeOf(leg)}:guichet-${ids.next()}`);
    const ports: AttemptPorts = {
      ...this.parts,
      record: (fact) => {
        journal.record(fact);
      },
      outbound: {
        lineTo: (number) => outbound.lineTo(number),
        dialled: (dialledLeg) => {
          outbound.seize(callId, dialledLeg);
        },
      },
      mayDial: () => this.results.isDue(book.find(callback.callbackId) ?? callback),
    };
    const { agentId } = callback;
    return new Attempt({ callback, plan, callId, leg, bridge }, ports, (shown) => {
      const now = book.find(callback.callbackId) ?? callback;
      const changes = { state: 'dialling', attempts: now.attempts + 1, agentId, attemptCallId: callId } as const;
      book.step(now, changes, { type: 'callback-dialled', shown });
    });
  }

  private lead(running: Running, work: () => Promise<AttemptEnd>): void {
    const { attempt } = running;
    const { writer, log } = this.parts;
    this.running.set(attempt.callId, running);
    const ended = (end: AttemptEnd): void => {
      writer.inTurn(() => {
        if (attempt.scope.cause?.kind === 'suspended') return;
        attempt.scope.end({ kind: 'finished' });
        this.running.delete(attempt.callId);
        this.parts.outbound.release(attempt.callId);
        this.ended(running, end);
      });
    };
    attempt.scope
      .run(work)
      .then((end) => {
        if (end !== null) ended(end);
      })
      .catch((fault: unknown) => {
        const { callback, bridge, dialledAt } = attempt;
        if (fault instanceof PbxUnreachable) log.warn('a callback was given up for now', { callbackId: callback.callbackId });
        else log.error('a callback failed', { callbackId: callback.callbackId, fault: String(fault) });
        if (running.reserved !== null) this.parts.agentLegs.letGo(running.reserved.agentLeg, bridge);
        ended(dialledAt === null ? { kind: 'not-dialled', why: 'stopped' } : { kind: 'not-reached', outcome: 'failed' });
      });
  }

  private ended(running: Running, end: AttemptEnd): void {
    const { attempt, reserved } = running;
    if (end.kind === 'answered') {
      this.answered(running);
      return;
    }
    const { book, line } = this.parts;
    if (reserved !== null) line.conversationNeverBegan(attempt.callId, reserved.agentId);
    const callback = book.find(attempt.callback.callbackId);
    if (callback === null) return;
    if (end.kind === 'not-dialled') this.results.hindered(callback, end.why);
    else this.results.failed(callback, end.outcome);
  }

  /** From here on it is a call like any other: with the agent who waits for it, or in the line, in front. */
  private answered({ attempt, reserved, orders }: Running, talkingIn: BridgeId | null = null): void {
    const { book, journal, calls, directory, clock, writer, offers } = this.parts;
    const { plan, leg, callId, dialledAt, callback: begun } = attempt;
    const callback = book.find(begun.callbackId) ?? begun;
    const { number, queueId, queuedAt, callbackId } = callback;
    const did = callback.did ?? directory.didOf(plan.campaignId) ?? '';
    const record = { ...recordOf(leg, number, did, plan, dialledAt ?? clock.now()), queueId, queuedAt, callbackId };
    const known = calls.unaccounted.get(callId);
    calls.accountFor(callId);
    const place: Place = { queueId, queuedAt, calledBack: true };
    const phase: Phase =
      reserved === null
        ? { name: 'waiting', ...place, ungreeted: true }
        : {
            name: 'conversation',
            ...reserved,
            queueId,
            queuedAt,
            bridge: talkingIn ?? attempt.bridge,
            connectedAt: talkingIn === null ? null : clock.now(),
            whispered: true,
            place,
          };
    journal.record(
      known !== undefined
        ? { type: 'call-resumed', callId, phase: phase.name, call: record }
        : { type: 'call-arrived', callId, call: record },
    );
    if (callback.state === 'dialling') book.step(callback, { state: 'talking' }, { type: 'callback-answered' });
    const call = calls.begin({ leg, answered: true, language: plan.language }, plan, record, phase);
    if (phase.name === 'conversation' && phase.connectedAt !== null && (known?.answeredAt ?? null) === null)
      journal.record(connected(record, phase, phase.connectedAt));
    for (const order of orders) {
      const { offerId, ringTimeoutSeconds } = order;
      writer.post({ type: 'offer-extended', offerId, until: clock.now() + seconds(ringTimeoutSeconds) });
      writer.inTurn(() => {
        if (writer.floor.offers.has(offerId)) offers.offer(order, call.asOffered());
      });
    }
  }
}

/** The id of the call that the next attempt leads to. */
export function attemptCallIdOf(callback: CallbackRecord, node: string): CallId {
  return callIdOf(legOf(callback, node));
}

/** The leg of the next attempt: the same whoever makes it, and never used again. */
function legOf({ callbackId, attempts }: CallbackRecord, node: string): LegId {
  return brandId<LegId>(`${node}:guichet-callback-${callbackId}-${String(attempts + 1)}`);
}
