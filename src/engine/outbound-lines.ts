import type { NotDialled, Outbound } from '../core/calls/outbound.js';
import { dialRefusal, type DialPolicy } from '../core/dialling/dial-policy.js';
import type { CallId, LegId } from '../core/kernel/ids.js';
import type { LegCensus } from '../core/ports/telephony.js';

export interface TrunkSettings {
  /** Dial string of outbound calls with `{number}` in it; null when no trunk is known. */
  readonly trunkPattern: string | null;
  readonly dialPolicy: () => DialPolicy;
}

/** The trunk as everybody here dials through it: the dial policy before every call, and the count of those that are up. */
export class OutboundLines implements Outbound {
  private readonly up = new Set<LegId>();
  /** For calls whose agent is being rung: the customer is dialled next. */
  private readonly held = new Set<CallId>();
  private freed: () => void = () => undefined;

  constructor(private readonly settings: TrunkSettings) {}

  /** Who hears that a line may be free again; told once. */
  whenFreed(listener: () => void): void {
    this.freed = listener;
  }

  lineTo(number: string): { readonly endpoint: string } | { readonly refused: NotDialled } {
    const policy = this.settings.dialPolicy();
    const refusal = dialRefusal(policy, number);
    if (refusal !== null) return { refused: refusal };
    if (this.settings.trunkPattern === null) return { refused: 'no-trunk' };
    if (policy.maxConcurrentOutbound !== null && this.up.size >= policy.maxConcurrentOutbound) return { refused: 'too-many-calls' };
    return { endpoint: this.settings.trunkPattern.replace('{number}', number) };
  }

  /** Whether a line is left that nobody holds. */
  get hasRoom(): boolean {
    const { maxConcurrentOutbound } = this.settings.dialPolicy();
    return maxConcurrentOutbound === null || this.up.size + this.held.size < maxConcurrentOutbound;
  }

  /** Keeps a line for a customer who is dialled as soon as an agent is on the phone. False: none is left. */
  hold(callId: CallId): boolean {
    if (this.held.has(callId)) return true;
    if (!this.hasRoom) return false;
    this.held.add(callId);
    return true;
  }

  /** The customer for whom a line was kept is dialled. */
  seize(callId: CallId, leg: LegId): void {
    this.held.delete(callId);
    this.up.add(leg);
  }

  /** Nobody is dialled after all. */
  release(callId: CallId): void {
    if (this.held.delete(callId)) this.freed();
  }

  dialled(leg: LegId): void {
    this.up.add(leg);
  }

  ended(leg: LegId): void {
    if (this.up.delete(leg)) this.freed();
  }

  /** Counts anew from what is on the PBX: legs that ended while it was out of reach were not told, nor those that an earlier process dialled. */
  recount(present: readonly Pick<LegCensus, 'leg' | 'direction' | 'dialled'>[]): void {
    this.up.clear();
    for (const { leg, direction, dialled } of present) if (direction === 'outbound' && this.isTrunk(dialled)) this.up.add(leg);
    this.freed();
  }

  private isTrunk(endpoint: string): boolean {
    const [before, after] = this.settings.trunkPattern?.split('{number}') ?? [];
    if (before === undefined || after === undefined) return false;
    return (
      endpoint.startsWith(before) &&
      endpoint.endsWith(after) &&
      /^\+\d+$/.test(endpoint.slice(before.length, endpoint.length - after.length))
    );
  }
}
