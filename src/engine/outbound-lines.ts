import type { NotDialled, Outbound } from '../core/calls/outbound.js';
import { dialRefusal, type DialPolicy } from '../core/dialling/dial-policy.js';
import type { LegId } from '../core/kernel/ids.js';

export interface TrunkSettings {
  /** Dial string of outbound calls with `{number}` in it; null when no trunk is known. */
  readonly trunkPattern: string | null;
  readonly dialPolicy: () => DialPolicy;
}

/** The trunk as everybody here dials through it: the dial policy before every call, and the count of those that are up. */
export class OutboundLines implements Outbound {
  private readonly up = new Set<LegId>();

  constructor(private readonly settings: TrunkSettings) {}

  lineTo(number: string): { readonly endpoint: string } | { readonly refused: NotDialled } {
    const policy = this.settings.dialPolicy();
    const refusal = dialRefusal(policy, number);
    if (refusal !== null) return { refused: refusal };
    if (this.settings.trunkPattern === null) return { refused: 'no-trunk' };
    if (policy.maxConcurrentOutbound !== null && this.up.size >= policy.maxConcurrentOutbound) return { refused: 'too-many-calls' };
    return { endpoint: this.settings.trunkPattern.replace('{number}', number) };
  }

  dialled(leg: LegId): void {
    this.up.add(leg);
  }

  ended(leg: LegId): void {
    this.up.delete(leg);
  }

  /** Counts anew from what is on the PBX: legs that ended while it was out of reach were not told. */
  recount(present: ReadonlySet<LegId>): void {
    for (const leg of this.up) if (!present.has(leg)) this.up.delete(leg);
  }
}
