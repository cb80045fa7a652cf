import type { IvrProgram } from '../../core/ivr/scenario.js';
import { builtinSound } from '../../core/ivr/sound-of.js';
import { brandId, type CampaignId, type QueueId, type SkillId } from '../../core/kernel/ids.js';
import type { Briefing } from '../../core/plan/briefing.js';
import type { CampaignHours, CampaignPlan, StrategyPlan } from '../../core/plan/campaign-plan.js';
import type { Sound } from '../../core/ports/telephony.js';
import type { WeeklyHours } from '../../core/schedule/weekly-hours.js';
import type { CampaignDocument, StrategySettings } from './campaign-settings.js';

/** What a document refers to, as calls need it. */
export interface PlanParts {
  readonly sound: (audioId: string) => Sound;
  /** Null for a scenario that is no more. */
  readonly scenario: (scenarioId: string) => IvrProgram | null;
  readonly hours: CampaignHours;
  /** Of the script and the disposition group, either of which may be none. */
  readonly briefing: Briefing;
  /** Null for hours that are no more: they cannot be kept to, and the summary says so. */
  readonly callingHours: (callingHoursId: string) => WeeklyHours | null;
}

/** The plan of a document that was checked when it was saved. A campaign that lost its queue compiles to one that does not run. */
export function compilePlan(
  campaignId: string,
  version: number,
  document: CampaignDocument,
  { sound, scenario, hours, callingHours, briefing }: PlanParts,
): CampaignPlan {
  const { name, state, queueId, language, priority, wrapUpSeconds, conventionalPause, messages, opening, overflow, skills } = document;
  const { ivr, voicemail, callback, displayedNumber, callingHoursId, recording } = document;
  const audio = (audioId: string | null): Sound | null => (audioId === null ? null : sound(audioId));
  const program = (scenarioId: string | null): IvrProgram | null => (scenarioId === null ? null : scenario(scenarioId));
  const strategy = ({ kind, audioId, scenarioId, number }: StrategySettings): StrategyPlan => ({
    kind,
    deterrent: audio(audioId) ?? builtinSound('deterrent'),
    scenario: program(scenarioId),
    number,
  });
  return Object.freeze<CampaignPlan>({
    campaignId: brandId<CampaignId>(campaignId),
    version,
    name,
    language,
    running: state === 'running' && queueId !== null,
    opening: hours,
    queueId: brandId<QueueId>(queueId ?? ''),
    priority,
    welcome: audio(messages.welcomeAudioId),
    welcomeBeforeAnswer: messages.welcomeBeforeAnswer,
    hold: audio(messages.holdAudioId),
    whisper: audio(messages.whisperAudioId),
    recording: {
      mode: recording.mode,
      dispositionCodes: recording.dispositionCodes,
      retentionDays: recording.retentionDays,
      consent: audio(recording.consentAudioId),
    },
    announcements: {
      ewtLeadIn: audio(messages.ewtAudioId),
      ewt: messages.announceEwt,
      ewtCaution: messages.ewtCaution,
      position: messages.announcePosition,
      menu: audio(messages.menuAudioId),
    },
    closed: {
      message: audio(opening.closedAudioId) ?? builtinSound('closed'),
      then: opening.whenClosed,
      rerouteNumber: opening.rerouteNumber,
      waitingAtClose: opening.waitingAtClose,
    },
    overflow: {
      waitSeconds: overflow.waitSeconds,
      queueLength: overflow.queueLength,
      loops: overflow.loops,
      loopSeconds: messages.loopSeconds,
      strategies: {
        wait: strategy(overflow.perCriterion.wait ?? overflow.strategy),
        queueLength: strategy(overflow.perCriterion.queueLength ?? overflow.strategy),
        loops: strategy(overflow.perCriterion.loops ?? overflow.strategy),
        menu: strategy(overflow.perCriterion.menu ?? overflow.strategy),
        otherwise: strategy(overflow.strategy),
      },
    },
    voicemail: {
      greeting: audio(voicemail.greetingAudioId) ?? builtinSound('voicemail-greeting'),
      maxSeconds: voicemail.maxSeconds,
      minSeconds: voicemail.minSeconds,
    },
    scenarios: {
      beforeQueue: program(ivr.beforeQueueId),
      menu: program(messages.menuScenarioId),
      afterAgent: program(ivr.afterAgentHangupId),
    },
    callback: {
      prompt: audio(callback.promptAudioId) ?? builtinSound('callback-offer'),
      greeting: audio(callback.greetingAudioId) ?? builtinSound('callback-greeting'),
      maxAttempts: callback.maxAttempts,
      retryAfterSeconds: callback.retryAfterSeconds,
      expiresAfterHours: callback.expiresAfterHours,
      dialFirst: callback.dialFirst,
      recoverLost: callback.recoverLost,
      deadline: callback.deadline,
      hours: callingHoursId === null ? null : callingHours(callingHoursId),
    },
    displayedNumber: {
      number: displayedNumber.kind === 'specific' ? displayedNumber.number : null,
      forced: displayedNumber.kind === 'specific' && displayedNumber.forced,
      byPrefix: displayedNumber.kind === 'by-prefix' ? displayedNumber.byPrefix : [],
    },
    requiredSkills: skills.map(({ skillId, ...required }) => ({ skillId: brandId<SkillId>(skillId), ...required })),
    afterCall: {
      wrapUpSeconds,
      conventionalPauseSeconds: conventionalPause.seconds,
      conventionalPauseStarts: conventionalPause.starts,
    },
    briefing,
  });
}
