import type { RequiredSkill } from '../acd/floor-settings.js';
import type { AgentId, BridgeId, LegId, OfferId, QueueId, RecordingId } from '../kernel/ids.js';
import type { IvrState } from '../ivr/ivr-state.js';
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

/** Which scenario of the campaign runs, and what follows it. */
export type ScenarioUse = 'before-queue' | 'menu' | 'deterrent' | 'survey';

/** A scenario and where in it the call is; null: at its beginning. */
export interface InScenario {
  readonly use: ScenarioUse;
  /** Of the overflow whose deterrent it is. */
  readonly criterion?: OverflowCriterion;
  readonly state: IvrState | null;
}

/** What becomes of a caller for whom an overflow comes to nothing. */
export interface Away {
  /** Where they stood, or would have; null after hours, when there is no line to go back to. */
  readonly place: Place | null;
  /** The scenario that sent them, which knows what to do. */
  readonly otherwise?: InScenario;
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
  /** `left`: the wish is safe, or was known, and the caller has only to be told. */
  | (Away & { readonly name: 'callback'; readonly left?: 'kept' | 'known' })
  | (Away & { readonly name: 'voicemail'; /** Null until it has begun. */ readonly recording: RecordingId | null })
  | (InScenario & { readonly name: 'scenario'; readonly place: Place | null })
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
