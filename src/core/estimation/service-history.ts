import type { CampaignId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import { ArrivalRates, type ArrivingStream, type SavedStream, type Stream } from './arrival-rates.js';
import { CampaignTables, type SavedCampaignTables, type UnderWay } from './campaign-tables.js';
import { RingTimes, type SavedRingTimes } from './ring-times.js';
import type { SurvivalCurve } from './survival-curve.js';

/** Fewer conversations than this tell nothing that one could say to a caller. */
const CONVERSATIONS_NEEDED = 2.9;

/** Fewer than this, and what the campaign's settings say of wrap-up and rest is the better guess. */
const REST_NEEDED = 5;

/** Something that came to its end, and how long it took. */
export type Outcome =
  | { readonly type: 'arrived'; readonly stream: Stream }
  /** Taken by an agent, overflowed, or still there when last seen: patience was not tried to the end. */
  | { readonly type: 'waited'; readonly campaignId: CampaignId | null; readonly seconds: number; readonly gaveUp: boolean }
  | { readonly type: 'rang'; readonly campaignId: CampaignId; readonly seconds: number }
  | { readonly type: 'talked'; readonly campaignId: CampaignId | null; readonly seconds: number }
  /** Wrap-up and conventional pause, from the end of the conversation until the agent is free. */
  | { readonly type: 'rested'; readonly campaignId: CampaignId | null; readonly seconds: number };

export interface SavedHistory {
  readonly talk: SavedCampaignTables;
  readonly rest: SavedCampaignTables;
  readonly patience: SavedCampaignTables;
  /** Absent: saved by a version that knew one time for all. */
  readonly rings?: SavedRingTimes;
  readonly streams: readonly SavedStream[];
}

/** What the past teaches about the next conversations, in memory that does not grow. An empty history says nothing. */
export class ServiceHistory {
  private readonly talk: CampaignTables;
  private readonly rest: CampaignTables;
  private readonly patience: CampaignTables;
  private readonly arrivals: ArrivalRates;
  private readonly rings: RingTimes;

  constructor(saved?: SavedHistory) {
    this.talk = new CampaignTables(saved?.talk);
    this.rest = new CampaignTables(saved?.rest);
    this.patience = new CampaignTables(saved?.patience);
    this.arrivals = new ArrivalRates(saved?.streams);
    this.rings = new RingTimes(saved?.rings);
  }

  learn(outcome: Outcome, now: Instant): void {
    switch (outcome.type) {
      case 'arrived':
        return this.arrivals.learn(outcome.stream, now);
      case 'waited':
        return this.patience.learn(outcome.campaignId, outcome.seconds, outcome.gaveUp ? 'ended' : 'spared');
      case 'rang':
        return this.rings.learn(outcome.campaignId, outcome.seconds);
      case 'talked':
        return this.talk.learn(outcome.campaignId, outcome.seconds, 'ended');
      case 'rested':
        return this.rest.learn(outcome.campaignId, outcome.seconds, 'ended');
    }
  }

  /** How long conversations last; null while too few have ended to say. */
  talkOf(campaignId: CampaignId | null, underWay: readonly UnderWay[]): SurvivalCurve | null {
    return this.talk.evidence < CONVERSATIONS_NEEDED ? null : this.talk.curve(campaignId, underWay);
  }

  /** How long agents rest after a conversation; null while the settings know better. */
  restOf(campaignId: CampaignId | null): SurvivalCurve | null {
    return this.rest.evidenceOf(campaignId) < REST_NEEDED ? null : this.rest.curve(campaignId);
  }

  /** How long callers wait before they give up; null when nobody has yet. */
  patienceOf(campaignId: CampaignId | null): SurvivalCurve | null {
    return this.patience.evidence === 0 ? null : this.patience.curve(campaignId);
  }

  /** From the offer to the answer, on average. */
  ringSecondsOf(campaignId: CampaignId | null): number {
    return this.rings.meanOf(campaignId);
  }

  /** Conversations behind `talkOf`: what is known of their mean is no surer than one part in the root of this. */
  get conversations(): number {
    return this.talk.evidence;
  }

  streamsAbove(priority: number, now: Instant): readonly ArrivingStream[] {
    return this.arrivals.above(priority, now);
  }

  liveliestStreams(now: Instant): ReadonlyMap<QueueId, Stream> {
    return this.arrivals.liveliest(now);
  }

  save(): SavedHistory {
    return {
      talk: this.talk.save(),
      rest: this.rest.save(),
      patience: this.patience.save(),
      rings: this.rings.save(),
      streams: this.arrivals.save(),
    };
  }
}
