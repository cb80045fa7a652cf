import type { AgentResumption } from '../../src/core/acd/floor-events.js';
import type { FloorFact } from '../../src/core/acd/floor-facts.js';
import { isOver, type CallbackRecord } from '../../src/core/callbacks/callback-record.js';
import type { CallRecord, JournalEntry } from '../../src/core/journal/facts.js';
import type { AgentId, CallId } from '../../src/core/kernel/ids.js';
import { StoreAway, type JournalStore } from '../../src/core/ports/journal-store.js';
import { Digest } from './digest.js';

type AgentStateFact = Extract<FloorFact, { readonly type: 'agent-state' }>;

const AWAY = new StoreAway('the database is away');

/** The database as far as a restart reads it: calls without an ending and what agents did last. `away` makes it refuse. */
export class RestingPlace implements JournalStore {
  readonly digest = new Digest();
  away = false;
  private readonly unfinished = new Map<CallId, CallRecord>();
  private readonly agents = new Map<AgentId, AgentStateFact>();
  private readonly callbacks = new Map<string, CallbackRecord>();
  /** Ended with a message that could not be brought to our disk. */
  private readonly unkept = new Map<CallId, CallRecord>();
  private lastBatch = new Set<string>();

  /** An entry of the last batch may come again, after a death between its writing and its removal from the disk. */
  write(batch: readonly JournalEntry[]): Promise<void> {
    if (this.away) return Promise.reject(AWAY);
    for (const entry of batch) if (!this.lastBatch.has(entry.id)) this.keep(entry);
    this.lastBatch = new Set(batch.map(({ id }) => id));
    return Promise.resolve();
  }

  unfinishedCalls(): CallRecord[] {
    return [...this.unfinished.values()].sort((a, b) => a.arrivedAt - b.arrivedAt || (a.callId < b.callId ? -1 : 1));
  }

  openCallbacks(): CallbackRecord[] {
    return [...this.callbacks.values()].filter((callback) => !isOver(callback));
  }

  unkeptMessages(): CallRecord[] {
    return [...this.unkept.values()];
  }

  resumptions(): AgentResumption[] {
    return [...this.agents.values()].sort((a, b) => (a.agentId < b.agentId ? -1 : 1)).flatMap(resumptionOf);
  }

  private keep(entry: JournalEntry): void {
    this.digest.add(entry);
    const { fact } = entry;
    if ('callback' in fact) this.callbacks.set(fact.callback.callbackId, fact.callback);
    if (fact.type === 'call-ended') {
      this.unfinished.delete(fact.callId);
      if (fact.ending.how === 'failed' && fact.call.recording !== undefined) this.unkept.set(fact.callId, fact.call);
    } else if ('call' in fact) this.unfinished.set(fact.callId, fact.call);
    if (fact.type === 'agent-state') this.agents.set(fact.agentId, fact);
  }
}

/** As the modules do it: an offer died with us, so the agent is free again. */
function resumptionOf({ memory, state, ...status }: AgentStateFact): AgentResumption[] {
  if (state === 'signed-out') return [];
  const { agentId, since, reason, pendingPause } = status;
  const saved = { agentId, since, reason, pendingPause, misses: memory.misses, afterCall: memory.afterCall, restUntil: memory.restUntil };
  if (state === 'offered') return [{ ...saved, state: 'available', until: null, callId: null, queueId: null }];
  const { until, callId, queueId } = status;
  return [{ ...saved, state, until, callId, queueId }];
}
