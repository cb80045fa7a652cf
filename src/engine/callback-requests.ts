import { latestCallback } from '../core/callbacks/callback-deadline.js';
import type { CallbackRecord } from '../core/callbacks/callback-record.js';
import type { CallRecord } from '../core/journal/facts.js';
import type { AgentId, CallId, CampaignId } from '../core/kernel/ids.js';
import { assert } from '../core/kernel/bug.js';
import { Refusal } from '../core/kernel/refusal.js';
import type { Instant } from '../core/kernel/time.js';
import type { CampaignPlan } from '../core/plan/campaign-plan.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { Clock } from '../core/ports/clock.js';
import type { CallsInProgress } from './calls-in-progress.js';
import type { FloorWriter } from './floor-writer.js';
import type { OpenCallbacks } from './open-callbacks.js';

/** Somebody is to be called back, as a person asks for it. */
export interface CallbackRequest {
  readonly campaignId: CampaignId;
  /** As people write it. */
  readonly number: string;
  /** In which an agent plans it: then the campaign's deadline holds. Null: asked for outside a call. */
  readonly callId: CallId | null;
  /** That call, which may be over, and the plan that it began with; without them it goes on now, as the campaign is now. */
  readonly call?: { readonly record: CallRecord; readonly plan: CampaignPlan | null };
  /** Who is to do it; null: any agent of the queue. */
  readonly agentId: AgentId | null;
  /** Not before; null: as soon as may be. */
  readonly at: Instant | null;
}

export interface CallbackRequestParts {
  readonly book: OpenCallbacks;
  readonly directory: CampaignDirectory;
  readonly calls: CallsInProgress;
  readonly writer: FloorWriter;
  readonly clock: Clock;
}

/**
 * Writes the request down, in place of another that the same agent planned in the same call. Throws `Refusal`: `impossible` with `unknown-campaign`, `unknown-agent`, `invalid-number`, `number-not-allowed`
 * or `callback-too-late` (with `latest`), and `wrong-state` with `callback-open` when one is open for that number and campaign already.
 */
export function planCallback({ book, directory, calls, writer, clock }: CallbackRequestParts, request: CallbackRequest): CallbackRecord {
  const { campaignId, callId, agentId, at } = request;
  const inCall = callId === null ? null : (request.call?.record ?? calls.find(callId)?.record ?? null);
  const plan = directory.planNow(campaignId);
  if (plan === null) throw impossible('campaignId', 'unknown-campaign', `There is no campaign ${campaignId}.`);
  if (agentId !== null && !writer.floor.agents.has(agentId)) throw impossible('agentId', 'unknown-agent', `There is no agent ${agentId}.`);
  const now = clock.now();
  if (callId !== null) assertInTime(request.call?.plan ?? plan, at ?? now, inCall?.endedAt ?? now);
  const did = inCall?.did ?? directory.didOf(campaignId);
  // Carriers write addresses, of which the number is a part; whoever asks for one to be called means all that they write.
  const checked = /[@;]/.test(request.number) ? ({ refused: 'invalid' } as const) : book.numberFor(request.number, did ?? '');
  if ('refused' in checked) {
    if (checked.refused === 'invalid') throw impossible('number', 'invalid-number', 'That is no telephone number.');
    throw impossible('number', 'number-not-allowed', 'The dial policy does not allow this number.');
  }
  const { number } = checked;
  const notBefore = at === null || at <= now ? null : at;
  const { expiresAfterHours } = plan.callback;
  const queueId = inCall?.queueId ?? plan.queueId;
  const place = { arrivedAt: inCall?.arrivedAt ?? now, queuedAt: notBefore ?? now };
  const asked = { campaignId, queueId, callId, did, number, ...place, notBefore, forAgentId: agentId, expiresAfterHours };
  const before = callId === null || agentId === null ? null : book.plannedIn(callId, agentId);
  const known = book.waitingFor(campaignId, number);
  if (known !== null && known !== before)
    throw new Refusal('wrong-state', 'callback-open', 'A callback of this campaign is open for that number already.', [], {
      id: known.callbackId,
    });
  if (before !== null) {
    if (before.number === number && before.notBefore === notBefore) return before;
    book.cancel(before.callbackId);
  }
  const callback = book.add({ ...asked, state: 'waiting' });
  assert(callback !== null, 'none was open for that number');
  return callback;
}

/** `since` is the end of the call, or now while it goes on. */
function assertInTime(plan: CampaignPlan, at: Instant, since: Instant): void {
  const latest = latestCallback(plan, since);
  if (latest === null || at <= latest) return;
  const text = new Date(latest).toISOString();
  const message = `The callback may be planned until ${text} at the latest.`;
  throw new Refusal('impossible', 'callback-too-late', message, [{ path: 'at', code: 'callback-too-late', message }], { latest: text });
}

function impossible(path: string, code: string, message: string): Refusal {
  return new Refusal('impossible', code, message, [{ path, code, message }]);
}
