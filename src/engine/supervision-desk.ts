import type { SupervisionMode } from '../core/journal/supervision-facts.js';
import type { AgentId, CallId } from '../core/kernel/ids.js';
import type { Party } from '../core/ports/telephony.js';

/** The telephone that a supervisor listens on. */
export type SupervisorPhone =
  /** That of this agent, of whatever kind. */
  | { readonly kind: 'sip'; readonly agentId: AgentId }
  /** A dial string of the operator's own PBX. */
  | { readonly kind: 'endpoint'; readonly endpoint: string }
  /** E.164. */
  | { readonly kind: 'number'; readonly number: string };

export interface SupervisionRequest {
  readonly agentId: AgentId;
  readonly mode: SupervisionMode;
  readonly phone: SupervisorPhone;
  /** What that phone shows. */
  readonly shown: Party;
  /** Login, or name of the API key, of whoever asks. */
  readonly by: string;
}

/** A supervisor with an agent's conversation. */
export interface Supervision {
  readonly id: string;
  readonly agentId: AgentId;
  readonly callId: CallId;
  readonly mode: SupervisionMode;
  /** `calling`: the supervisor has not answered yet. */
  readonly state: 'calling' | 'connected';
}

/** Supervisors who listen to conversations. A supervision ends with its conversation, when the supervisor hangs up, and with the PBX. */
export interface SupervisionDesk {
  /**
   * Calls the supervisor's phone. Refused: `wrong-state` with `no-call` when the agent is in no conversation of their own, or
   * `phone-not-dialable`; `impossible` with `own-phone`; `unavailable` when the PBX is out of reach.
   */
  begin(request: SupervisionRequest): Promise<Supervision>;
  /** Oldest first. */
  list(): readonly Supervision[];
  /** Refused: `not-found` (`unknown-supervision`) when it is over; `unavailable` when the PBX is out of reach, and then it is over. */
  change(id: string, mode: SupervisionMode): Promise<Supervision>;
  /** Lets the supervisor go; the conversation goes on. Refused (`not-found`, `unknown-supervision`) when it is over. */
  end(id: string): void;
}
