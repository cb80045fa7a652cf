import { performance } from 'node:perf_hooks';
import type { FloorEvent, QueueEntry } from '../../src/core/acd/floor-events.js';
import type { AfterCall, Distribution, RequiredSkill } from '../../src/core/acd/floor-settings.js';
import type { Floor } from '../../src/core/acd/floor.js';
import { createFloor, decide } from '../../src/core/acd/floor.js';
import { brandId, type AgentId, type CallId, type SkillId } from '../../src/core/kernel/ids.js';
import { CountingIds } from '../support/counting-ids.js';
import { keep, spreadOf, table } from './support/figures.js';

const AGENTS = 1000;
const QUEUES = 10;
const SKILLS = 8;
const CAMPAIGNS = 40;
const EVENTS = 300_000;
const ROUNDS = 30;
const WARM_UP_ROUNDS = 6;
const DISTRIBUTIONS: readonly Distribution[] = ['longest-idle', 'round-robin', 'fewest-calls', 'least-talk-time', 'random'];
const WRAP_UP: AfterCall = { wrapUpSeconds: 20, conventionalPauseSeconds: 0, conventionalPauseStarts: 'after-wrap-up' };

/**
 * `decide()` alone, on a floor where 1,000 agents with 8 skills work in 10 queues fed by 40 campaigns and everybody has a caller, with
 * 10,000 and with 100,000 waiting, in turns within one run. The mix is a busy day's: a conversation ends, wrap-up ends, the next call is
 * offered, rings and is answered, a new caller enters; sometimes somebody hangs up, or a phone is not answered, or an agent has coffee.
 */
export async function run(): Promise<void> {
  const days = [new Day(10_000), new Day(100_000)] as const;
  for (let round = 0; round < ROUNDS; round += 1) for (const day of days) day.work(EVENTS / ROUNDS, round >= WARM_UP_ROUNDS);
  const [small, large] = days.map((day) => ({ all: spreadOf(day.all()), mean: mean(day.all()) }));
  if (small?.all == null || large?.all == null) throw new Error('nothing was measured');
  const rows = days.flatMap((day) => day.rows());
  console.log(`\ndecide(): ${AGENTS} agents, ${QUEUES} queues, ${SKILLS} skills, ${CAMPAIGNS} campaigns\n`);
  console.log(table(['waiting', 'event', 'count', 'mean µs', 'median µs', 'p99 µs', 'max µs'], rows));
  const dearer = { median: large.all.median / small.all.median, mean: large.mean / small.mean };
  console.log(`\nten times more callers: median × ${dearer.median.toFixed(2)}, mean × ${dearer.mean.toFixed(2)}`);
  keep('floor', { agents: AGENTS, queues: QUEUES, skills: SKILLS, campaigns: CAMPAIGNS, small, large, dearer, rows });
  return Promise.resolve();
}

/** A floor at work, and how long each of its decisions took. */
class Day {
  private readonly ids = new CountingIds(42, 'o');
  private readonly floor: Floor = createFloor(this.ids);
  private readonly times = new Map<string, number[]>();
  /** Everybody who entered and was not taken or gone; those taken are found out when it is their turn. */
  private readonly waiting: CallId[] = [];
  private readonly talking: [CallId, AgentId][] = [];
  private readonly campaigns: readonly Pick<QueueEntry, 'campaignId' | 'queueId' | 'priority' | 'requiredSkills'>[];
  private now = 1_700_000_000_000;
  private calls = 0;
  private decisions = 0;
  private measured = false;

  constructor(private readonly size: number) {
    this.campaigns = Array.from({ length: CAMPAIGNS }, (_, i) => ({
      campaignId: brandId(`campaign-${i}`),
      queueId: brandId(`queue-${i % QUEUES}`),
      priority: this.below(4),
      requiredSkills: this.requirement(),
    }));
    this.open();
    while (this.floor.callers.size < size) this.enter();
  }

  private open(): void {
    const agentIds = Array.from({ length: AGENTS }, (_, i) => brandId<AgentId>(`agent-${String(i).padStart(4, '0')}`));
    const groups = [{ groupId: 'strict', skillIds: [skill(0)], autoDecrement: false }];
    this.decide({ type: 'skill-groups-configured', groups });
    for (let i = 0; i < QUEUES; i += 1) {
      const members = agentIds.filter((_, agent) => agent % QUEUES === i || this.below(QUEUES) < 2);
      this.decide({
        type: 'queue-configured',
        queue: {
          queueId: brandId(`queue-${i}`),
          code: String(500 + i),
          distribution: DISTRIBUTIONS[i % DISTRIBUTIONS.length] ?? 'longest-idle',
          ringTimeoutSeconds: 15,
          missesBeforePause: 100,
          ageingSeconds: i % 3 === 0 ? 60 : null,
          lastAgentLeaves: 'stay',
          agentIds: members,
        },
      });
    }
    for (const agentId of agentIds) {
      const skills = new Map(Array.from({ length: SKILLS }, (_, i) => [skill(i), this.below(10)] as const).filter(() => this.below(4) > 0));
      this.decide({ type: 'agent-configured', agent: { agentId, skills } });
      this.decide({ type: 'sign-in-asked', agentId });
    }
  }

  /** None, one or two skills at some level. */
  private requirement(): RequiredSkill[] {
    const first = this.below(SKILLS);
    return [first, first + 1 + this.below(SKILLS - 1)].slice(0, this.below(3)).map((i) => {
      return { skillId: skill(i % SKILLS), minimumLevel: this.below(8), relaxAfterSeconds: this.below(3) === 0 ? 60 : null };
    });
  }

  work(events: number, measured: boolean): void {
    this.measured = measured;
    const until = this.decisions + events;
    while (this.decisions < until) {
      this.now += 5 + this.below(20);
      this.answerAll();
      this.finishOne();
      if (this.below(10) === 0) this.hangUp();
      while (this.floor.callers.size < this.size) this.enter();
      if (this.below(200) === 0) this.coffee();
    }
  }

  private answerAll(): void {
    for (const { offerId, caller, agent } of [...this.floor.offers.values()]) {
      this.decide({ type: 'offer-ringing', offerId });
      if (this.below(30) === 0) this.decide({ type: 'offer-failed', offerId, failure: 'refused' });
      else if (this.floor.offers.has(offerId)) {
        this.decide({ type: 'offer-answered', offerId });
        this.talking.push([caller.entry.callId, agent.settings.agentId]);
      }
    }
  }

  private finishOne(): void {
    if (this.talking.length === 0) return;
    const [callId, agentId] = this.takeOut(this.talking);
    this.decide({ type: 'conversation-ended', callId, agentId });
    this.now += 20_000;
    this.decide({ type: 'timer-fired', key: `wrap-up:${agentId}` });
  }

  private hangUp(): void {
    let callId = this.takeOut(this.waiting);
    while (!this.floor.callers.has(callId)) callId = this.takeOut(this.waiting);
    this.decide({ type: 'caller-left', callId });
  }

  private coffee(): void {
    const agentId = brandId<AgentId>(`agent-${String(this.below(AGENTS)).padStart(4, '0')}`);
    this.decide({ type: 'pause-asked', agentId, reason: 'coffee' });
    this.decide({ type: 'resume-asked', agentId });
  }

  private enter(): void {
    this.calls += 1;
    this.now += this.below(20);
    const callId = brandId<CallId>(`call-${String(this.calls).padStart(8, '0')}`);
    const campaign = this.campaigns[this.below(CAMPAIGNS)];
    if (campaign === undefined) return;
    const overflowAt = this.now + 600_000_000;
    const entry = { ...campaign, callId, arrivedAt: this.now, queuedAt: this.now, afterCall: WRAP_UP, overflowAt, kind: 'caller' as const };
    this.decide({ type: 'caller-queued', entry });
    this.waiting.push(callId);
  }

  private decide(event: FloorEvent): void {
    const begun = performance.now();
    decide(this.floor, event, this.now);
    const took = (performance.now() - begun) * 1000;
    this.decisions += 1;
    if (!this.measured) return;
    const times = this.times.get(event.type);
    if (times === undefined) this.times.set(event.type, [took]);
    else times.push(took);
  }

  private takeOut<T>(from: T[]): T {
    const index = this.below(from.length);
    const taken = from[index];
    const last = from.pop();
    if (taken === undefined || last === undefined) throw new Error('there is nothing to take');
    if (index < from.length) from[index] = last;
    return taken;
  }

  private below(limit: number): number {
    return Math.floor(this.ids.chance() * limit);
  }

  all(): number[] {
    return [...this.times.values()].flat();
  }

  rows(): string[][] {
    const kinds: [string, number[]][] = [['every event', this.all()], ...this.times];
    return kinds.map(([kind, times]) => {
      const spread = spreadOf(times);
      const figures = [mean(times), spread?.median ?? 0, spread?.p99 ?? 0, spread?.max ?? 0];
      return [String(this.size), kind, String(times.length), ...figures.map((figure) => figure.toFixed(1))];
    });
  }
}

function skill(index: number): SkillId {
  return brandId<SkillId>(`skill-${index}`);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
