import type { AfterCall, Distribution, QueueSettings, RequiredSkill, SkillGroupSettings } from '../../src/core/acd/floor-settings.js';
import { brandId, type AgentId, type CampaignId, type QueueId, type SkillId } from '../../src/core/kernel/ids.js';
import type { DialPolicy, DialRefusal } from '../../src/core/dialling/dial-policy.js';
import { NO_BRIEFING } from '../../src/core/plan/briefing.js';
import {
  ALWAYS_OPEN,
  type AnnouncementPlan,
  type CampaignPlan,
  type ClosedPlan,
  type OverflowPlan,
} from '../../src/core/plan/campaign-plan.js';
import { NOT_RECORDED, type RecordingPlan } from '../../src/core/plan/recording-plan.js';
import type { Sound } from '../../src/core/ports/telephony.js';
import type { AgentPhone, DeskAgent } from '../../src/engine/desk.js';
import { overflowPlan } from '../support/overflow-plan.js';
import { callbackPlan } from '../support/callback-plan.js';
import type { Lots } from './lots.js';
import { drawScenarios } from './scenarios.js';

/** A call centre as it stands when the day begins, and what kind of day it will be. */
export interface CentrePlan {
  readonly queues: readonly QueueSettings[];
  readonly agents: readonly DeskAgent[];
  readonly skillGroups: readonly SkillGroupSettings[];
  /** By DID. */
  readonly campaigns: ReadonlyMap<string, CampaignPlan>;
  readonly day: DayPlan;
  /** Absent: that of a new installation, and one clock for everybody. */
  readonly dialPolicy?: DialPolicy;
  readonly timeZoneOf?: (number: string) => string | null;
}

export interface DayPlan {
  /** Milliseconds between two callers, on average. */
  readonly meanGap: number;
  readonly meanTalk: number;
  readonly meanPatience: number;
  /** Now and then a minute in which callers come this many times as often. */
  readonly burst: number;
  /** Milliseconds of the slowest request and of the latest event; 0 is at once. */
  readonly slowestRequest: number;
  readonly latestEvent: number;
  readonly repeatedEvents: number;
  /** How often, per fact, somebody does something in the same instant. */
  readonly coincidences: number;
  /** Callers between two accidents, on average: lines lost, processes killed, the database away. */
  readonly callersPerAccident: number;
  /** Callers between two changes of the configuration. */
  readonly callersPerEdit: number;
}

export const SKILLS: readonly SkillId[] = ['english', 'billing', 'technical'].map((name) => brandId<SkillId>(name));
export const DISTRIBUTIONS: readonly Distribution[] = [
  'longest-idle',
  'round-robin',
  'fewest-calls',
  'least-talk-time',
  'random',
  'ring-all',
];

/** Told to callers whose conversation may be recorded. */
export const CONSENT: Sound = { kind: 'upload', audioId: 'consent' };

/** Numbers outside to which callers are put through: one that is answered, one that is busy, one that rings for ever. */
export const OFFICES = ['+33144440001', '+33144440002', '+33144440003'] as const;

/** Whom a phone names to be called instead of itself, and why that is not done; null: it is. */
export const FORWARDED: ReadonlyMap<string, DialRefusal | null> = new Map([
  ['+33611110001', null],
  ['+33611110002', null],
  ['+33611110003', null],
  ['+33899123456', 'denied-prefix'],
  ['+12025550100', 'not-allowed'],
  ['0611110001', 'not-a-number'],
  ['sip:reception@example.org', 'not-a-number'],
]);

export function drawCentre(lots: Lots): CentrePlan {
  const agents = Array.from({ length: lots.whole(1, lots.pick([3, 8, 20])) }, (_, index) => drawAgent(lots, index + 1));
  const agentIds = agents.map(({ agentId }) => agentId);
  const queues = Array.from({ length: lots.whole(1, 4) }, (_, index) => drawQueue(lots, index, agentIds));
  const campaigns = Array.from({ length: lots.whole(1, 4) }, (_, index) => drawCampaign(lots, index + 1, queues));
  return {
    queues,
    agents,
    skillGroups: drawSkillGroups(lots),
    campaigns: new Map(campaigns.map((plan, index) => [`+3317000000${String(index + 1)}`, plan])),
    day: drawDay(lots, agents.length),
  };
}

export function drawSkillGroups(lots: Lots): SkillGroupSettings[] {
  return [{ groupId: 'all', skillIds: lots.some(SKILLS, 0.6), autoDecrement: lots.happens(0.6) }];
}

function drawDay(lots: Lots, agents: number): DayPlan {
  const meanTalk = lots.pick([8_000, 30_000, 90_000]);
  const load = lots.between(0.3, 1.3);
  const faults = !lots.happens(0.2);
  return {
    meanGap: (meanTalk + 15_000) / agents / load,
    meanTalk,
    meanPatience: lots.pick([20_000, 60_000, 240_000]),
    burst: lots.pick([1, 3, 10]),
    slowestRequest: lots.pick([0, 0, 5, 40, 600]),
    latestEvent: lots.pick([0, 0, 5, 40, 600]),
    repeatedEvents: faults ? lots.pick([0, 0.01, 0.1]) : 0,
    coincidences: lots.pick([0, 0.002, 0.02]),
    callersPerAccident: faults ? lots.pick([15, 50, 150]) : Infinity,
    callersPerEdit: lots.pick([10, 40, Infinity]),
  };
}

export function drawQueue(lots: Lots, index: number, agentIds: readonly AgentId[]): QueueSettings {
  return {
    queueId: brandId<QueueId>(`queue-${String(index + 1)}`),
    code: String(500 + index),
    distribution: lots.pick(DISTRIBUTIONS),
    ringTimeoutSeconds: lots.pick([3, 8, 15]),
    missesBeforePause: lots.pick([1, 2, 2, 5]),
    ageingSeconds: lots.pick([null, null, 20]),
    lastAgentLeaves: lots.pick(['stay', 'stay', 'overflow']),
    agentIds: lots.some(agentIds, 0.7),
  };
}

export function drawAgent(lots: Lots, number: number): DeskAgent {
  const name = `agent-${String(number).padStart(2, '0')}`;
  return {
    agentId: brandId<AgentId>(name),
    displayName: name,
    extension: null,
    skills: drawSkills(lots),
    phone: drawPhone(lots, name, number),
    // By number, not by lot: it changes nothing else in days that were kept.
    connection: number % 4 === 0 ? 'permanent' : 'per-call',
    followForwarding: number % 3 === 0,
  };
}

export function drawSkills(lots: Lots): Map<SkillId, number> {
  return new Map(lots.some(SKILLS, 0.6).map((skill) => [skill, lots.whole(0, 9)]));
}

function drawPhone(lots: Lots, name: string, number: number): AgentPhone {
  if (lots.happens(0.8)) return { kind: 'sip', accountName: name, password: 'secret' };
  if (lots.happens(0.5)) return { kind: 'endpoint', endpoint: `PJSIP/${name}@own-pbx` };
  return { kind: 'number', number: `+3361000${String(1000 + number)}` };
}

/** `recorded`: whether the campaign may record conversations. */
export function drawCampaign(lots: Lots, number: number, queues: readonly QueueSettings[]): CampaignPlan {
  return {
    campaignId: brandId<CampaignId>(`campaign-${String(number)}`),
    version: 1,
    name: `Campaign ${String(number)}`,
    language: lots.pick(['fr', 'en']),
    running: true,
    opening: ALWAYS_OPEN,
    queueId: lots.pick(queues).queueId,
    priority: lots.whole(0, 2),
    welcome: lots.happens(0.7) ? { kind: 'builtin', name: 'welcome' } : null,
    welcomeBeforeAnswer: lots.happens(0.5),
    hold: null,
    whisper: null,
    recording: drawRecording(lots),
    announcements: drawAnnouncements(lots),
    closed: drawClosed(lots),
    scenarios: drawScenarios(lots, OFFICES),
    voicemail: { greeting: { kind: 'builtin', name: 'voicemail-greeting' }, maxSeconds: 180, minSeconds: 2 },
    callback: callbackPlan({ expiresAfterHours: 1 }),
    displayedNumber: { number: null, forced: false, byPrefix: [] },
    overflow: drawOverflow(lots),
    requiredSkills: drawRequirement(lots),
    afterCall: drawAfterCall(lots),
    briefing: NO_BRIEFING,
  };
}

/** Most campaigns record nothing. */
export function drawRecording(lots: Lots): RecordingPlan {
  const mode = lots.weighted({ none: 5, all: 2, dispositions: 1 });
  if (mode === 'none') return NOT_RECORDED;
  return {
    mode,
    dispositionCodes: mode === 'dispositions' ? ['SALE'] : [],
    retentionDays: lots.pick([null, 90]),
    consent: lots.happens(0.6) ? CONSENT : null,
  };
}

export function drawRequirement(lots: Lots): RequiredSkill[] {
  if (lots.happens(0.5)) return [];
  return lots.some(SKILLS, 0.5).map((skillId) => ({
    skillId,
    minimumLevel: lots.pick([0, 1, 4]),
    relaxAfterSeconds: lots.pick([null, 5, 20]),
  }));
}

export function drawAfterCall(lots: Lots): AfterCall {
  return {
    wrapUpSeconds: lots.pick([0, 3, 10, 10, null]),
    conventionalPauseSeconds: lots.pick([0, 0, 2, 20]),
    conventionalPauseStarts: lots.pick(['with-wrap-up', 'after-wrap-up']),
  };
}

function drawAnnouncements(lots: Lots): AnnouncementPlan {
  return {
    ewtLeadIn: null,
    ewt: lots.happens(0.4),
    ewtCaution: 0.7,
    position: lots.happens(0.4),
    menu: lots.happens(0.5) ? { kind: 'builtin', name: 'menu-overflow' } : null,
  };
}

function drawClosed(lots: Lots): ClosedPlan {
  const then = lots.pick(['hang-up', 'voicemail', 'callback', 'reroute'] as const);
  return {
    message: { kind: 'builtin', name: 'closed' },
    then,
    rerouteNumber: then === 'reroute' ? lots.pick(OFFICES) : null,
    waitingAtClose: lots.pick(['serve', 'overflow']),
  };
}

function drawOverflow(lots: Lots): OverflowPlan {
  const kind = lots.pick(['deterrent', 'reroute', 'callback', 'voicemail'] as const);
  return overflowPlan({
    strategy: { kind, number: kind === 'reroute' ? lots.pick(OFFICES) : null },
    waitSeconds: lots.happens(0.15) ? lots.pick([10, 60]) : null,
    queueLength: lots.happens(0.3) ? lots.pick([2, 10]) : null,
    loops: lots.happens(0.3) ? lots.pick([1, 3]) : null,
    loopSeconds: 15,
  });
}
