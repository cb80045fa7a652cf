import type { CallbackRecord } from '../../core/callbacks/callback-record.js';
import type { JournalEntry } from '../../core/journal/facts.js';
import { brandId, type AgentId, type CallId } from '../../core/kernel/ids.js';
import { optionalRfc3339, toRfc3339 } from '../../platform/http/instants.js';
import type { CallbackEntity } from './callback.entity.js';
import type { CallbackView } from './dto/callback.dto.js';

/** What the entries of an earlier version do not tell. */
const UNSAID = { did: null, notBefore: null, attempts: 0, forAgentId: null, agentId: null, attemptCallId: null };

/** The last that the batch says of each callback. A record is whole, so nothing of the earlier ones is needed. */
export function callbackRows(batch: readonly JournalEntry[]): CallbackEntity[] {
  const rows = new Map<string, CallbackEntity>();
  for (const { id: lastEntryId, fact } of batch) {
    if (!('callback' in fact)) continue;
    const state = fact.type === 'callback-cancelled' ? 'cancelled' : 'waiting';
    const { callbackId: id, callId, ...callback } = { ...UNSAID, ...{ state }, ...fact.callback };
    rows.set(id, { id, lastEntryId, ...callback, callId: callId ?? '' });
  }
  return [...rows.values()];
}

export function callbackRecord({ id, lastEntryId: _entry, ...row }: CallbackEntity): CallbackRecord {
  const { campaignId, queueId, callId, forAgentId, agentId, attemptCallId } = row;
  return {
    ...row,
    callbackId: id,
    campaignId: brandId(campaignId),
    queueId: brandId(queueId),
    callId: callId === '' ? null : brandId<CallId>(callId),
    forAgentId: forAgentId === null ? null : brandId<AgentId>(forAgentId),
    agentId: agentId === null ? null : brandId<AgentId>(agentId),
    attemptCallId: attemptCallId === null ? null : brandId<CallId>(attemptCallId),
  };
}

export function callbackView({ callbackId, did: _did, agentId, forAgentId, attemptCallId, ...callback }: CallbackRecord): CallbackView {
  const { requestedAt, arrivedAt, queuedAt, notBefore, expiresAt } = callback;
  return {
    ...callback,
    id: callbackId,
    requestedAt: toRfc3339(requestedAt),
    arrivedAt: toRfc3339(arrivedAt),
    queuedAt: toRfc3339(queuedAt),
    notBefore: optionalRfc3339(notBefore),
    expiresAt: toRfc3339(expiresAt),
    agentId: agentId ?? forAgentId,
    forAgentId,
    attemptCallId,
  };
}
