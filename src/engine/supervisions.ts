import { agentStatus } from '../core/acd/floor.js';
import type { Call } from '../core/calls/call.js';
import { noCall } from '../core/calls/handset.js';
import type { LegEvent } from '../core/calls/switchboard.js';
import type { Fact } from '../core/journal/facts.js';
import type { SupervisionMode } from '../core/journal/supervision-facts.js';
import { brandId, type AgentId, type CallId, type LegId } from '../core/kernel/ids.js';
import { Refusal } from '../core/kernel/refusal.js';
import { PbxUnreachable } from '../core/ports/telephony.js';
import type { AgentPhones, Dialable } from './agent-phones.js';
import type { CallsInProgress } from './calls-in-progress.js';
import type { FloorWriter } from './floor-writer.js';
import type { Journal } from './journal.js';
import type { OutboundLines } from './outbound-lines.js';
import { Overhearing, type OverhearingParts } from './overhearing.js';
import type { Supervision, SupervisionDesk, SupervisionRequest, SupervisorPhone } from './supervision-desk.js';

const RINGS_SECONDS = 30;

export interface SupervisionParts extends OverhearingParts {
  readonly journal: Journal;
  readonly writer: FloorWriter;
  readonly calls: CallsInProgress;
  readonly phones: AgentPhones;
  readonly outbound: OutboundLines;
  readonly reconciler: { readonly settled: boolean };
}

interface Running {
  readonly id: string;
  readonly agentId: AgentId;
  readonly callId: CallId;
  readonly by: string;
  readonly leg: LegId;
  readonly overhearing: Overhearing;
  mode: SupervisionMode;
  state: Supervision['state'];
  unwatch: () => void;
}

/**
 * Supervisors who listen to agents, on a phone that is called for it. Nothing of the conversation changes with them, and nothing of them
 * outlives this process: a leg that is found after a restart belongs to nobody and is hung up.
 */
export class Supervisions implements SupervisionDesk {
  private readonly running = new Map<string, Running>();

  constructor(private readonly parts: SupervisionParts) {
    parts.journal.subscribe(({ fact }) => {
      for (const running of [...this.running.values()]) if (isOver(running, fact)) this.finish(running);
    });
  }

  async begin({ agentId, mode, phone, shown, by }: SupervisionRequest): Promise<Supervision> {
    const { telephony, ids, reconciler, switchboard } = this.parts;
    if (phone.kind === 'sip' && phone.agentId === agentId)
      throw new Refusal('impossible', 'own-phone', 'The agent talks on this phone: listen on another.');
    if (!reconciler.settled) throw unreachable();
    const { call, agentLeg } = this.conversationOf(agentId);
    const line = this.lineTo(phone);
    const id = ids.next();
    const leg = brandId<LegId>(`${telephony.node}:guichet-supervisor-${id}`);
    const overhearing = new Overhearing(this.parts, { supervisor: leg, agent: agentLeg, caller: call.leg }, () => {
      this.finish(running);
    });
    const running: Running = {
      ...{ id, agentId, callId: call.id, by, leg, overhearing, mode },
      ...{ state: 'calling', unwatch: () => undefined },
    };
    this.running.set(id, running);
    running.unwatch = switchboard.watch(leg, (event) => {
      this.onLeg(running, event);
    });
    if (line.outbound) this.parts.outbound.dialled(leg);
    try {
      await telephony.dial({
        ...{ leg, endpoint: line.endpoint, from: shown, assertedIdentity: null, giveUpAfterSeconds: RINGS_SECONDS },
        ...{ saved: null, language: call.plan.language },
      });
    } catch (fault) {
      this.finish(running);
      this.parts.outbound.ended(leg);
      throw fault instanceof PbxUnreachable ? unreachable() : fault;
    }
    return viewOf(running);
  }

  list(): readonly Supervision[] {
    return [...this.running.values()].map(viewOf);
  }

  async change(id: string, mode: SupervisionMode): Promise<Supervision> {
    const running = this.find(id);
    if (running.mode === mode) return viewOf(running);
    running.mode = mode;
    // One who has yet to answer begins with it.
    if (running.state === 'connected' && !(await this.arrange(running))) throw unreachableOrOver(this.parts.reconciler.settled, id);
    return viewOf(running);
  }

  end(id: string): void {
    this.finish(this.find(id));
  }

  /** The PBX is out of reach, or we stop: what is left there belongs to nobody, and is cleared when we are back. */
  abandonAll(): void {
    for (const running of [...this.running.values()]) this.finish(running);
  }

  private find(id: string): Running {
    return this.running.get(id) ?? unknown(id);
  }

  /** The conversation that is the agent's own: who is merely consulted has none. */
  private conversationOf(agentId: AgentId): { readonly call: Call; readonly agentLeg: LegId } {
    const { writer, calls } = this.parts;
    const status = agentStatus(writer.floor, agentId);
    const call = status?.state !== 'talking' || status.callId === null ? null : calls.find(status.callId);
    const phase = call?.lastEntered;
    if (call === null || phase?.name !== 'conversation' || phase.agentId !== agentId) throw noCall();
    return { call, agentLeg: phase.agentLeg };
  }

  private lineTo(phone: SupervisorPhone): Exclude<Dialable, { readonly refused: string }> {
    if (phone.kind === 'endpoint') return { endpoint: phone.endpoint, outbound: false };
    const line = phone.kind === 'sip' ? this.parts.phones.dialable(phone.agentId) : this.parts.outbound.lineTo(phone.number);
    if ('refused' in line) throw new Refusal('wrong-state', 'phone-not-dialable', `The phone cannot be called: ${line.refused}.`);
    return { outbound: true, ...line };
  }

  private onLeg(running: Running, event: LegEvent): void {
    if (event.type === 'leg-gone') this.finish(running);
    else if (event.type === 'leg-answered') void this.connect(running);
  }

  private async connect(running: Running): Promise<void> {
    const { mode } = running;
    if (!(await this.arrange(running))) return;
    const { id: supervisionId, callId, agentId, by } = running;
    running.state = 'connected';
    this.parts.journal.record({ type: 'supervisor-joined', callId, agentId, supervisionId, by, mode });
    // Changed while it was being arranged.
    if (running.mode !== mode) await this.arrange(running);
  }

  /** Whether the supervisor is with the conversation now; if not, it is over. */
  private async arrange(running: Running): Promise<boolean> {
    try {
      if ((await running.overhearing.arrange(running.mode)) === 'gone') this.finish(running);
    } catch (fault) {
      if (this.running.has(running.id)) this.parts.log.warn('a supervisor could not be put to a conversation', { fault: String(fault) });
      this.finish(running);
    }
    return this.running.has(running.id);
  }

  private finish(running: Running): void {
    const { id: supervisionId, callId, agentId, leg, overhearing, state } = running;
    if (!this.running.delete(supervisionId)) return;
    running.unwatch();
    overhearing.close();
    this.parts.letGo(leg);
    if (state === 'connected') this.parts.journal.record({ type: 'supervisor-left', callId, agentId, supervisionId });
  }
}

/** Whether this fact says that the agent is no longer in that conversation. */
function isOver({ agentId, callId }: Running, fact: Fact): boolean {
  if (fact.type === 'call-ended') return fact.callId === callId;
  return fact.type === 'agent-state' && fact.agentId === agentId && (fact.state !== 'talking' || fact.callId !== callId);
}

function viewOf({ id, agentId, callId, mode, state }: Running): Supervision {
  return { id, agentId, callId, mode, state };
}

function unknown(id: string): never {
  throw new Refusal('not-found', 'unknown-supervision', `There is no supervision ${id}, or it is over.`);
}

function unreachableOrOver(settled: boolean, id: string): Refusal {
  return settled ? new Refusal('not-found', 'unknown-supervision', `The supervision ${id} is over.`) : unreachable();
}

function unreachable(): Refusal {
  return new Refusal('unavailable', 'pbx-unavailable', 'The PBX cannot be reached at the moment.');
}
