import { CAUTIOUS_POLICY } from '../../../src/core/dialling/dial-policy.js';
import type { CampaignPlan } from '../../../src/core/plan/campaign-plan.js';
import { WEEKDAYS, type WeeklyHours } from '../../../src/core/schedule/weekly-hours.js';
import type { TimeRange } from '../../../src/core/schedule/time-of-day.js';
import type { QueueSettings } from '../../../src/core/acd/floor-settings.js';
import { callbackPlan } from '../../support/callback-plan.js';
import { overflowPlan } from '../../support/overflow-plan.js';
import { drawAgent, drawCampaign, drawQueue, drawSkillGroups, type CentrePlan, type DayPlan } from '../centre-plan.js';
import type { Lots } from '../lots.js';

const PARIS = 'Europe/Paris';

/** Where customers live, and what time it is there as far as the number tells. */
export const COUNTRIES: readonly { readonly prefix: string; readonly timeZone: string | null; readonly share: number }[] = [
  { prefix: '+336', timeZone: PARIS, share: 80 },
  { prefix: '+262692', timeZone: 'Indian/Reunion', share: 8 },
  { prefix: '+590690', timeZone: 'America/Guadeloupe', share: 8 },
  { prefix: '+447', timeZone: null, share: 4 },
];

/** From the dial to the next one that the same agents can take, seconds: attempts that fail and what else agents do included. */
const HANDLING_SECONDS = 75;

/** A centre that lives on calling back: hours and a day off, retries that run out, few lines, the agent first here and the customer there. */
export function drawCallbackCentre(lots: Lots, requests: number): CentrePlan {
  const agents = Array.from({ length: lots.whole(4, 9) }, (_, index) => drawAgent(lots, index + 1));
  const agentIds = agents.map(({ agentId }) => agentId);
  const queues = Array.from({ length: lots.whole(1, 3) }, (_, index) => withEnough(drawQueue(lots, index, agentIds), agentIds));
  const campaigns = Array.from({ length: lots.whole(2, 4) }, (_, index) => drawCallbackCampaign(lots, index + 1, queues));
  return {
    queues,
    agents,
    skillGroups: drawSkillGroups(lots),
    campaigns: new Map(campaigns.map((plan, index) => [`+3317000000${String(index + 1)}`, plan])),
    day: drawDays(lots, agents.length, requests),
    dialPolicy: {
      ...CAUTIOUS_POLICY,
      allowedPrefixes: ['+33', '+262', '+590', '+44'],
      maxConcurrentOutbound: lots.pick([null, 100, agents.length, 3]),
    },
    timeZoneOf: (number) => COUNTRIES.find(({ prefix }) => number.startsWith(prefix))?.timeZone ?? null,
  };
}

/** One who is away does not stop a queue. */
function withEnough(queue: QueueSettings, agentIds: QueueSettings['agentIds']): QueueSettings {
  return { ...queue, agentIds: queue.agentIds.length < 2 ? agentIds : queue.agentIds };
}

function drawDays(lots: Lots, agents: number, requests: number): DayPlan {
  const faults = !lots.happens(0.15);
  return {
    meanGap: (HANDLING_SECONDS * 1000) / agents / lots.between(0.4, 1.1),
    meanTalk: 60_000,
    meanPatience: lots.pick([60_000, 240_000]),
    burst: 1,
    slowestRequest: lots.pick([0, 0, 5, 40, 600]),
    latestEvent: lots.pick([0, 0, 5, 40, 600]),
    repeatedEvents: faults ? lots.pick([0, 0.01]) : 0,
    coincidences: lots.pick([0, 0.002, 0.02]),
    callersPerAccident: faults ? requests / lots.whole(10, 40) : Infinity,
    callersPerEdit: requests / 30,
  };
}

function drawCallbackCampaign(lots: Lots, number: number, queues: readonly QueueSettings[]): CampaignPlan {
  const plan = drawCampaign(lots, number, queues);
  const leads = { kind: 'callback', number: null } as const;
  return {
    ...plan,
    opening: drawOpening(lots),
    scenarios: { beforeQueue: null, menu: null, afterAgent: null },
    whisper: lots.happens(0.5) ? { kind: 'builtin', name: 'whisper' } : null,
    announcements: { ...plan.announcements, menu: { kind: 'builtin', name: 'menu-overflow' } },
    closed: { ...plan.closed, then: 'callback' },
    overflow: overflowPlan({ strategy: leads, queueLength: lots.pick([null, 5, 20]), loops: lots.pick([null, 4]), loopSeconds: 15 }),
    requiredSkills: lots.happens(0.5) ? [] : plan.requiredSkills,
    callback: callbackPlan({
      maxAttempts: lots.whole(1, 4),
      retryAfterSeconds: lots.pick([10, 60, 300, 1_800]),
      expiresAfterHours: lots.pick([2, 12, 48]),
      dialFirst: lots.pick(['agent', 'agent', 'customer']),
      recoverLost: lots.pick(['automatic', 'propose', 'off']),
      deadline: { relativeHours: lots.pick([null, 24]), date: null },
      hours: lots.happens(0.7) ? drawHours(lots) : null,
    }),
  };
}

function drawOpening(lots: Lots): CampaignPlan['opening'] {
  const hours = lots.happens(0.6) ? drawHours(lots) : null;
  const holidays = lots.happens(0.3) ? [{ date: '2026-01-06', yearly: false, from: null, to: '14:00', message: null }] : [];
  return { hours, timeZone: PARIS, holidays, override: null };
}

/** One or two ranges a day, and now and then a day off. */
function drawHours(lots: Lots): WeeklyHours {
  const days: Partial<Record<(typeof WEEKDAYS)[number], readonly TimeRange[]>> = {};
  for (const day of WEEKDAYS) days[day] = lots.happens(0.15) ? [] : lots.pick(RANGES);
  return { timeZone: PARIS, days: days as WeeklyHours['days'] };
}

const RANGES: readonly (readonly TimeRange[])[] = [
  [{ from: '08:00', to: '20:00' }],
  [
    { from: '09:00', to: '12:30' },
    { from: '13:30', to: '19:00' },
  ],
  [{ from: '10:00', to: '24:00' }],
];
