export type DispositionLanguage = 'fr' | 'en';

/** What becomes of a call without anybody's judgement. Each has the same code in every group; the codes 90 to 99 are kept for them. */
export const SYSTEM_DISPOSITIONS: readonly { readonly code: string; readonly label: Readonly<Record<DispositionLanguage, string>> }[] = [
  { code: '90', label: { fr: 'Appel abandonné', en: 'Abandoned' } },
  { code: '91', label: { fr: 'Occupé', en: 'Busy' } },
  { code: '92', label: { fr: 'Absent', en: 'Absent' } },
  { code: '93', label: { fr: 'Répondeur', en: 'Answering machine' } },
  { code: '94', label: { fr: 'Rappel', en: 'Callback' } },
  { code: '95', label: { fr: 'Rappel personnel', en: 'Personal callback' } },
  { code: '96', label: { fr: 'Faux numéro', en: 'Wrong number' } },
  { code: '97', label: { fr: 'Numéro non attribué', en: 'Number not in service' } },
  { code: '98', label: { fr: 'Télécopieur', en: 'Fax' } },
  { code: '99', label: { fr: 'Incident technique', en: 'Technical fault' } },
];

export function isReserved(code: string): boolean {
  return /^9\d$/.test(code);
}
