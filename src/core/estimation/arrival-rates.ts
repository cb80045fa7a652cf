import type { RequiredSkill } from '../acd/floor-settings.js';
import type { CampaignId, QueueId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';

/** What came longer ago than this hardly counts: half an hour follows the day's tide and holds enough calls to count. */
const MEMORY_SECONDS = 1800;

/** What is usual fades so slowly: over a shift, and a tide of the day is not taken for it. */
const USUAL_SECONDS = 4 * 3600;

/** The usual rate is believed like so many calls of the last half hour: of a stream that brings three, chance alone makes one or five. */
const USUAL_CALLS = 6;

/** Streams of callers told apart; the one that was quiet longest is forgotten. */
const STREAMS_KEPT = 200;

/** Who calls alike: through one campaign into one queue, with one priority. */
export interface Stream {
  readonly queueId: QueueId;
  readonly campaignId: CampaignId;
  readonly priority: number;
  /** What the latest of them required. */
  readonly requiredSkills: readonly RequiredSkill[];
}

export interface ArrivingStream extends Stream {
  readonly perSecond: number;
  /** As far as the rate may be relied on: what was counted over half an hour tells of the next half hour. */
  readonly foreseenSeconds: number;
}

export interface SavedStream extends Stream {
  readonly last: Instant;
  readonly weight: number;
  /** Faded over a shift. Absent from what was saved before it was kept. */
  readonly usual?: number;
  /** Of the first that was seen. */
  readonly first?: Instant;
}

/**
 * How often callers of each kind come, counted with a weight that fades over half an hour. Nobody is taken to have come before the first was seen:
 * two urgent callers in one minute are no stream of a hundred and twenty an hour, and believing so would tell everybody else hours.
 */
export class ArrivalRates {
  private readonly streams: Map<string, SavedStream>;

  constructor(saved: readonly SavedStream[] = []) {
    this.streams = new Map(saved.map((stream) => [keyOf(stream), stream]));
  }

  learn(stream: Stream, now: Instant): void {
    const { queueId, campaignId, priority, requiredSkills } = stream;
    const key = keyOf(stream);
    const known = this.streams.get(key);
    const weight = 1 + (known === undefined ? 0 : known.weight * fading(known.last, now, MEMORY_SECONDS));
    const usual = 1 + (known === undefined ? 0 : (known.usual ?? known.weight) * fading(known.last, now, USUAL_SECONDS));
    const first = known?.first ?? known?.last ?? now;
    this.streams.delete(key);
    this.streams.set(key, { queueId, campaignId, priority, requiredSkills, last: now, weight, usual, first });
    const [quietest] = this.streams.keys();
    if (this.streams.size > STREAMS_KEPT && quietest !== undefined) this.streams.delete(quietest);
  }

  /** Everybody whose priority is larger, and how many of them come in a second. */
  above(priority: number, now: Instant): readonly ArrivingStream[] {
    return [...this.streams.values()]
      .filter((stream) => stream.priority > priority)
      .map((stream) => ({
        ...stream,
        perSecond: rateOf(stream, now),
        foreseenSeconds: MEMORY_SECONDS,
      }));
  }

  /** Of each queue the stream of which most callers came lately. */
  liveliest(now: Instant): ReadonlyMap<QueueId, Stream> {
    const liveliest = new Map<QueueId, { readonly stream: Stream; readonly lately: number }>();
    for (const stream of this.streams.values()) {
      const lately = stream.weight * fading(stream.last, now, MEMORY_SECONDS);
      if (lately > (liveliest.get(stream.queueId)?.lately ?? 0)) liveliest.set(stream.queueId, { stream, lately });
    }
    return new Map([...liveliest].map(([queueId, { stream }]) => [queueId, stream]));
  }

  save(): readonly SavedStream[] {
    return [...this.streams.values()];
  }
}

/**
 * Calls per second of late, leaning on what is usual: a Poisson count with a gamma prior. Where less than a shift was seen, what is usual is counted
 * as if nobody had come before, like what is of late.
 */
function rateOf({ weight, usual, first, last }: SavedStream, now: Instant): number {
  const lately = weight * fading(last, now, MEMORY_SECONDS);
  if (usual === undefined || first === undefined) return lately / MEMORY_SECONDS;
  const seen = 1 - fading(first, now, USUAL_SECONDS);
  const expected =
    ((usual * fading(last, now, USUAL_SECONDS)) / USUAL_SECONDS / Math.max(seen, MEMORY_SECONDS / USUAL_SECONDS)) * MEMORY_SECONDS;
  return (expected * (lately + USUAL_CALLS)) / (expected + USUAL_CALLS) / MEMORY_SECONDS;
}

function fading(from: Instant, to: Instant, memorySeconds: number): number {
  return Math.exp(-Math.max(0, to - from) / seconds(memorySeconds));
}

function keyOf({ queueId, campaignId, priority }: Stream): string {
  // Ids hold no spaces.
  return `${queueId} ${campaignId} ${String(priority)}`;
}
