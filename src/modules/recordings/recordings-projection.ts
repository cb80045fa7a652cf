import type { ConversationRecording, KeptConversation } from '../../core/calls/recordings.js';
import type { Fact, JournalEntry } from '../../core/journal/facts.js';
import { RecordingEntity } from './recording.entity.js';

/** How long after its end a recording waits for the disposition that keeps it. */
export const UNDECIDED_MS = 24 * 3600 * 1000;

/** Whose rows a batch may change: recordings by their id, and those of calls that were given a disposition. */
export function toldIn(batch: readonly JournalEntry[]): { readonly ids: string[]; readonly callIds: string[] } {
  const facts = batch.map(({ fact }) => fact);
  return {
    ids: [...new Set(facts.flatMap((fact) => ('recordingId' in fact ? [fact.recordingId] : [])))],
    callIds: [...new Set(facts.flatMap((fact) => (fact.type === 'call-disposed' ? [fact.callId] : [])))],
  };
}

/**
 * What a batch makes of the rows of its recordings, as they are now: those that change. What is told twice, or late, changes nothing, as each row knows
 * the last entry that it was made from.
 */
export function changedRows(known: readonly RecordingEntity[], batch: readonly JournalEntry[]): RecordingEntity[] {
  const rows = new Map(known.map((row) => [row.id, row]));
  const changed = new Set<string>();
  for (const { id: entryId, fact } of batch) {
    const told =
      'recordingId' in fact
        ? [rows.get(fact.recordingId)]
        : fact.type === 'call-disposed'
          ? [...rows.values()].filter(({ callId, keptFor }) => callId === fact.callId && keptFor !== null)
          : [];
    for (const row of told) {
      if (row !== undefined && row.lastEntryId >= entryId) continue;
      const next = row === undefined ? begun(fact) : after(row, fact);
      if (next === null) continue;
      rows.set(next.id, { ...next, lastEntryId: entryId });
      changed.add(next.id);
    }
  }
  return [...rows.values()].filter(({ id }) => changed.has(id));
}

function begun(fact: Fact): RecordingEntity | null {
  return fact.type === 'recording-begun' ? runningRow(fact) : null;
}

function after(row: RecordingEntity, fact: Fact): RecordingEntity | null {
  switch (fact.type) {
    case 'recording-muted':
      return { ...row, muted: true };
    case 'recording-unmuted':
      return { ...row, muted: false };
    case 'recording-kept':
      return keptRow(row, fact);
    case 'call-disposed':
      // Of several the last holds; what is still being made is decided on when it is kept.
      return row.state === 'running' ? { ...row, disposition: fact.code } : decided({ ...row, disposition: fact.code });
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
    muted: false,
    state: 'running',
    disposition: null,
    durationMs: null,
    bytes: null,
    sha256: null,
    expiresAt: null,
  };
}

function keptRow(row: RecordingEntity, { durationSeconds, bytes, sha256, expiresAt }: KeptConversation): RecordingEntity {
  const durationMs = Math.round(durationSeconds * 1000);
  return decided({ ...row, durationMs, bytes, sha256, expiresAt });
}

/** What the disposition, if there is one, makes of a recording that is on our disk. */
function decided(row: RecordingEntity): RecordingEntity {
  const { keptFor, disposition } = row;
  if (keptFor === null) return { ...row, state: 'kept' };
  if (disposition === null) return { ...row, state: 'undecided' };
  return { ...row, state: keptFor.includes(disposition) ? 'kept' : 'rejected' };
}
