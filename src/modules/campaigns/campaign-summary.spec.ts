import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { campaignDefaults, laidOver, type CampaignSettings } from './campaign-settings.js';
import type { SummaryFacts, TeamMember } from './campaign-summary-facts.js';
import { findingsOf } from './campaign-summary-findings.js';
import { inWords } from './campaign-summary-sentences.js';
import { ELEMENTS, SUMMARY_TEXTS, type SummaryCode, type SummaryText } from './campaign-summary-texts.js';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const OPEN = { open: true, reason: 'open', holiday: null, nextChange: null } as const;
const CODES = Object.keys(SUMMARY_TEXTS) as SummaryCode[];

type Changes = { readonly [Key in keyof CampaignSettings]?: unknown };

const agent = (more: Partial<TeamMember> = {}): TeamMember => ({
  signedIn: true,
  paused: false,
  phoneReachable: true,
  levels: new Map(),
  ...more,
});

/** A campaign that is green everywhere, with these settings over those that Guichet comes with. */
function facts(settings: Changes = {}, more: Partial<SummaryFacts> = {}, document: object = {}): SummaryFacts {
  const campaign = { name: 'Support', state: 'stopped' as const, queueId: 'queue', didIds: ['did'] };
  return {
    campaign: { ...campaign, ...laidOver(campaignDefaults('fr'), settings), ...document },
    now: NOW,
    pbxReachable: true,
    trunk: true,
    queue: { code: '500', team: [agent()] },
    voicemailQueueAgents: 1,
    skillName: (id) => id,
    sound: () => ({ durationSeconds: 5 }),
    scenario: () => ({ name: 'Accueil', fault: null, speech: null }),
    schedule: 'none',
    holidays: 'none',
    callingHours: 'none',
    opening: OPEN,
    override: null,
    mayDial: () => true,
    mayDialAnything: true,
    isOwnNumber: () => false,
    dispositionCodes: new Set(['sale']),
    scriptGone: false,
    ...more,
  };
}

const reroute = (number: string | null): Changes => ({ overflow: { strategy: { kind: 'reroute', number } } });
const callback: Changes = { overflow: { strategy: { kind: 'callback' } } };
const voicemail = (overflowQueueId: string | null): Changes => ({ opening: { whenClosed: 'voicemail' }, voicemail: { overflowQueueId } });
const english = { skillId: 'English', minimumLevel: 3, relaxAfterSeconds: null };
const german = { skillId: 'German', minimumLevel: 0, relaxAfterSeconds: null };
const speaks = (...levels: [string, number][]): TeamMember => agent({ levels: new Map(levels) });
const team = (...members: TeamMember[]): Partial<SummaryFacts> => ({ queue: { code: '500', team: members } });
const shut = (reason: 'outside-hours' | 'holiday'): Partial<SummaryFacts> => ({
  schedule: 'known',
  opening: {
    open: false,
    reason,
    holiday: reason === 'holiday' ? { date: '2026-11-23', yearly: false, from: null, to: null, message: null } : null,
    nextChange: null,
  },
});
const long = { sound: () => ({ durationSeconds: 90 }) };
const gone = { sound: () => null };
const unheard = (speech: 'no-program' | 'late'): Partial<SummaryFacts> => ({ scenario: () => ({ name: 'Accueil', fault: null, speech }) });

/** How a campaign comes to have each code. */
const WAYS: Record<SummaryCode, SummaryFacts> = {
  'no-did': facts({}, {}, { didIds: [] }),
  'dids-set': facts(),
  'no-queue': facts({}, { queue: null }, { queueId: null }),
  'queue-set': facts(),
  'agents-without-queue': facts({}, { queue: null }, { queueId: null }),
  'no-agent-in-queue': facts({}, team()),
  'nobody-signed-in': facts({}, team(agent({ signedIn: false }))),
  'everybody-paused': facts({}, team(agent({ paused: true }), agent({ signedIn: false }))),
  'no-phone-reachable': facts({}, team(agent({ phoneReachable: false }))),
  'agents-ready': facts(),
  'skill-nobody-has': facts({ skills: [english] }, team(speaks(['English', 2]))),
  'skill-nobody-signed-in': facts({ skills: [english] }, team({ ...speaks(['English', 9]), signedIn: false }, agent())),
  'skills-nobody-has-all': facts({ skills: [english, german] }, team(speaks(['English', 9]), speaks(['German', 9]))),
  'no-skill-required': facts(),
  'skills-covered': facts({ skills: [english, german] }, team(speaks(['English', 3], ['German', 0]))),
  'audio-missing': facts({ messages: { holdAudioId: 'hold' } }, gone),
  'welcome-long': facts({ messages: { welcomeAudioId: 'welcome' } }, long),
  'no-welcome': facts(),
  'welcome-set': facts({ messages: { welcomeAudioId: 'welcome' } }),
  'ewt-lead-in-unused': facts({ messages: { ewtAudioId: 'ewt', announceEwt: false } }),
  'ewt-off': facts({ messages: { announceEwt: false } }),
  'ewt-on': facts(),
  'hold-music': facts(),
  'hold-set': facts({ messages: { holdAudioId: 'hold' } }),
  'no-whisper': facts(),
  'whisper-set': facts({ messages: { whisperAudioId: 'whisper' } }),
  'menu-hangs-up': facts({ messages: { menuAudioId: 'menu' } }),
  'menu-fills-loop': facts({ messages: { menuAudioId: 'menu', loopSeconds: 60 }, ...callback }, long),
  'no-menu': facts(),
  'menu-set': facts({ messages: { menuAudioId: 'menu' }, ...callback }),
  'scenario-missing': facts({ ivr: { beforeQueueId: 'ivr' } }, { scenario: () => 'gone' }),
  'scenario-invalid': facts(
    { messages: { menuScenarioId: 'ivr' } },
    { scenario: () => ({ name: 'Accueil', fault: 'no start', speech: null }) },
  ),
  'texts-need-synthesiser': facts({ ivr: { beforeQueueId: 'ivr' } }, unheard('no-program')),
  'text-not-spoken': facts({ messages: { menuScenarioId: 'ivr' } }, unheard('late')),
  'no-scenario': facts(),
  'scenarios-set': facts({ ivr: { afterAgentHangupId: 'survey' } }),
  'schedule-missing': facts({ opening: { workScheduleId: 'hours' } }, { schedule: 'gone' }),
  'reroute-without-number': facts(reroute(null)),
  'reroute-not-allowed': facts(reroute('+33899000000'), { mayDial: () => false }),
  'reroute-to-itself': facts(reroute('+33170000001'), { isOwnNumber: () => true }),
  'no-trunk': facts(callback, { trunk: false }),
  'override-open': facts({}, { override: { state: 'open', until: null, by: 'sue' } }),
  'override-closed': facts({}, { override: { state: 'closed', until: NOW, by: 'sue' } }),
  'holiday-now': facts({}, shut('holiday')),
  'never-open': facts({ opening: { workScheduleId: 'hours' } }, { ...shut('outside-hours'), schedule: 'never-opens' }),
  'always-open': facts(),
  'open-now': facts({}, { schedule: 'known' }),
  'closed-now': facts({}, shut('outside-hours')),
  'loops-endless': facts({ overflow: { loops: 200 } }),
  'no-limit': facts(),
  'limits-set': facts({ overflow: { queueLength: 5 } }),
  'voicemail-same-queue': facts(voicemail('queue')),
  'voicemail-queue-empty': facts(voicemail('other'), { voicemailQueueAgents: 0 }),
  'voicemail-unused': facts(),
  'voicemail-set': facts(voicemail('other')),
  'callbacks-not-allowed': facts(callback, { mayDialAnything: false }),
  'displayed-number-missing': facts({ displayedNumber: { kind: 'specific' } }),
  'deadline-past': facts({ callback: { deadline: { date: '2026-11-21' } } }),
  'calling-hours-missing': facts({ callingHoursId: 'hours' }, { callingHours: 'gone' }),
  'calling-hours-never': facts({ callingHoursId: 'hours' }, { callingHours: 'never-opens' }),
  'callback-unused': facts(),
  'callback-set': facts(callback),
  'recording-keeps-none': facts({ recording: { mode: 'dispositions' } }),
  'recording-code-unknown': facts({ recording: { mode: 'dispositions', dispositionCodes: ['sale', 'sold'] } }),
  'recording-off': facts(),
  'recording-set': facts({ recording: { mode: 'all' } }),
  'recording-by-disposition': facts({ recording: { mode: 'dispositions', dispositionCodes: ['sale'] } }),
  'disposition-group-missing': facts({ dispositionGroupId: 'group' }, { dispositionCodes: 'gone' }),
  'script-missing': facts({ scriptId: 'script' }, { scriptGone: true }),
  'dispositions-system': facts(),
  'dispositions-set': facts({ dispositionGroupId: 'group' }),
  'pbx-unreachable': facts({}, { pbxReachable: false }),
  'pbx-ready': facts(),
};

const told = (from: SummaryFacts, language: 'fr' | 'en' = 'en') => inWords(findingsOf(from), language, 'Europe/Paris');

describe('An administrator reads the summary of a campaign', () => {
  it.each(CODES)('and can come to read %s', (code) => {
    const summary = told(WAYS[code]);
    expect(summary.elements.flatMap(({ findings }) => findings.map((finding) => finding.code))).toContain(code);
    expect(summary.elements.map(({ element }) => element)).toEqual(ELEMENTS);
  });

  it.each(['fr', 'en'] as const)('in whole sentences: nothing is left to fill in (%s)', (language) => {
    const sentences = CODES.flatMap((code) => told(WAYS[code], language).elements)
      .flatMap(({ findings }) => findings)
      .flatMap(({ message, remedy }) => (remedy === null ? [message] : [message, remedy]));
    expect(sentences.filter((sentence) => /[{}]|undefined|: \.$/.test(sentence))).toEqual([]);
  });

  it('of which everything is green when everything is right', () => {
    const { light, elements } = told(facts());
    expect([light, elements.filter((element) => element.light !== 'green')]).toEqual(['green', []]);
    expect(elements.every(({ remedy, findings }) => remedy === null && findings.length === 1)).toBe(true);
  });

  it('whose light is the worst, of an element and of the whole, with everything that is wrong', () => {
    const { light, elements } = told(facts({ ...reroute(null), messages: { menuAudioId: 'menu' } }, { ...gone, trunk: false }));
    const overflow = elements.find(({ element }) => element === 'overflow');
    expect([light, overflow?.light, overflow?.code]).toEqual(['red', 'red', 'reroute-without-number']);
    const menu = elements.find(({ element }) => element === 'menu');
    expect(menu?.light).toBe('orange');
    const skills = told(facts({ skills: [english, german] })).elements.find(({ element }) => element === 'skills');
    expect(skills?.findings.map(({ message }) => message)).toEqual([
      'No agent of the queue has the skill English at level 3.',
      'No agent of the queue has the skill German at level 0.',
    ]);
  });

  it('with the end of an override in words, in the hours of the campaign', () => {
    const message = (language: 'fr' | 'en'): string | undefined =>
      told(WAYS['override-closed'], language).elements.find(({ element }) => element === 'opening')?.message;
    expect(message('fr')).toBe('Fermeture forcée par sue, jusqu’au 23 novembre 2026 à 11:00.');
    expect(message('en')).toBe('Forced closed by sue, until 23 November 2026 at 11:00.');
  });
});

describe('docs/summary.md', () => {
  it('lists every code with its light, its elements, its sentence and what to do', () => {
    const page = readFileSync(new URL('../../../docs/summary.md', import.meta.url), 'utf8');
    const listed = page.split('\n').flatMap((line) => {
      const [, code, light, , en, remedy] = line.split('|').map((cell) => cell.trim());
      return code?.startsWith('`') ? [[code.replaceAll('`', ''), light, en, remedy]] : [];
    });
    const known = CODES.map((code) => {
      const { light, en }: SummaryText = SUMMARY_TEXTS[code];
      return [code, light, en[0], en[1] ?? ''];
    });
    expect(listed).toEqual(known);
  });
});
