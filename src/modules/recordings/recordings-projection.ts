import type { ConversationRecording, KeptConversation } from '../../core/calls/recordings.js';
import type { Fact, JournalEntry } from '../../core/journal/facts.js';
import type { RecordingAgentEntity, RecordingEntity } from './recording.entity.js';

/**
 * How long a recording that no disposition keeps is there, after its end and after the last word about the call: so long an agent who chose
 * the wrong code, or none, can still keep it.
 */
export const GRACE_MS = 24 * 3600 * 1000;

/** Recordings, and who talked in them. */
export interface RecordingRows {
  readonly recordings: readonly RecordingEntity[];
  readonly agents: readonly RecordingAgentEntity[];
}

/** Whose rows a batch may change: recordings by their id, and those of calls in which agents are put together with callers, or say what came of it. */
export function toldIn(batch: readonly JournalEntry[]): { readonly ids: string[]; readonly callIds: string[] } {
  const facts = batch.map(({ fact }) => fact);
  return {
    ids: [...new Set(facts.flatMap((fact) => ('recordingId' in fact ? [fact.recordingId] : [])))],
    callIds: [...new Set(facts.flatMap((fact) => (isOfAgent(fact) ? [fact.callId] : [])))],
  };
}

/**
 * What a batch makes of the rows of its recordings, as they are now: those that change. What is told twice, or late, changes nothing, as each recording
 * knows the last entry that it was made from.
 */
export function changedRows(known: RecordingRows, batch: readonly JournalEntry[]): RecordingRows {
  const recordings = new Map(known.recordings.map((row) => [row.id, row]));
  const agents = new Map(known.agents.map((row) => [keyOf(row), row]));
  const changed = new Set<string>();
  const put = (recording: RecordingEntity, entry: JournalEntry, agent: Omit<RecordingAgentEntity, 'lastEntryId'> | null): void => {
    if (agent !== null) {
      agents.set(keyOf(agent), { ...agent, lastEntryId: entry.id });
      changed.add(keyOf(agent));
    }
    const said = [...agents.values()].filter(({ recordingId }) => recordingId === recording.id).map(({ code }) => code);
    recordings.set(recording.id, { ...decided(recording, said), lastEntryId: entry.id });
    changed.add(recording.id);
  };
  for (const entry of batch) {
    const { id: entryId, at, fact } = entry;
    if (fact.type === 'recording-begun' && !recordings.has(fact.recordingId)) {
      const { recordingId, agentId, startedAt: since } = fact;
      put(runningRow(fact), entry, { recordingId, agentId, since, code: null });
    }
    for (const row of [...recordings.values()].filter((each) => each.lastEntryId < entryId)) {
      if ('recordingId' in fact) {
        const next = row.id === fact.recordingId ? after(row, fact) : null;
        if (next !== null) put(next, entry, null);
      } else if (isOfAgent(fact) && row.callId === fact.callId) {
        const { agentId } = fact;
        const had = agents.get(keyOf({ recordingId: row.id, agentId }));
        const agent = had ?? { recordingId: row.id, agentId, since: at, code: null };
        if (fact.type !== 'call-disposed') {
          if (row.state === 'running' && had === undefined) put(row, entry, agent);
        } else if (row.keptFor !== null) put({ ...row, disposedAt: at }, entry, { ...agent, code: fact.code });
      }
    }
  }
  return {
    recordings: [...recordings.values()].filter(({ id }) => changed.has(id)),
    agents: [...agents.values()].filter((row) => changed.has(keyOf(row))),
  };
}

type OfAgent = Extract<Fact, { readonly type: 'call-connected' | 'conversation-handed-over' | 'call-disposed' }>;

function isOfAgent(fact: Fact): fact is OfAgent {
  return fact.type === 'call-connected' || fact.type === 'conversation-handed-over' || fact.type === 'call-disposed';
}

function keyOf({ recordingId, agentId }: { readonly recordingId: string; readonly agentId: string }): string {
  return `${recordingId} ${agentId}`;
}

function after(row: RecordingEntity, fact: Fact): RecordingEntity | null {
  switch (fact.type) {
    case 'recording-muted':
      return { ...row, mutedBy: fact.agentId };
    case 'recording-unmuted':
      return { ...row, mutedBy: null };
    case 'recording-kept':
      return keptRow(row, fact);
    case 'recording-discarded':
      return { ...row, state: 'rejected' };
    default:
      return null;
  }
}

function runningRow({
  recordingId: id,
  callId,
  campaignId,
  agentId,
  startedAt,
  node,
  keptFor,
  retentionDays,
}: ConversationRecording): RecordingEntity {
  return {
    ...{ id, callId, campaignId, agentId, startedAt, node, keptFor, retentionDays },
    lastEntryId: '',
    mutedBy: null,
    state: 'running',
    disposedAt: null,
    durationMs: null,
    bytes: null,
    sha256: null,
    expiresAt: null,
  };
}

function keptRow(row: RecordingEntity, { durationSeconds, bytes, sha256, expiresAt }: KeptConversation): RecordingEntity {
  return { ...row, durationMs: Math.round(durationSeconds * 1000), bytes, sha256, expiresAt };
}

/** What agents said decides on what is on our disk: one of them who keeps it is enough. */
function decided(row: RecordingEntity, said: readonly (string | null)[]): RecordingEntity {
  const { keptFor, durationMs } = row;
  if (durationMs === null) return row;
  if (keptFor === null) return { ...row, state: 'kept' };
  const codes = said.filter((code) => code !== null);
  if (codes.length === 0) return { ...row, state: 'undecided' };
  return { ...row, state: codes.some((code) => keptFor.includes(code)) ? 'kept' : 'rejected' };
}
