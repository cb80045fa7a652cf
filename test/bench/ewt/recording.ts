import type { CampaignId, CallId, QueueId } from '../../../src/core/kernel/ids.js';
import { seconds, type Instant } from '../../../src/core/kernel/time.js';
import type { FloorFact } from '../../../src/core/acd/floor-facts.js';
import type { Floor } from '../../../src/core/acd/floor.js';
import { WaitEstimator, type ExpectedWait } from '../../../src/core/estimation/wait-estimator.js';
import { Playback, type Watcher } from './playback.js';
import { RivalEstimators, type QueueView, type Rival } from './rivals.js';
import type { Arrival, TrafficEvent } from './traffic.js';

export type Estimates = { readonly ours: { seconds: number; low: number; high: number } | null } & Readonly<
  Record<Rival, { seconds: number } | null>
>;

/** One call of a playback, with what everybody said of its wait at the instant of entry. */
export interface RecordedCall {
  readonly call: string;
  readonly at: number;
  readonly estimates: Estimates;
  /** To the millisecond. Of a call that is never taken: until the last conversation is over, after the last line of the traffic. */
  waitSeconds: number;
  outcome: 'answered' | 'abandoned' | 'waiting';
  agent: string | null;
  /** Waiting before it on entry, and agents signed in: for the theory, not for the file. */
  readonly ahead: number;
  readonly agents: number;
}

/** Plays the traffic and asks every estimator about every caller, each for their own queue. */
export function record(traffic: readonly TrafficEvent[]): { calls: RecordedCall[]; microsecondsPerEstimate: number } {
  const recording = new Recording();
  const calls = recording.callsUntil(new Playback(recording).play(traffic));
  return { calls, microsecondsPerEstimate: (1000 * recording.milliseconds) / Math.max(1, calls.length) };
}

interface Entry {
  readonly call: RecordedCall;
  readonly rivals: RivalEstimators;
  readonly enteredAt: Instant;
  /** How many had entered before. */
  readonly entered: number;
}

class Recording implements Watcher {
  milliseconds = 0;
  private readonly ours = new WaitEstimator();
  private readonly rivals = new Map<string, RivalEstimators>();
  private readonly entries = new Map<CallId, Entry>();

  callsUntil(end: Instant): RecordedCall[] {
    return [...this.entries.values()].map(({ call, enteredAt }) => {
      if (call.outcome === 'waiting') call.waitSeconds = (end - enteredAt) / seconds(1);
      return call;
    });
  }

  arriving(floor: Floor, arrival: Arrival, callId: CallId, now: Instant): void {
    const { call, at, campaign, priority } = arrival;
    const queueId = campaign as QueueId;
    const view = queueView(floor, queueId, priority, now);
    const before = performance.now();
    const newcomer = { queueId, campaignId: campaign as CampaignId, priority, requiredSkills: [] };
    const ours = this.ours.waitAtTheDoor(floor, newcomer, now);
    this.milliseconds += performance.now() - before;
    const rivals = this.rivalsOf(campaign);
    const recorded: RecordedCall = {
      call,
      at,
      estimates: { ours: finite(ours), ...mapped(rivals.estimates(view)) },
      waitSeconds: 0,
      outcome: 'waiting',
      agent: null,
      ahead: view.ahead,
      agents: view.agentsSignedIn,
    };
    this.entries.set(callId, { call: recorded, rivals, enteredAt: now, entered: this.entries.size });
  }

  fact(fact: FloorFact, now: Instant): void {
    this.ours.learn(fact, now);
    const entry = 'callId' in fact && fact.callId !== null ? this.entries.get(fact.callId) : undefined;
    if (entry === undefined) return;
    const { call, rivals, entered } = entry;
    if (fact.type === 'call-taken') {
      call.waitSeconds = fact.waitedSeconds;
      call.outcome = 'answered';
      call.agent = fact.agentId;
      rivals.callAnswered({ entered, seconds: fact.waitedSeconds });
    } else if (fact.type === 'call-left-queue') {
      call.waitSeconds = fact.waitedSeconds;
      call.outcome = 'abandoned';
      rivals.callAbandoned({ entered, seconds: fact.waitedSeconds });
    } else if (fact.type === 'conversation-ended') rivals.callHandled(fact.talkedSeconds);
  }

  private rivalsOf(campaign: string): RivalEstimators {
    const known = this.rivals.get(campaign);
    if (known !== undefined) return known;
    const rivals = new RivalEstimators();
    this.rivals.set(campaign, rivals);
    return rivals;
  }
}

function queueView(floor: Floor, queueId: QueueId, priority: number, now: Instant): QueueView {
  const queue = floor.queues.get(queueId);
  const line = [...(queue?.line ?? [])];
  const members = [...(queue?.members ?? [])];
  return {
    ahead: line.filter(({ entry }) => entry.priority >= priority).length,
    agentFree: members.some((agent) => agent.free),
    agentsSignedIn: members.filter(({ state }) => state !== 'signed-out').length,
    elapsed: line.map(({ entry }) => (now - entry.queuedAt) / seconds(1)),
  };
}

function finite(wait: ExpectedWait): Estimates['ours'] {
  return wait === 'infinite' ? null : wait;
}

function mapped(rivals: Record<Rival, number | null>): Record<Rival, { seconds: number } | null> {
  const said = (seconds: number | null): { seconds: number } | null => (seconds === null ? null : { seconds });
  return {
    appQueue: said(rivals.appQueue),
    lastFive: said(rivals.lastFive),
    positionAht: said(rivals.positionAht),
    les: said(rivals.les),
    hol: said(rivals.hol),
  };
}
