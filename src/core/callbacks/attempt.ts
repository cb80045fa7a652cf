import type { AgentLegs } from '../calls/agent-legs.js';
import type { CallCause } from '../calls/call-cause.js';
import { CallScope } from '../calls/call-scope.js';
import type { NotDialled, Outbound } from '../calls/outbound.js';
import type { Listener } from '../calls/prompts.js';
import type { AgentId, BridgeId, CallId, LegId, OfferId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { CampaignPlan } from '../plan/campaign-plan.js';
import type { Clock } from '../ports/clock.js';
import type { AttemptFailure, CallbackRecord } from './callback-record.js';

export type AttemptPorts = Listener['ports'] & {
  readonly clock: Clock;
  readonly outbound: Outbound;
  readonly agentLegs: AgentLegs;
  /** Whether the customer may be called at this very instant: they may have called in, or the hours may have ended. */
  readonly mayDial: () => boolean;
};

/** The agent who has taken the callback and is on the phone. */
export interface ReservedAgent {
  readonly offerId: OfferId;
  readonly agentId: AgentId;
  readonly agentLeg: LegId;
}

/** What is known before anybody is dialled. */
export interface AttemptFacts {
  readonly callback: CallbackRecord;
  readonly plan: CampaignPlan;
  readonly callId: CallId;
  /** The customer's; told by callback and attempt, so that nobody can make a second one. */
  readonly leg: LegId;
  /** Where customer and agent will talk. */
  readonly bridge: BridgeId;
}

export type AttemptEnd =
  | { readonly kind: 'answered' }
  | { readonly kind: 'not-reached'; readonly outcome: AttemptFailure }
  | { readonly kind: 'not-dialled'; readonly why: NotDialled | 'stopped' | 'agent-left' | 'not-due' };

/** One try to reach the customer of a callback, from the reservation of an agent until the customer answers or cannot be reached. */
export class Attempt implements AttemptFacts {
  readonly callback: CallbackRecord;
  readonly plan: CampaignPlan;
  readonly callId: CallId;
  readonly leg: LegId;
  readonly bridge: BridgeId;
  readonly scope: CallScope<CallCause>;
  /** Resolves when nobody wants it any more. */
  readonly stopped: Promise<'stopped'>;
  /** Null until the customer is dialled. */
  dialledAt: Instant | null = null;
  private settle: (word: 'stopped') => void = () => undefined;
  private isStopped = false;

  constructor(
    { callback, plan, callId, leg, bridge }: AttemptFacts,
    readonly ports: AttemptPorts,
    /** Writes down that the customer is dialled, before it is done; `shown` is what their telephone shows. */
    readonly dials: (shown: string | null) => void,
  ) {
    this.callback = callback;
    this.plan = plan;
    this.callId = callId;
    this.leg = leg;
    this.bridge = bridge;
    this.stopped = new Promise((resolve) => (this.settle = resolve));
    this.scope = new CallScope<CallCause>((fault) => {
      ports.log.warn('a clean-up of a callback failed', { callbackId: callback.callbackId, fault: String(fault) });
    });
  }

  get wasStopped(): boolean {
    return this.isStopped;
  }

  stop(): void {
    this.isStopped = true;
    this.settle('stopped');
  }
}
