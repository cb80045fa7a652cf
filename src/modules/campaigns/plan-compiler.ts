import { brandId, type CampaignId, type QueueId, type SkillId } from '../../core/kernel/ids.js';
import type { CampaignHours, CampaignPlan } from '../../core/plan/campaign-plan.js';
import type { Sound } from '../../core/ports/telephony.js';
import type { CampaignDocument } from './campaign-settings.js';

/** The plan of a document that was checked when it was saved. A campaign that lost its queue compiles to one that does not run. */
export function compilePlan(
  campaignId: string,
  version: number,
  document: CampaignDocument,
  sound: (audioId: string) => Sound,
  hours: CampaignHours,
): CampaignPlan {
  const { name, state, queueId, language, priority, wrapUpSeconds, conventionalPause, messages, overflow, skills } = document;
  const audio = (audioId: string | null): Sound | null => (audioId === null ? null : sound(audioId));
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
    closed: { kind: 'builtin', name: 'closed' },
    overflow: {
      waitSeconds: overflow.waitSeconds,
      queueLength: overflow.queueLength,
      loops: overflow.loops,
      loopSeconds: messages.loopSeconds,
      deterrent: audio(overflow.strategy.audioId) ?? { kind: 'builtin', name: 'deterrent' },
    },
    requiredSkills: skills.map(({ skillId, ...required }) => ({ skillId: brandId<SkillId>(skillId), ...required })),
    afterCall: {
      wrapUpSeconds,
      conventionalPauseSeconds: conventionalPause.seconds,
      conventionalPauseStarts: conventionalPause.starts,
    },
  });
}
