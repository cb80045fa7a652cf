/** The number shown to those who are called for a campaign. */
export interface DisplayedNumber {
  /** E.164; null is the trunk's own. */
  readonly number: string | null;
  /** Also as P-Asserted-Identity, overriding what the trunk would set. */
  readonly forced: boolean;
  /** Looked at before `number`; the longest prefix of the called number wins. */
  readonly byPrefix: readonly { readonly prefix: string; readonly number: string }[];
}

/** What to show to `called`, E.164; null is the trunk's own number. */
export function numberShownTo(called: string, { number, byPrefix }: DisplayedNumber): string | null {
  let best: DisplayedNumber['byPrefix'][number] | null = null;
  for (const rule of byPrefix) {
    if (called.startsWith(rule.prefix) && rule.prefix.length > (best?.prefix.length ?? 0)) best = rule;
  }
  return best?.number ?? number;
}
