import type { AgentId, LegId, OfferId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import type { CallRecord } from '../journal/facts.js';
import type { Phase } from './phase.js';

/**
 * What a leg carries for whoever finds it after a restart: a caller's leg its call, an agent's leg which call it was offered, and whose phone
 * it is when it stays connected between two calls.
 */
export type SavedLeg =
  | { readonly kind: 'caller'; readonly call: CallRecord; readonly phase: Phase }
  | {
      readonly kind: 'offer';
      readonly callId: string;
      readonly offerId: string;
      readonly agentId: string;
      readonly callerLeg: LegId | null;
      /** On a phone that is permanently connected. */
      readonly seated?: true;
    }
  /** Of a phone that is permanently connected, while it has no call. */
  | { readonly kind: 'seat'; readonly agentId: string }
  /** Of a number the caller is put through to. */
  | { readonly kind: 'reroute'; readonly callId: string; readonly callerLeg: LegId }
  /** Of a customer who is being called back: once they talk or wait it is a caller's. */
  | {
      readonly kind: 'callback';
      readonly callId: string;
      readonly callbackId: string;
      readonly dialledAt: Instant;
      /** Who waits for the answer on the phone; null where the customer is dialled first. */
      readonly agent: { readonly offerId: OfferId; readonly agentId: AgentId; readonly agentLeg: LegId } | null;
    };

const FORMAT = 1;

export function writeSavedLeg(saved: SavedLeg): string {
  return JSON.stringify({ format: FORMAT, ...saved });
}

/** Null when nothing was saved, or nothing this version understands: the leg is then treated as a stranger's. */
export function readSavedLeg(text: string | null): SavedLeg | null {
  if (text === null || text === '') return null;
  try {
    const saved = JSON.parse(text) as SavedLeg & { readonly format?: number };
    if (saved.format !== FORMAT) return null;
    if (saved.kind === 'caller') return typeof saved.phase.name === 'string' && typeof saved.call.callId === 'string' ? saved : null;
    if (saved.kind === 'seat') return typeof saved.agentId === 'string' ? saved : null;
    if (typeof saved.callId !== 'string') return null;
    if (saved.kind === 'callback') return typeof saved.callbackId === 'string' ? saved : null;
    return saved.kind === 'reroute' || typeof saved.agentId === 'string' ? saved : null;
  } catch {
    return null;
  }
}
