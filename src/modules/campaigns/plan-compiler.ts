import { brandId, type CampaignId, type QueueId } from '../../core/kernel/ids.js';
import type { CampaignPlan } from '../../core/plan/campaign-plan.js';
import type { Sound } from '../../core/ports/telephony.js';
import type { CampaignDocument } from './campaign-settings.js';

/** The plan of a document that was checked when it was saved. A campaign that lost its queue compiles to one that does not run. */
export function compilePlan(
  campaignId: string,
  version: number,
  document: CampaignDocument,
  sound: (audioId: string) => Sound,
): CampaignPlan {
  const { name, state, queueId, language, priority, wrapUpSeconds, conventionalPause, messages } = document;
  const audio = (audioId: string | null): Sound | null => (audioId === null ? null : sound(audioId));
  return Object.freeze<CampaignPlan>({
    campaignId: brandId<CampaignId>(campaignId),
    version,
    name,
    language,
    running: state === 'running' && queueId !== null,
    queueId: brandId<QueueId>(queueId ?? ''),
    priority,
    welcome: audio(messages.welcomeAudioId),
    welcomeBeforeAnswer: messages.welcomeBeforeAnswer,
    hold: audio(messages.holdAudioId),
    closed: { kind: 'builtin', name: 'closed' },
    overflow: { waitSeconds: null, queueLength: null, loops: null, loopSeconds: 30, deterrent: { kind: 'builtin', name: 'deterrent' } },
    requiredSkills: [],
    afterCall: {
      wrapUpSeconds,
      conventionalPauseSeconds: conventionalPause.seconds,
      conventionalPauseStarts: conventionalPause.starts,
    },
  });
}
