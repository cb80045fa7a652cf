import { latestCallback } from '../core/callbacks/callback-deadline.js';
import type { CallbackRecord } from '../core/callbacks/callback-record.js';
import type { AgentId, CallId, CampaignId } from '../core/kernel/ids.js';
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
 * Writes the request down. Throws `Refusal`: `impossible` with `unknown-campaign`, `unknown-agent`, `invalid-number`, `number-not-allowed`
 * or `callback-too-late` (with `latest`), and `wrong-state` with `callback-open` when one is open for that number and campaign already.
 */
export function planCallback({ book, directory, calls, writer, clock }: CallbackRequestParts, request: CallbackRequest): CallbackRecord {
  const { campaignId, callId, agentId, at } = request;
  const plan = directory.planNow(campaignId);
  if (plan === null) throw impossible('campaignId', 'unknown-campaign', `There is no campaign ${campaignId}.`);
  if (agentId !== null && !writer.floor.agents.has(agentId)) throw impossible('agentId', 'unknown-agent', `There is no agent ${agentId}.`);
  const now = clock.now();
  if (callId !== null) assertInTime(plan, at ?? now, now);
  const call = callId === null ? null : (calls.find(callId)?.record ?? null);
  const did = call?.did ?? directory.didOf(campaignId);
  // Carriers write addresses, of which the number is a part; whoever asks for one to be called means all that they write.
  const checked = /[@;]/.test(request.number) ? ({ refused: 'invalid' } as const) : book.numberFor(request.number, did ?? '');
  if ('refused' in checked) {
    if (checked.refused === 'invalid') throw impossible('number', 'invalid-number', 'That is no telephone number.');
    throw impossible('number', 'number-not-allowed', 'The dial policy does not allow this number.');
  }
  const { number } = checked;
  const notBefore = at === null || at <= now ? null : at;
  const { expiresAfterHours } = plan.callback;
  const queueId = call?.queueId ?? plan.queueId;
  const place = { arrivedAt: call?.arrivedAt ?? now, queuedAt: notBefore ?? now };
  const asked = { campaignId, queueId, callId, did, number, ...place, notBefore, forAgentId: agentId, expiresAfterHours };
  const callback = book.add({ ...asked, state: 'waiting' });
  if (callback !== null) return callback;
  const known = book.waitingFor(campaignId, number)?.callbackId;
  throw new Refusal('wrong-state', 'callback-open', 'A callback of this campaign is open for that number already.', [], { id: known });
}

function assertInTime(plan: CampaignPlan, at: Instant, now: Instant): void {
  const latest = latestCallback(plan, now);
  if (latest === null || at <= latest) return;
  const text = new Date(latest).toISOString();
  const message = `The callback may be planned until ${text} at the latest.`;
  throw new Refusal('impossible', 'callback-too-late', message, [{ path: 'at', code: 'callback-too-late', message }], { latest: text });
}

function impossible(path: string, code: string, message: string): Refusal {
  return new Refusal('impossible', code, message, [{ path, code, message }]);
}
