import type { RefusalFault } from '../../core/kernel/refusal.js';
import { toE164, type Country } from '../../platform/phone-numbers/phone-numbers.js';
import type { CampaignSettings, StrategySettings } from './campaign-settings.js';

/** How the guide of old marks a number that overrides what the trunk would show. */
const FORCED = /@@@IP@@\s*$/;
/** What people put into a number; an address behind an `@` is no number. */
const WRITTEN = /^\+?[\d\s().\-/\u00a0\u202f]+$/;

export interface Normalised {
  readonly settings: CampaignSettings;
  /** One for each text that is no number, which then stands in the settings as it came. */
  readonly faults: readonly RefusalFault[];
}

/** The settings with every telephone number in E.164, national ones understood in `country`. */
export function withNumbers(settings: CampaignSettings, country: Country): Normalised {
  const faults: RefusalFault[] = [];
  const e164 = (text: string, path: string): string => {
    const number = WRITTEN.test(text.trim()) ? toE164(text, country) : null;
    if (number !== null) return number;
    const message = `"${text}" is not a telephone number of ${country}, nor an international one.`;
    faults.push({ path, code: 'invalid-number', message });
    return text;
  };
  const optional = (text: string | null, path: string): string | null => (text === null ? null : e164(text, path));
  const strategy = (given: StrategySettings, path: string): StrategySettings => ({
    ...given,
    number: optional(given.number, `${path}.number`),
  });
  const criterion = (key: keyof CampaignSettings['overflow']['perCriterion']): StrategySettings | null => {
    const given = settings.overflow.perCriterion[key];
    return given === null ? null : strategy(given, `overflow.perCriterion.${key}`);
  };

  const { displayedNumber, opening, overflow } = settings;
  const shown = displayedNumber.number;
  const forced = shown !== null && FORCED.test(shown);
  const normalised: CampaignSettings = {
    ...settings,
    displayedNumber: {
      ...displayedNumber,
      number: optional(shown?.replace(FORCED, '') ?? null, 'displayedNumber.number'),
      forced: displayedNumber.forced || forced,
      byPrefix: displayedNumber.byPrefix.map(({ prefix, number }, index) => ({
        prefix,
        number: e164(number, `displayedNumber.byPrefix[${index}].number`),
      })),
    },
    opening: { ...opening, rerouteNumber: optional(opening.rerouteNumber, 'opening.rerouteNumber') },
    overflow: {
      ...overflow,
      strategy: strategy(overflow.strategy, 'overflow.strategy'),
      perCriterion: {
        wait: criterion('wait'),
        loops: criterion('loops'),
        queueLength: criterion('queueLength'),
        menu: criterion('menu'),
      },
    },
  };
  return { settings: normalised, faults };
}
