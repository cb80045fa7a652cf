import { staffFindings } from './campaign-summary-staff.js';
import type { Finding, FindingValue, SummaryFacts } from './campaign-summary-facts.js';
import type { StrategySettings } from './campaign-settings.js';
import type { SummaryCode, SummaryElement } from './campaign-summary-texts.js';

/** Carriers cut calls that ring or listen unanswered for longer; most after one to three minutes. */
const UNANSWERED_SECONDS = 60;
const ENDLESS_SECONDS = 3600;
const DAY_MS = 86_400_000;

type Say = (element: SummaryElement, code: SummaryCode, values?: Readonly<Record<string, FindingValue>>) => void;

/** What there is to say of every element, in no order; elements of which nothing is said are not forgotten, each has its green. */
export function findingsOf(facts: SummaryFacts): Finding[] {
  const found: Finding[] = staffFindings(facts);
  const say: Say = (element, code, values = {}) => void found.push({ element, code, with: values });
  const { campaign } = facts;
  if (campaign.didIds.length === 0) say('dids', 'no-did', { path: 'didIds' });
  else say('dids', 'dids-set', { count: campaign.didIds.length });
  if (facts.pbxReachable) say('pbx', 'pbx-ready');
  else say('pbx', 'pbx-unreachable');
  messages(facts, say);
  opening(facts, say);
  overflow(facts, say);
  voicemail(facts, say);
  callback(facts, say);
  scenarios(facts, say);
  recording(facts, say);
  dispositions(facts, say);
  return found;
}

function messages(facts: SummaryFacts, say: Say): void {
  const { messages: set, overflow: limits } = facts.campaign;
  const welcome = sound(facts, say, 'welcome', 'messages.welcomeAudioId', set.welcomeAudioId);
  if (welcome !== null && set.welcomeBeforeAnswer && welcome > UNANSWERED_SECONDS)
    say('welcome', 'welcome-long', { seconds: whole(welcome) });
  say('welcome', set.welcomeAudioId === null ? 'no-welcome' : 'welcome-set');

  sound(facts, say, 'ewt', 'messages.ewtAudioId', set.ewtAudioId);
  if (set.ewtAudioId !== null && !set.announceEwt) say('ewt', 'ewt-lead-in-unused');
  say('ewt', set.announceEwt ? 'ewt-on' : 'ewt-off');

  sound(facts, say, 'hold', 'messages.holdAudioId', set.holdAudioId);
  say('hold', set.holdAudioId === null ? 'hold-music' : 'hold-set');
  sound(facts, say, 'whisper', 'messages.whisperAudioId', set.whisperAudioId);
  say('whisper', set.whisperAudioId === null ? 'no-whisper' : 'whisper-set');

  const menu = sound(facts, say, 'menu', 'messages.menuAudioId', set.menuAudioId);
  scenario(facts, say, 'menu', 'messages.menuScenarioId', set.menuScenarioId);
  if (menu !== null && menu >= set.loopSeconds) say('menu', 'menu-fills-loop', { seconds: whole(menu), loop: set.loopSeconds });
  const leadsTo = limits.perCriterion.menu ?? limits.strategy;
  const offersKey1 = set.menuAudioId !== null && set.menuScenarioId === null;
  if (offersKey1 && leadsTo.kind === 'deterrent' && leadsTo.scenarioId === null) say('menu', 'menu-hangs-up');
  say('menu', offersKey1 || set.menuScenarioId !== null ? 'menu-set' : 'no-menu');
}

function opening(facts: SummaryFacts, say: Say): void {
  const { opening: set } = facts.campaign;
  sound(facts, say, 'opening', 'opening.closedAudioId', set.closedAudioId);
  if (facts.schedule === 'gone') {
    say('opening', 'schedule-missing', { schedule: set.workScheduleId ?? '', path: 'opening.workScheduleId' });
  }
  if (facts.holidays === 'gone') {
    say('opening', 'schedule-missing', { schedule: set.holidayGroupId ?? '', path: 'opening.holidayGroupId' });
  }
  if (facts.schedule === 'never-opens') say('opening', 'never-open');
  if (set.whenClosed === 'reroute') reroute(facts, say, 'opening', 'opening.rerouteNumber', set.rerouteNumber);
  if (set.whenClosed === 'callback' && !facts.trunk) say('opening', 'no-trunk', { use: 'callback' });
  const { override } = facts;
  if (override !== null) {
    const code = override.state === 'open' ? 'override-open' : 'override-closed';
    say('opening', code, { by: override.by, until: { until: override.until } });
  }
  if (facts.opening.reason === 'holiday') say('opening', 'holiday-now', { date: facts.opening.holiday?.date ?? '' });
  if (facts.schedule === 'none' && facts.holidays === 'none') say('opening', 'always-open');
  else say('opening', facts.opening.open ? 'open-now' : 'closed-now');
}

/** The strategies that callers can meet, each with its path. One that no criterion leads to is still met when the queue is gone. */
function strategies({ campaign: { overflow: set } }: SummaryFacts): [path: string, strategy: StrategySettings][] {
  const own = (['wait', 'loops', 'queueLength', 'menu'] as const).flatMap((criterion): [string, StrategySettings][] => {
    const strategy = set.perCriterion[criterion];
    return strategy === null ? [] : [[`overflow.perCriterion.${criterion}`, strategy]];
  });
  return [['overflow.strategy', set.strategy], ...own];
}

function overflow(facts: SummaryFacts, say: Say): void {
  const { overflow: set, messages: line } = facts.campaign;
  for (const [path, strategy] of strategies(facts)) {
    sound(facts, say, 'overflow', `${path}.audioId`, strategy.audioId);
    scenario(facts, say, 'overflow', `${path}.scenarioId`, strategy.scenarioId);
    if (strategy.kind === 'reroute') reroute(facts, say, 'overflow', `${path}.number`, strategy.number);
  }
  const longest = (set.loops ?? 0) * line.loopSeconds;
  if (longest > ENDLESS_SECONDS) say('overflow', 'loops-endless', { minutes: whole(longest / 60) });
  const limited = set.waitSeconds !== null || set.loops !== null || set.queueLength !== null;
  say('overflow', limited ? 'limits-set' : 'no-limit');
}

function voicemail(facts: SummaryFacts, say: Say): void {
  const { voicemail: set, queueId, opening: hours } = facts.campaign;
  const used = hours.whenClosed === 'voicemail' || strategies(facts).some(([, { kind }]) => kind === 'voicemail');
  sound(facts, say, 'voicemail', 'voicemail.greetingAudioId', set.greetingAudioId);
  if (used && set.overflowQueueId !== null) {
    if (set.overflowQueueId === queueId) say('voicemail', 'voicemail-same-queue');
    else if (facts.voicemailQueueAgents === 0) say('voicemail', 'voicemail-queue-empty');
  }
  say('voicemail', used ? 'voicemail-set' : 'voicemail-unused');
}

function callback(facts: SummaryFacts, say: Say): void {
  const { callback: set, opening: hours, displayedNumber: shown, callingHoursId } = facts.campaign;
  const offered = hours.whenClosed === 'callback' || strategies(facts).some(([, { kind }]) => kind === 'callback');
  const used = offered || set.recoverLost !== 'off';
  sound(facts, say, 'callback', 'callback.promptAudioId', set.promptAudioId);
  sound(facts, say, 'callback', 'callback.greetingAudioId', set.greetingAudioId);
  if (used && !facts.trunk) say('callback', 'no-trunk', { use: 'callback' });
  if (used && !facts.mayDialAnything) say('callback', 'callbacks-not-allowed');
  const specific = shown.kind === 'specific' && shown.number === null;
  if (specific || (shown.kind === 'by-prefix' && shown.byPrefix.length === 0)) say('callback', 'displayed-number-missing');
  const { date } = set.deadline;
  // The last day is over everywhere a day after it began at Greenwich, and half a day.
  if (date !== null && Date.parse(`${date}T12:00:00Z`) + DAY_MS < facts.now) say('callback', 'deadline-past', { date });
  if (facts.callingHours === 'gone') say('callback', 'calling-hours-missing', { hours: callingHoursId ?? '' });
  if (facts.callingHours === 'never-opens') say('callback', 'calling-hours-never');
  say('callback', used ? 'callback-set' : 'callback-unused');
}

function scenarios(facts: SummaryFacts, say: Say): void {
  const { ivr } = facts.campaign;
  scenario(facts, say, 'ivr', 'ivr.beforeQueueId', ivr.beforeQueueId);
  scenario(facts, say, 'ivr', 'ivr.afterAgentHangupId', ivr.afterAgentHangupId);
  say('ivr', ivr.beforeQueueId === null && ivr.afterAgentHangupId === null ? 'no-scenario' : 'scenarios-set');
}

const RECORDING_CODES = { none: 'recording-off', all: 'recording-set', dispositions: 'recording-by-disposition' } as const;

function recording(facts: SummaryFacts, say: Say): void {
  const { recording: set } = facts.campaign;
  sound(facts, say, 'recording', 'recording.consentAudioId', set.consentAudioId);
  const { dispositionCodes: known } = facts;
  if (set.mode === 'dispositions') {
    if (set.dispositionCodes.length === 0) say('recording', 'recording-keeps-none');
    for (const disposition of set.dispositionCodes) {
      if (known !== 'gone' && !known.has(disposition)) say('recording', 'recording-code-unknown', { disposition });
    }
  }
  say('recording', RECORDING_CODES[set.mode]);
}

function dispositions(facts: SummaryFacts, say: Say): void {
  const { dispositionGroupId, scriptId } = facts.campaign;
  if (facts.dispositionCodes === 'gone') say('dispositions', 'disposition-group-missing', { group: dispositionGroupId ?? '' });
  if (facts.scriptGone) say('dispositions', 'script-missing', { script: scriptId ?? '' });
  say('dispositions', dispositionGroupId === null ? 'dispositions-system' : 'dispositions-set');
}

/** Its length in seconds; null when there is none, it is not known, or the sound is no more. */
function sound(facts: SummaryFacts, say: Say, element: SummaryElement, path: string, audioId: string | null): number | null {
  if (audioId === null) return null;
  const known = facts.sound(audioId);
  if (known === null) say(element, 'audio-missing', { audio: audioId, path });
  return known?.durationSeconds ?? null;
}

function scenario(facts: SummaryFacts, say: Say, element: SummaryElement, path: string, scenarioId: string | null): void {
  if (scenarioId === null) return;
  const known = facts.scenario(scenarioId);
  if (known === 'gone') say(element, 'scenario-missing', { scenario: scenarioId, path });
  else if (known.fault !== null) say(element, 'scenario-invalid', { scenario: known.name, fault: known.fault, path });
  else if (known.speech === 'no-program') say(element, 'texts-need-synthesiser', { scenario: known.name, path });
  else if (known.speech !== null) say(element, 'text-not-spoken', { scenario: known.name, path });
}

function reroute(facts: SummaryFacts, say: Say, element: SummaryElement, path: string, number: string | null): void {
  if (number === null) {
    say(element, 'reroute-without-number', { path });
    return;
  }
  if (facts.isOwnNumber(number)) say(element, 'reroute-to-itself', { number, path });
  else if (!facts.mayDial(number)) say(element, 'reroute-not-allowed', { number, path });
  if (!facts.trunk) say(element, 'no-trunk', { use: 'reroute' });
}

function whole(seconds: number): number {
  return Math.round(seconds);
}
