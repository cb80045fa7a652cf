import type { CallRecord, JournalEntry } from '../../core/journal/facts.js';
import { brandId, callOf, type RecordingId } from '../../core/kernel/ids.js';
import type { AgentMemoryEntity } from './agent-memory.entity.js';
import type { CallEntity } from './call.entity.js';
import type { JournalEntryEntity } from './journal-entry.entity.js';

/** What a caller's network sends is as long as it likes; a column is not. */
const LONGEST_TEXT = 100;

export function entryRow({ id, at, fact }: JournalEntry): JournalEntryEntity {
  return {
    id,
    at,
    type: fact.type,
    callId: 'callId' in fact && fact.callId !== null ? callOf(fact.callId) : null,
    agentId: 'agentId' in fact ? fact.agentId : null,
    fact,
  };
}

/** The last that the batch says of each call. A record is whole, so nothing of the earlier ones is needed. */
export function callRows(batch: readonly JournalEntry[]): CallEntity[] {
  const rows = new Map<string, CallEntity>();
  for (const { id, fact } of batch) if ('call' in fact) rows.set(fact.callId, callRow(id, fact.call));
  return [...rows.values()];
}

/** The last that the batch says of each agent. */
export function agentRows(batch: readonly JournalEntry[]): AgentMemoryEntity[] {
  const rows = new Map<string, AgentMemoryEntity>();
  for (const { id, fact } of batch) {
    if (fact.type === 'agent-state') rows.set(fact.agentId, { agentId: fact.agentId, lastEntryId: id, fact });
  }
  return [...rows.values()];
}

export function callRecord(row: CallEntity): CallRecord {
  const { id, campaignId, planVersion, did, caller, arrivedAt, queuedAt, queueId, answeredAt, agentId, phase, endedAt } = row;
  const { endingHow, endingDuring, endingBlame, recording, callbackId } = row;
  return {
    callId: brandId(id),
    campaignId: campaignId === null ? null : brandId(campaignId),
    planVersion,
    did,
    caller,
    arrivedAt,
    queuedAt,
    queueId: queueId === null ? null : brandId(queueId),
    answeredAt,
    agentId: agentId === null ? null : brandId(agentId),
    phase,
    endedAt,
    ending: endingHow === null || endingBlame === null ? null : { how: endingHow, during: endingDuring ?? '', blame: endingBlame },
    ...(recording === null ? {} : { recording: brandId<RecordingId>(recording) }),
    ...(callbackId === null ? {} : { callbackId }),
  };
}

function callRow(lastEntryId: string, { callId, ending, did, caller, recording, callbackId, ...call }: CallRecord): CallEntity {
  return {
    ...call,
    recording: recording ?? null,
    callbackId: callbackId ?? null,
    id: callId,
    lastEntryId,
    did: did.slice(0, LONGEST_TEXT),
    caller: caller?.slice(0, LONGEST_TEXT) ?? null,
    endingHow: ending?.how ?? null,
    endingDuring: ending?.during ?? null,
    endingBlame: ending?.blame ?? null,
  };
}
