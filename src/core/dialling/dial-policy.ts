import { PREMIUM_PREFIXES } from './premium-prefixes.js';

/** Which numbers the owner is ready to pay for. */
export interface DialPolicy {
  /** Country of numbers written without one, ISO 3166. */
  readonly defaultCountry: string;
  /** E.164 prefixes that may be dialled; a number that begins with none of them is refused. */
  readonly allowedPrefixes: readonly string[];
  /** E.164 prefixes that may not, unless a longer prefix allows the number. */
  readonly deniedPrefixes: readonly string[];
  /** Outbound legs at the same time; null is no limit. */
  readonly maxConcurrentOutbound: number | null;
}

/** France without its premium numbers: what a new installation may dial until its owner says otherwise. */
export const CAUTIOUS_POLICY: DialPolicy = {
  defaultCountry: 'FR',
  allowedPrefixes: ['+33'],
  deniedPrefixes: ['+3389', '+33118'],
  maxConcurrentOutbound: 100,
};

export type DialRefusal = 'not-a-number' | 'premium' | 'denied-prefix' | 'not-allowed';

/**
 * Why this number may not be dialled, or null when it may. Asked at every outbound dial, whoever typed the number. The longest prefix
 * decides, and of two of one length the denied one. Premium numbers and whatever is not E.164, short numbers included, never pass.
 */
export function dialRefusal(policy: DialPolicy, number: string): DialRefusal | null {
  if (!/^\+[1-9]\d{6,14}$/.test(number)) return 'not-a-number';
  const allowed = longestPrefix(policy.allowedPrefixes, number);
  const denied = longestPrefix(policy.deniedPrefixes, number);
  if (denied > 0 && denied >= allowed) return 'denied-prefix';
  if (longestPrefix(PREMIUM_PREFIXES, number) > 0) return 'premium';
  return allowed > 0 ? null : 'not-allowed';
}

/** How many characters of `number` the longest of `prefixes` covers; 0 when none does. */
function longestPrefix(prefixes: readonly string[], number: string): number {
  return prefixes.reduce((longest, prefix) => (prefix.length > longest && number.startsWith(prefix) ? prefix.length : longest), 0);
}
