import type { AgentResumption } from '../../src/core/acd/floor-events.js';
import type { FloorFact } from '../../src/core/acd/floor-facts.js';
import { resumptionOf } from '../../src/core/acd/resumption.js';
import { isOver, type CallbackRecord } from '../../src/core/callbacks/callback-record.js';
import { isOfMessage, type CallRecord, type JournalEntry, type MessageFact } from '../../src/core/journal/facts.js';
import type { RecordingFact } from '../../src/core/journal/recording-facts.js';
import type { AgentId, CallId } from '../../src/core/kernel/ids.js';
import type { OpenRecording } from '../../src/core/calls/recordings.js';
import { StoreAway, type JournalStore } from '../../src/core/ports/journal-store.js';
import type { Engine } from '../../src/engine/engine.js';
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
  private readonly recordings = new Map<string, OpenRecording>();
  /** Of calls that have not ended, or not with a message that is kept. */
  private readonly told = new Map<CallId, MessageFact>();
  private lastBatch = new Set<string>();

  /** An entry of the last batch may come again, after a death between its writing and its removal from the disk. */
  write(batch: readonly JournalEntry[]): Promise<void> {
    if (this.away) return Promise.reject(AWAY);
    for (const entry of batch) if (!this.lastBatch.has(entry.id)) this.keep(entry);
    this.lastBatch = new Set(batch.map(({ id }) => id));
    return Promise.resolve();
  }

  /** Tells a new process what the last one left. */
  tell(engine: Engine): void {
    engine.resumeCalls(this.unfinishedCalls());
    engine.resumeCallbacks(this.openCallbacks());
    engine.resumeMessages(this.unkeptMessages(), [...this.told.values()]);
    engine.resumeRecordings([...this.recordings.values()]);
    engine.resumeAgents(this.resumptions());
  }

  private unfinishedCalls(): CallRecord[] {
    return [...this.unfinished.values()].sort((a, b) => a.arrivedAt - b.arrivedAt || (a.callId < b.callId ? -1 : 1));
  }

  private openCallbacks(): CallbackRecord[] {
    return [...this.callbacks.values()].filter((callback) => !isOver(callback));
  }

  private unkeptMessages(): CallRecord[] {
    return [...this.unkept.values()];
  }

  private resumptions(): AgentResumption[] {
    return [...this.agents.values()].sort((a, b) => (a.agentId < b.agentId ? -1 : 1)).flatMap((fact) => resumptionOf(fact) ?? []);
  }

  private keep(entry: JournalEntry): void {
    this.digest.add(entry);
    const { fact } = entry;
    if ('recordingId' in fact) this.keepRecording(fact);
    if ('callback' in fact) this.callbacks.set(fact.callback.callbackId, fact.callback);
    if (isOfMessage(fact)) this.told.set(fact.callId, fact);
    if (fact.type === 'call-ended') {
      if (fact.ending.how !== 'failed') this.told.delete(fact.callId);
      this.unfinished.delete(fact.callId);
      if (fact.ending.how === 'failed' && fact.call.recording !== undefined) this.unkept.set(fact.callId, fact.call);
    } else if ('call' in fact) this.unfinished.set(fact.callId, fact.call);
    if (fact.type === 'agent-state') this.agents.set(fact.agentId, fact);
  }

  /** As the module does it: one that failed is open until it is kept or given up with its call. */
  private keepRecording(fact: RecordingFact): void {
    if (fact.type === 'recording-begun') this.recordings.set(fact.recordingId, { ...fact, mutedBy: null });
    const open = this.recordings.get(fact.recordingId);
    if (open === undefined) return;
    if (fact.type === 'recording-muted' || fact.type === 'recording-unmuted')
      this.recordings.set(fact.recordingId, { ...open, mutedBy: fact.type === 'recording-muted' ? fact.agentId : null });
    if (fact.type === 'recording-kept' || fact.type === 'recording-discarded') this.recordings.delete(fact.recordingId);
  }
}
