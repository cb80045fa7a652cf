import type { RequiredSkill } from '../acd/floor-settings.js';
import type { AgentId, BridgeId, LegId, OfferId, QueueId, RecordingId } from '../kernel/ids.js';
import type { IvrState } from '../ivr/ivr-state.js';
import type { Instant } from '../kernel/time.js';
import type { TransferTarget } from './handset.js';

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
  /** We called them: they are served, however long ago their place began. */
  readonly calledBack?: true;
  /** An overflow has failed and brought the caller back: the next one deters. */
  readonly returned?: true;
  /** Refused there: perhaps not answered yet, and not told that conversations are recorded. */
  readonly atTheDoor?: true;
  /** An agent sent them here, after so long with agents: that was no waiting. */
  readonly talkedMs?: number;
  /** Since when they look for somebody else then. Absent: since `queuedAt`. */
  readonly hereSince?: Instant;
}

/** Another whom the agent asks about the caller, who is on hold meanwhile. */
export interface SavedConsultation {
  /** Counts those of the call, 1 first. */
  readonly number: number;
  readonly to: TransferTarget;
  /** On which the agent talks: the call's own, or another of the same phone. */
  readonly ownLeg: LegId;
  readonly bridge: BridgeId;
  /** Null until they have answered. */
  readonly leg: LegId | null;
  /** Null for a number outside, or until somebody has answered. */
  readonly agentId: AgentId | null;
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
  /** `ungreeted`: a customer who was dialled first has answered, and has heard nothing yet. */
  | (Place & { readonly name: 'waiting'; readonly said?: SaidInLine; readonly ungreeted?: true })
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
      /** The agent has heard what is coming. */
      readonly whispered?: true;
      /** As it was in the line, to go back to should the agent's phone vanish before they were put together. */
      readonly place?: Place;
      /** Since when the caller is on hold; absent: is not. */
      readonly heldAt?: Instant;
      /** The agent's phone holds its line by its own key: whoever is joined to it hears nothing. */
      readonly phoneHolds?: true;
      readonly consultation?: SavedConsultation;
    }
  /** On the way from one agent to another, or to a number outside. */
  | {
      readonly name: 'transferring';
      readonly to: Exclude<TransferTarget, { readonly kind: 'queue' }>;
      /** Who sent them. */
      readonly by: AgentId;
      readonly place: Place;
      /** Since when they are on this way. */
      readonly since: Instant;
      /** `back`: nobody was reached, and who sent them is asked again. */
      readonly way: 'there' | 'back';
      /** With a number outside, once both were put together. */
      readonly talk: { readonly leg: LegId; readonly bridge: BridgeId; readonly connectedAt: Instant } | null;
    };

export type PhaseName = Phase['name'];
export type PhaseOf<Name extends PhaseName> = Extract<Phase, { readonly name: Name }>;
