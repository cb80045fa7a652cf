import type { Agent, Caller, Floor, Queue } from '../acd/floor-state.js';
import { effectivePriority } from '../acd/line-order.js';
import { requirementOf } from '../acd/requirement.js';
import type { AgentId, CallId, CampaignId } from '../kernel/ids.js';
import { seconds, type Instant } from '../kernel/time.js';
import type { ArrivingStream } from './arrival-rates.js';
import { countAhead, precedes, type Asker } from './asker.js';
import { afterCallSeconds, occupied } from './busy-agent.js';
import { CallerClasses, OWN_CLASS } from './caller-classes.js';
import { eligibleAgents } from './eligible-agents.js';
import type { BusyAgent, CallerAhead, Line, Overtakers } from './line-state.js';
import type { Staffing } from './staffing.js';

/** More agents than this are thinned: a hundred say as much about a mean as a thousand. */
const AGENTS_SHOWN = 120;
/** Thinning leaves so many of those who may serve the caller, or the floor would lose its shape; but no more than so many in all. */
const OWN_AGENTS_KEPT = 12;
const MOST_AGENTS_SHOWN = 360;
/** Of a line that is long for its agents so much is shown, two for each agent at the least, and the rest is taken to move at the same pace. */
const CALLERS_SHOWN = 240;
const ROUNDS_SHOWN = 2;
/** So many times farther than the caller stands in theirs is another line looked into: what is behind is not served before. */
const FARTHER = 4;

/** What is known besides the floor. */
export interface Knowledge {
  /** Of the call that the agent is in, or rests from; null when it began before the backend did. */
  campaignOf(callId: CallId, agentId: AgentId): CampaignId | null;
  streamsAbove(priority: number, now: Instant): readonly ArrivingStream[];
  readonly staffing: Staffing;
}

/**
 * The line before this caller: who is ahead in every queue that shares agents with theirs, directly or through others, and the agents who work
 * on it. Reads only, and takes no longer for ten thousand callers than for a hundred.
 */
export function lineBefore(floor: Floor, asker: Asker, knowledge: Knowledge, now: Instant): Line {
  const { staffing } = knowledge;
  const counted = (agent: Agent): boolean => (isSignedIn(agent) && agent.state !== 'paused') || staffing.absenceOf(agent, now) !== null;
  const eligible = eligibleAgents(floor, asker, (agent) => isSignedIn(agent) || counted(agent), now);
  if (![...eligible.keys()].some(isSignedIn)) return 'nobody-signed-in';
  const own = new Map([...eligible].filter(([agent]) => counted(agent)));
  if (asker.offered) return 'free-agent';
  for (const [agent, inSeconds] of own) if (agent.free && inSeconds === 0) return 'free-agent';
  if (own.size === 0) return 'nobody-at-work';

  const streams = knowledge.streamsAbove(asker.entry.priority, now);
  const { queues, staff } = neighbourhood(asker, own, new Set(streams.map(({ queueId }) => queueId)), counted, now);
  const total = sum(queues.values());
  const agentsKept = agentsShown(staff.size, own.size);
  const share = agentsKept / staff.size;
  const callersWanted = Math.round(total * share);
  const ownShown = Math.max(1, Math.round(own.size * share));
  const mostShown = Math.max(CALLERS_SHOWN, ROUNDS_SHOWN * agentsKept);
  // In whole rounds of the team: half a round, where all conversations last as long, is a round.
  const callersShown = Math.min(callersWanted, mostShown - (mostShown % ownShown));

  const classes = new CallerClasses(asker);
  const ahead = callersAhead(queues, callersShown, classes, now);
  const overtakers = overtakersAmong(streams, queues, classes, share, (priority) => secondsOvertaken(asker, priority, now));
  const agents: BusyAgent[] = [];
  for (const agent of evenly([...staff], agentsKept)) {
    const servesAskerIn = own.get(agent) ?? Infinity;
    const serves = classes.servedBy(agent, servesAskerIn === 0);
    if (serves === 0 && servesAskerIn === Infinity) continue;
    const occupation = occupied(agent, (callId, agentId) => knowledge.campaignOf(callId, agentId), staffing, now);
    if (occupation !== null) agents.push({ serves, servesAskerIn, ...occupation });
  }
  if (!agents.some(({ servesAskerIn, atWorkSeconds }) => servesAskerIn < Infinity && atWorkSeconds !== null)) return 'nobody-at-work';
  return {
    ownClass: OWN_CLASS,
    campaignId: asker.campaignId,
    agents,
    ahead,
    overtakers,
    thinning: 1 / share,
    stretch: callersShown === 0 ? 1 : callersWanted / callersShown,
  };
}

interface Neighbourhood {
  /** How many are ahead in each. */
  readonly queues: ReadonlyMap<Queue, number>;
  readonly staff: ReadonlySet<Agent>;
}

/** The asker's queue, and all where somebody goes first whom an agent in reach may serve; with the agents there who are `counted`. */
function neighbourhood(
  asker: Asker,
  own: ReadonlyMap<Agent, number>,
  overtaken: ReadonlySet<string>,
  counted: (agent: Agent) => boolean,
  now: Instant,
): Neighbourhood {
  const queues = new Map([[asker.queue, countAhead(asker.queue, asker, now)]]);
  const passedBy = new Set<Queue>();
  const staff = new Set(own.keys());
  // Both collections grow while they are walked: what is added is walked too.
  for (const queue of queues.keys()) {
    for (const agent of queue.members) if (counted(agent)) staff.add(agent);
    for (const agent of staff) {
      for (const other of agent.queues) {
        if (queues.has(other) || passedBy.has(other)) continue;
        const ahead = countAhead(other, asker, now);
        if (ahead > 0 || overtaken.has(other.settings.queueId)) queues.set(other, ahead);
        else passedBy.add(other);
      }
    }
  }
  const farthest = FARTHER * ((queues.get(asker.queue) ?? 0) + staff.size);
  for (const [queue, ahead] of queues) if (queue !== asker.queue) queues.set(queue, Math.min(ahead, farthest));
  return { queues, staff };
}

function agentsShown(all: number, own: number): number {
  return all <= AGENTS_SHOWN ? all : Math.min(all, MOST_AGENTS_SHOWN, Math.max(AGENTS_SHOWN, Math.ceil((all * OWN_AGENTS_KEPT) / own)));
}

/**
 * So many of those ahead, picked evenly from each queue, in the order in which they are served. Those whose call is ringing count as served:
 * the agent who rings stands for them.
 */
function callersAhead(queues: ReadonlyMap<Queue, number>, shown: number, classes: CallerClasses, now: Instant): readonly CallerAhead[] {
  const total = sum(queues.values());
  const picked: Caller[] = [];
  for (const [queue, ahead] of queues) {
    const wanted = Math.round((ahead * shown) / Math.max(1, total));
    for (let pick = 0; pick < wanted; pick += 1) {
      const caller = queue.line.at(Math.floor(((pick + 0.5) * ahead) / wanted));
      if (caller?.offers.length === 0) picked.push(caller);
    }
  }
  if (queues.size > 1) picked.sort((a, b) => (precedes(a, b, now) ? -1 : 1));
  return picked.map(({ entry, lane }) => ({
    classNumber: classes.numberOf(lane),
    campaignId: entry.campaignId,
    waitedSeconds: Math.max(0, now - entry.queuedAt) / seconds(1),
    afterCallSeconds: afterCallSeconds(entry.afterCall),
    patient: entry.kind === 'callback',
  }));
}

function overtakersAmong(
  streams: readonly ArrivingStream[],
  queues: ReadonlyMap<Queue, number>,
  classes: CallerClasses,
  share: number,
  secondsOvertakenBy: (priority: number) => number,
): readonly Overtakers[] {
  const overtakers: Overtakers[] = [];
  for (const { queueId, campaignId, priority, requiredSkills, perSecond, foreseenSeconds } of streams) {
    const untilSeconds = Math.min(foreseenSeconds, secondsOvertakenBy(priority));
    for (const { settings, lanes } of queues.keys()) {
      const lane = settings.queueId === queueId ? lanes.get(requirementOf(requiredSkills).key) : undefined;
      if (lane === undefined || perSecond <= 0 || untilSeconds <= 0) continue;
      overtakers.push({ classNumber: classes.numberOf(lane), campaignId, perSecond: perSecond * share, untilSeconds });
    }
  }
  return overtakers;
}

/** Whoever comes later with this priority goes behind: where the asker's queue ages, they have been lifted that far by then. */
function secondsOvertaken({ entry, queue }: Asker, priority: number, now: Instant): number {
  const { ageingSeconds } = queue.settings;
  if (ageingSeconds === null || ageingSeconds <= 0) return Infinity;
  return (priority - effectivePriority(entry, ageingSeconds, now)) * ageingSeconds;
}

function isSignedIn(agent: Agent): boolean {
  return agent.state !== 'signed-out';
}

function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}

/** So many of the items, evenly spread; all of them in their order when that many are wanted. */
function evenly<T>(items: readonly T[], wanted: number): readonly T[] {
  return wanted >= items.length
    ? items
    : items.filter((_, place) => Math.floor((place * wanted) / items.length) !== Math.floor(((place + 1) * wanted) / items.length));
}
