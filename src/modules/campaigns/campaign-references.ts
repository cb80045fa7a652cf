import type { CampaignSettings } from './campaign-settings.js';

/** What a campaign refers to: the JSON path of each reference, and the id that stands there. */
export type Reference = readonly [path: string, id: string];

/** Every sound that is set, wherever a campaign can have one. */
export function soundsOf({ messages, opening, overflow, voicemail, callback, recording }: CampaignSettings): Reference[] {
  const { wait, loops, queueLength, menu } = overflow.perCriterion;
  return present({
    'messages.welcomeAudioId': messages.welcomeAudioId,
    'messages.ewtAudioId': messages.ewtAudioId,
    'messages.holdAudioId': messages.holdAudioId,
    'messages.whisperAudioId': messages.whisperAudioId,
    'messages.menuAudioId': messages.menuAudioId,
    'opening.closedAudioId': opening.closedAudioId,
    'overflow.strategy.audioId': overflow.strategy.audioId,
    'overflow.perCriterion.wait.audioId': wait?.audioId ?? null,
    'overflow.perCriterion.loops.audioId': loops?.audioId ?? null,
    'overflow.perCriterion.queueLength.audioId': queueLength?.audioId ?? null,
    'overflow.perCriterion.menu.audioId': menu?.audioId ?? null,
    'voicemail.greetingAudioId': voicemail.greetingAudioId,
    'callback.promptAudioId': callback.promptAudioId,
    'recording.consentAudioId': recording.consentAudioId,
  });
}

/** References to resources that cannot be made yet: none of them can be right. */
export function othersOf({
  ivr,
  messages,
  opening,
  overflow,
  scriptId,
  dispositionGroupId,
  callingHoursId,
}: CampaignSettings): Reference[] {
  const { wait, loops, queueLength, menu } = overflow.perCriterion;
  return present({
    'ivr.beforeQueueId': ivr.beforeQueueId,
    'ivr.afterAgentHangupId': ivr.afterAgentHangupId,
    'messages.menuScenarioId': messages.menuScenarioId,
    'opening.workScheduleId': opening.workScheduleId,
    'opening.holidayGroupId': opening.holidayGroupId,
    'overflow.strategy.scenarioId': overflow.strategy.scenarioId,
    'overflow.perCriterion.wait.scenarioId': wait?.scenarioId ?? null,
    'overflow.perCriterion.loops.scenarioId': loops?.scenarioId ?? null,
    'overflow.perCriterion.queueLength.scenarioId': queueLength?.scenarioId ?? null,
    'overflow.perCriterion.menu.scenarioId': menu?.scenarioId ?? null,
    scriptId,
    dispositionGroupId,
    callingHoursId,
  });
}

function present(ids: Readonly<Record<string, string | null>>): Reference[] {
  return Object.entries(ids).flatMap(([path, id]) => (id === null ? [] : [[path, id] as const]));
}
