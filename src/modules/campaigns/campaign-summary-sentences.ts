import type { Finding, FindingValue } from './campaign-summary-facts.js';
import { ELEMENTS, SUMMARY_TEXTS, type Light, type SummaryLanguage, type SummaryText } from './campaign-summary-texts.js';
import type { CampaignSummaryView, SummaryElementView, SummaryFindingView } from './dto/campaign-summary.dto.js';

const WORST_FIRST: readonly Light[] = ['red', 'orange', 'green'];
const WITHOUT_END: Record<SummaryLanguage, string> = { fr: 'jusqu’à nouvel ordre', en: 'until it is taken back' };
/** British, for a clock of 24 hours. */
const LOCALES: Record<SummaryLanguage, string> = { fr: 'fr-FR', en: 'en-GB' };
const UNTIL: Record<SummaryLanguage, string> = { fr: 'jusqu’au', en: 'until' };

/** The summary in words: one element each with its worst finding, and the light of the whole. Instants are told in `timeZone`. */
export function inWords(findings: readonly Finding[], language: SummaryLanguage, timeZone: string): CampaignSummaryView {
  const elements = ELEMENTS.map((element): SummaryElementView => {
    const told = findings.filter((finding) => finding.element === element).map((finding) => sentence(finding, language, timeZone));
    // A green sentence says that all is well: not beside one that says otherwise.
    const worries = told.filter(({ light }) => light !== 'green');
    const kept = (worries.length > 0 ? worries : told).sort((a, b) => WORST_FIRST.indexOf(a.light) - WORST_FIRST.indexOf(b.light));
    const [worst] = kept;
    if (worst === undefined) throw new Error(`the summary says nothing of ${element}`);
    return { element, ...worst, findings: kept };
  });
  return { light: WORST_FIRST.find((light) => elements.some((element) => element.light === light)) ?? 'green', elements };
}

function sentence({ code, with: values }: Finding, language: SummaryLanguage, timeZone: string): SummaryFindingView {
  const text: SummaryText = SUMMARY_TEXTS[code];
  const [message, remedy] = text[language];
  const fill = (words: string): string => words.replace(/\{(\w+)\}/g, (_, name: string) => spoken(values[name] ?? '', language, timeZone));
  return { light: text.light, code, message: fill(message), remedy: remedy === undefined ? null : fill(remedy) };
}

function spoken(value: FindingValue, language: SummaryLanguage, timeZone: string): string {
  if (typeof value !== 'object') return String(value);
  if (value.until === null) return WITHOUT_END[language];
  const instant = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeStyle: 'short', timeZone }).format(value.until);
  return `${UNTIL[language]} ${instant}`;
}
