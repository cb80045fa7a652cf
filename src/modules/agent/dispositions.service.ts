import { Inject, Injectable } from '@nestjs/common';

import { brandId, type AgentId, type CallId, type CampaignId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { NO_BRIEFING, type Disposition } from '../../core/plan/briefing.js';
import { qualified } from '../../core/plan/qualifying.js';
import type { Clock } from '../../core/ports/clock.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { fromRfc3339 } from '../../platform/http/instants.js';
import { AgentService } from './agent.service.js';
import { dispositionOfCall } from './agent-call-view.js';
import { AgentCallsService } from './agent-calls.service.js';
import type { RememberedCall } from './call-memory.js';
import { CallbackWish, DisposedView, DispositionRequest } from './dto/disposition.dto.js';

/** What agents say of their calls. */
@Injectable()
export class DispositionsService {
  constructor(
    private readonly agent: AgentService,
    private readonly calls: AgentCallsService,
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Written down, and wrap-up about this call ended unless it is to be kept. Refused whole when anything in it is impossible. */
  async dispose(agentId: AgentId, { callId, keepWrapUp = false, callback = null, ...given }: DispositionRequest): Promise<DisposedView> {
    const call = await this.calls.lastHeld(agentId, brandId<CallId>(callId));
    const { campaignId, arrivedAt } = call.record;
    if (campaignId === null) throw new Refusal('wrong-state', 'not-your-call', 'The call led to no campaign.');
    const disposition = possible(call, given);
    // Before anything is written: its refusal refuses the whole.
    const callbackId = callback === null ? null : this.planned(callback, agentId, campaignId, call);
    this.desk.record({ type: 'call-disposed', callId: call.record.callId, agentId, campaignId, arrivedAt, ...disposition });
    const now = this.agent.state(agentId);
    const over = now.state === 'wrap-up' && now.callId === call.record.callId && !keepWrapUp;
    const state = over ? await this.agent.ask(agentId, { type: 'end-wrap-up' }) : now;
    return { ...state, disposition: dispositionOfCall(disposition), callbackId };
  }

  private planned({ number, at }: CallbackWish, agentId: AgentId, campaignId: CampaignId, { record, plan }: RememberedCall): string {
    const instant = fromRfc3339(at, 'callback.at');
    if (instant <= this.clock.now())
      throw impossible('callback.at', 'callback-in-the-past', 'The callback is planned for a time that has passed.');
    try {
      const { callId } = record;
      return this.desk.planCallback({ campaignId, number, callId, call: { record, plan }, agentId, at: instant }).callbackId;
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      const faults = fault.faults.map((each) => ({ ...each, path: `callback.${each.path}` }));
      throw new Refusal(fault.kind, fault.code, fault.message, faults, fault.details);
    }
  }
}

function impossible(path: string, code: string, message: string): Refusal {
  return new Refusal('impossible', code, message, [{ path, code, message }]);
}

function possible({ plan }: RememberedCall, given: Omit<DispositionRequest, 'callId' | 'keepWrapUp' | 'callback'>): Disposition {
  const { code, detailCode = null, note = null, answers } = given;
  const outcome = qualified(plan?.briefing ?? NO_BRIEFING, { code, detailCode, note, answers: answers ?? {} });
  if ('disposition' in outcome) return outcome.disposition;
  const { faults } = outcome;
  const [first] = faults;
  const message = faults.length === 1 ? first?.message : `${String(faults.length)} things are impossible.`;
  throw new Refusal('impossible', first?.code ?? 'unknown-disposition', message ?? '', faults);
}
