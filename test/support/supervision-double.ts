import type { SupervisionMode } from '../../src/core/journal/supervision-facts.js';
import type { AgentId, CallId } from '../../src/core/kernel/ids.js';
import { Refusal } from '../../src/core/kernel/refusal.js';
import type { Supervision, SupervisionDesk, SupervisionRequest } from '../../src/engine/supervision-desk.js';

/** Supervisions without telephones: every one is `calling` until it is ended. */
export class SupervisionDouble implements SupervisionDesk {
  readonly asked: SupervisionRequest[] = [];
  private readonly open = new Map<string, Supervision>();

  constructor(private readonly callOf: (agentId: AgentId) => CallId | null) {}

  async begin(request: SupervisionRequest): Promise<Supervision> {
    const { agentId, mode } = request;
    const callId = this.callOf(agentId);
    if (callId === null) throw new Refusal('wrong-state', 'no-call', 'The agent is not in a call.');
    const id = `supervision-${this.asked.push(request)}`;
    const supervision: Supervision = { id, agentId, callId, mode, state: 'calling' };
    this.open.set(id, supervision);
    return supervision;
  }

  list(): readonly Supervision[] {
    return [...this.open.values()];
  }

  async change(id: string, mode: SupervisionMode): Promise<Supervision> {
    const changed = { ...this.find(id), mode };
    this.open.set(id, changed);
    return changed;
  }

  end(id: string): void {
    this.open.delete(this.find(id).id);
  }

  private find(id: string): Supervision {
    const supervision = this.open.get(id);
    if (supervision !== undefined) return supervision;
    throw new Refusal('not-found', 'unknown-supervision', 'It is over.');
  }
}
