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
  | { readonly type: 'hang-up' | 'hold' | 'unhold' | 'complete-transfer' | 'cancel-transfer' }
  | { readonly type: 'transfer'; readonly to: TransferTarget; readonly mode: 'blind' | 'attended' }
  /** The agent's phone dialled on a second line of its own, and talks on that. */
  | { readonly type: 'consult-on'; readonly leg: LegId; readonly to: TransferTarget };

type Answer = (agentId: AgentId, request: HandsetRequest) => Promise<void>;

/** Where requests about a conversation arrive, one after the other. */
export class Handset {
  private answer: Answer | null = null;
  private last: Promise<unknown> = Promise.resolve();

  /** Whoever listened last is asked; answers how to stop. */
  listen(answer: Answer): () => void {
    this.answer = answer;
    return () => {
      if (this.answer === answer) this.answer = null;
    };
  }

  /** Resolves when it is done. Throws `Refusal` (`no-call` when the conversation is over). */
  ask(agentId: AgentId, request: HandsetRequest): Promise<void> {
    const turn = this.last.then(() => {
      if (this.answer === null) throw noCall();
      return this.answer(agentId, request);
    });
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
