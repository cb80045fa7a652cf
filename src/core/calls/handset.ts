import { Refusal } from '../kernel/refusal.js';
import type { AgentId, LegId, QueueId } from '../kernel/ids.js';
import { PbxUnreachable } from '../ports/telephony.js';
import type { CallCause } from './call-cause.js';

/** To whom an agent sends a caller. The number is E.164. */
export type TransferTarget =
  | { readonly kind: 'agent'; readonly agentId: AgentId }
  | { readonly kind: 'queue'; readonly queueId: QueueId }
  | { readonly kind: 'number'; readonly number: string };

/** What an agent may ask of the conversation they are in. */
export type HandsetRequest =
  /** `by` absent: the agent. */
  | { readonly type: 'hang-up'; readonly by?: 'supervisor' }
  | { readonly type: 'hold' | 'unhold' | 'complete-transfer' | 'cancel-transfer' }
  | { readonly type: 'transfer'; readonly to: TransferTarget; readonly mode: 'blind' | 'attended' }
  /** The agent's phone dialled on a second line of its own, and talks on that. */
  | { readonly type: 'consult-on'; readonly leg: LegId; readonly to: TransferTarget };

type Answer = (agentId: AgentId, request: HandsetRequest) => Promise<void>;
/** Null: it waits its turn like any other. */
type AtOnce = (agentId: AgentId, request: HandsetRequest) => Promise<void> | null;

/** Where requests about a conversation arrive, one after the other, and what its phones do takes its turn among them. */
export class Handset {
  private answer: Answer | null = null;
  private atOnce: AtOnce = () => null;
  private last: Promise<unknown> = Promise.resolve();

  /** Whoever listened last is asked; answers how to stop. What `atOnce` takes does not wait for what is under way. */
  listen(answer: Answer, atOnce: AtOnce = () => null): () => void {
    this.answer = answer;
    this.atOnce = atOnce;
    return () => {
      if (this.answer !== answer) return;
      this.answer = null;
      this.atOnce = () => null;
    };
  }

  /** Resolves when it is done. Throws `Refusal` (`no-call` when the conversation is over). */
  ask(agentId: AgentId, request: HandsetRequest): Promise<void> {
    const begun = this.atOnce(agentId, request);
    if (begun !== null) return begun;
    return this.inTurn(() => {
      if (this.answer === null) throw noCall();
      return this.answer(agentId, request);
    });
  }

  /** Does it when all that came before is done. Settles as `act` does. */
  inTurn(act: () => Promise<void>): Promise<void> {
    const turn = this.last.then(act);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

/** What an agent is told whose request could not be carried out, by what has become of the call meanwhile. */
export function asToldTheAgent(fault: unknown, callEnded: CallCause | null): unknown {
  if (fault instanceof Refusal) return fault;
  if (callEnded !== null && callEnded.kind !== 'suspended') return noCall();
  if (callEnded === null && !(fault instanceof PbxUnreachable)) return fault;
  return new Refusal('unavailable', 'pbx-unavailable', 'The PBX cannot be reached at the moment; the conversation goes on.');
}

/** Nobody serves the queue that a caller was to be sent to: they would wait without end. */
export function nobodySignedIn(): Refusal {
  return new Refusal('wrong-state', 'nobody-signed-in', 'Nobody who serves that queue is signed in.');
}

/** To who is asked about a caller. */
export function consultedOnly(): Refusal {
  return new Refusal('wrong-state', 'consulted-only', 'The caller is not yours: you are being consulted.');
}

export function noCall(): Refusal {
  return new Refusal('wrong-state', 'no-call', 'The agent is not in a call.');
}
