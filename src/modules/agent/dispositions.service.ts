import { Inject, Injectable } from '@nestjs/common';

import { brandId, type AgentId, type CallId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { NO_BRIEFING, type Disposition } from '../../core/plan/briefing.js';
import { qualified } from '../../core/plan/qualifying.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { AgentService } from './agent.service.js';
import { dispositionOfCall } from './agent-call-view.js';
import { AgentCallsService } from './agent-calls.service.js';
import type { RememberedCall } from './call-memory.js';
import { DisposedView, DispositionRequest } from './dto/disposition.dto.js';

/** What agents say of their calls. */
@Injectable()
export class DispositionsService {
  constructor(
    private readonly agent: AgentService,
    private readonly calls: AgentCallsService,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  /** Written down, and wrap-up about this call ended unless it is to be kept. Refused whole when anything in it is impossible. */
  async dispose(agentId: AgentId, { callId, keepWrapUp = false, ...given }: DispositionRequest): Promise<DisposedView> {
    const call = await this.calls.lastHeld(agentId, brandId<CallId>(callId));
    const { campaignId, arrivedAt } = call.record;
    if (campaignId === null) throw new Refusal('wrong-state', 'not-your-call', 'The call led to no campaign.');
    const disposition = possible(call, given);
    this.desk.record({ type: 'call-disposed', callId: call.record.callId, agentId, campaignId, arrivedAt, ...disposition });
    const now = this.agent.state(agentId);
    const over = now.state === 'wrap-up' && now.callId === call.record.callId && !keepWrapUp;
    const state = over ? await this.agent.ask(agentId, { type: 'end-wrap-up' }) : now;
    return { ...state, disposition: dispositionOfCall(disposition) };
  }
}

function possible({ plan }: RememberedCall, given: Omit<DispositionRequest, 'callId' | 'keepWrapUp'>): Disposition {
  const { code, detailCode = null, note = null, answers } = given;
  const outcome = qualified(plan?.briefing ?? NO_BRIEFING, { code, detailCode, note, answers: answers ?? {} });
  if ('disposition' in outcome) return outcome.disposition;
  const { faults } = outcome;
  const [first] = faults;
  const message = faults.length === 1 ? first?.message : `${String(faults.length)} things are impossible.`;
  throw new Refusal('impossible', first?.code ?? 'unknown-disposition', message ?? '', faults);
}
