/** Which numbers the owner is ready to pay for. */
export interface DialPolicy {
  /** Country of numbers written without one, ISO 3166. */
  readonly defaultCountry: string;
  /** E.164 prefixes that may be dialled; a number that begins with none of them is refused. */
  readonly allowedPrefixes: readonly string[];
  /** E.164 prefixes that may not, whatever is allowed. */
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

export type DialRefusal = 'not-a-number' | 'denied-prefix' | 'not-allowed';

/** Why this number may not be dialled, or null when it may. Asked at every outbound dial, whoever typed the number. */
export function dialRefusal(policy: DialPolicy, number: string): DialRefusal | null {
  if (!/^\+[1-9]\d{6,14}$/.test(number)) return 'not-a-number';
  if (policy.deniedPrefixes.some((prefix) => number.startsWith(prefix))) return 'denied-prefix';
  return policy.allowedPrefixes.some((prefix) => number.startsWith(prefix)) ? null : 'not-allowed';
}
