import type { RequiredSkill } from '../acd/floor-settings.js';
import type { AgentId, BridgeId, LegId, OfferId, QueueId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';

/** What sent a caller out of the line, or kept them from entering it. */
export type OverflowCriterion = 'wait' | 'queue-length' | 'loops' | 'menu' | 'nobody-signed-in' | 'no-queue' | 'closing-time';

/** A place in the line: what is needed to stand there, again if need be. */
export interface Place {
  readonly queueId: QueueId;
  /** Place, loops and waiting time count from here. */
  readonly queuedAt: Instant;
  /** Absent: the campaign's. */
  readonly priority?: number;
  /** Absent: the campaign's. */
  readonly requiredSkills?: readonly RequiredSkill[];
  /** An overflow has failed and brought the caller back: the next one deters. */
  readonly returned?: true;
}

/** What was last said to a caller about the wait. */
export interface SaidInLine {
  /** The longest wait that the caller was led to expect. */
  readonly uptoSeconds: number;
  readonly position: number;
}

/** Where a call is treated that is not, or no longer, in the line: null after hours, when there is no line to go back to. */
export interface Away {
  readonly place: Place | null;
}

/**
 * Where a call is, with the little that is needed to start there again. It is saved on the caller's leg when the phase is entered, so it
 * outlives the backend: whoever starts next re-enters the same phase.
 */
export type Phase =
  | { readonly name: 'greeting' }
  | { readonly name: 'closed' }
  | (Place & { readonly name: 'waiting'; readonly said?: SaidInLine })
  /** Absent: saved by a version that turned callers away only. */
  | { readonly name: 'overflow'; readonly criterion: OverflowCriterion; readonly place?: Place }
  | (Away & {
      readonly name: 'rerouting';
      /** E.164; null when the campaign names none. */
      readonly number: string | null;
      /** Once both were put together. */
      readonly talk: { readonly leg: LegId; readonly bridge: BridgeId; readonly connectedAt: Instant } | null;
    })
  | (Away & { readonly name: 'callback' })
  | {
      readonly name: 'conversation';
      readonly queueId: QueueId;
      readonly queuedAt: Instant;
      readonly offerId: OfferId;
      readonly agentId: AgentId;
      readonly agentLeg: LegId;
      readonly bridge: BridgeId;
      /** When both were put together; null until they are. */
      readonly connectedAt: Instant | null;
      /** As it was in the line, to go back to should the agent's phone vanish before they were put together. */
      readonly place?: Place;
    };

export type PhaseName = Phase['name'];
export type PhaseOf<Name extends PhaseName> = Extract<Phase, { readonly name: Name }>;
