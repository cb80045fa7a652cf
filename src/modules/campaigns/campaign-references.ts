import type { CampaignSettings } from './campaign-settings.js';

/** What a campaign can refer to. */
export type ReferenceKind =
  'queue' | 'audio' | 'skill' | 'scenario' | 'work-schedule' | 'holiday-group' | 'script' | 'disposition-group' | 'calling-hours';

/** One reference: the JSON path where it stands, and the id that stands there. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly path: string;
  readonly id: string;
}

/** A campaign, or the campaign defaults, as far as they refer to anything. */
export interface Referring extends CampaignSettings {
  readonly queueId: string | null;
}

const CRITERIA = ['wait', 'loops', 'queueLength', 'menu'] as const;

/** Everything that is referred to, in the order of the document. */
export function referencesOf(campaign: Referring): Reference[] {
  const { messages, opening, overflow, voicemail, callback, recording, ivr } = campaign;
  const found: Reference[] = [];
  const note = (kind: ReferenceKind, path: string, id: string | null | undefined): void => {
    if (id !== null && id !== undefined) found.push({ kind, path, id });
  };
  note('queue', 'queueId', campaign.queueId);
  note('audio', 'recording.consentAudioId', recording.consentAudioId);
  note('scenario', 'ivr.beforeQueueId', ivr.beforeQueueId);
  note('scenario', 'ivr.afterAgentHangupId', ivr.afterAgentHangupId);
  for (const key of ['welcomeAudioId', 'ewtAudioId', 'holdAudioId', 'whisperAudioId', 'menuAudioId'] as const) {
    note('audio', `messages.${key}`, messages[key]);
  }
  note('scenario', 'messages.menuScenarioId', messages.menuScenarioId);
  note('work-schedule', 'opening.workScheduleId', opening.workScheduleId);
  note('holiday-group', 'opening.holidayGroupId', opening.holidayGroupId);
  note('audio', 'opening.closedAudioId', opening.closedAudioId);
  const strategies = CRITERIA.map((criterion) => [`overflow.perCriterion.${criterion}`, overflow.perCriterion[criterion]] as const);
  for (const [path, strategy] of [['overflow.strategy', overflow.strategy] as const, ...strategies]) {
    note('audio', `${path}.audioId`, strategy?.audioId);
    note('scenario', `${path}.scenarioId`, strategy?.scenarioId);
  }
  note('audio', 'voicemail.greetingAudioId', voicemail.greetingAudioId);
  note('queue', 'voicemail.overflowQueueId', voicemail.overflowQueueId);
  note('audio', 'callback.promptAudioId', callback.promptAudioId);
  note('audio', 'callback.greetingAudioId', callback.greetingAudioId);
  campaign.skills.forEach(({ skillId }, index) => note('skill', `skills[${index}].skillId`, skillId));
  note('script', 'scriptId', campaign.scriptId);
  note('disposition-group', 'dispositionGroupId', campaign.dispositionGroupId);
  note('calling-hours', 'callingHoursId', campaign.callingHoursId);
  return found;
}

/** The same campaign with other ids where it refers to something. */
export function referringTo<T extends Referring>(campaign: T, idOf: (reference: Reference) => string): T {
  const copy = structuredClone(campaign);
  for (const reference of referencesOf(campaign)) put(copy, reference.path.split(/[.[\]]+/).filter(Boolean), idOf(reference));
  return copy;
}

function put(target: object, [key, ...rest]: readonly string[], value: string): void {
  if (key === undefined) return;
  const inner = target as Record<string, unknown>;
  if (rest.length === 0) inner[key] = value;
  else put(inner[key] as object, rest, value);
}
