import type { AgentStatus } from '../core/acd/agent-state.js';
import { isAgentLine } from '../core/acd/agent-line.js';
import type { FloorEvent } from '../core/acd/floor-events.js';
import { agentStatus, isStaffed } from '../core/acd/floor.js';
import type { Call } from '../core/calls/call.js';
import { consultedOnly, noCall, nobodySignedIn, type HandsetRequest, type TransferTarget } from '../core/calls/handset.js';
import type { NotDialled, Outbound } from '../core/calls/outbound.js';
import { callOf, isConsultation, type AgentId, type LegId } from '../core/kernel/ids.js';
import { Refusal } from '../core/kernel/refusal.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { AgentPhones } from './agent-phones.js';
import type { Callbacks } from './callbacks.js';
import type { CallsInProgress } from './calls-in-progress.js';
import type { ConversationRecordings } from './conversation-recordings.js';
import type { AgentRequest } from './desk.js';
import type { DialledExtensions } from './dialled-extensions.js';
import type { FloorWriter } from './floor-writer.js';
import type { MessagePlayback } from './message-playback.js';
import type { Reconciler } from './reconciler.js';
import type { Seats } from './seats.js';
import type { SignInCalls } from './sign-in-calls.js';

export interface RequestParts {
  readonly writer: FloorWriter;
  readonly calls: CallsInProgress;
  readonly callbacks: Callbacks;
  readonly reconciler: Reconciler;
  readonly extensions: DialledExtensions;
  readonly outbound: Outbound;
  readonly directory: CampaignDirectory;
  readonly phones: AgentPhones;
  readonly seats: Seats;
  readonly signIns: SignInCalls;
  readonly messages: MessagePlayback;
  readonly recordings: ConversationRecordings;
}

const NOT_DIALLED: Readonly<Record<NotDialled, string>> = {
  'not-a-number': 'That is no telephone number.',
  'denied-prefix': 'The dial policy denies this number.',
  premium: 'The dial policy refuses premium numbers.',
  'not-allowed': 'The dial policy does not allow this number.',
  'no-trunk': 'No trunk is configured.',
  'too-many-calls': 'As many outbound calls are up as the dial policy allows.',
};

type InCall = HandsetRequest['type'];

/** What agents ask for, and what came of it. */
export class AgentRequests {
  constructor(private readonly parts: RequestParts) {}

  async ask(agentId: AgentId, request: AgentRequest): Promise<AgentStatus> {
    const { writer } = this.parts;
    if (isAboutTheCall(request)) await this.askTheCall(agentId, request);
    else if (request.type === 'sign-in') await this.signIn(agentId);
    else if (request.type === 'sign-out') this.signOut(agentId);
    else if (request.type === 'hear-message') await this.parts.messages.play(agentId, request.message);
    else if (request.type === 'pause-recording' || request.type === 'resume-recording')
      await this.parts.recordings.mute(this.ownCallOf(agentId).id, agentId, request.type === 'pause-recording');
    else writer.demand(eventOf(agentId, request));
    return this.statusOf(agentId);
  }

  statusOf(agentId: AgentId): AgentStatus {
    const status = agentStatus(this.parts.writer.floor, agentId);
    if (status === null) throw new Refusal('not-found', 'agent-not-found', 'There is no such agent on the floor.');
    return status;
  }

  /** A phone that stays connected is called first: who picks up is signed in. */
  private async signIn(agentId: AgentId): Promise<void> {
    const { phones, reconciler, signIns, writer } = this.parts;
    if (!phones.isPermanent(agentId) || this.statusOf(agentId).state !== 'signed-out') {
      writer.demand({ type: 'sign-in-asked', agentId });
      return;
    }
    if (!reconciler.settled) throw pbxUnavailable('no phone can be called');
    await signIns.place(agentId);
  }

  private signOut(agentId: AgentId): void {
    const { signIns, writer, seats } = this.parts;
    if (signIns.cancel(agentId)) return;
    writer.demand({ type: 'sign-out-asked', agentId, reason: null });
    seats.dismiss(agentId);
  }

  /** An agent's phone dialled on a line of its own: to consult somebody, when the agent talks to a caller. Answers whether it is served. */
  async dialledOn(leg: LegId, agentId: AgentId, dialled: string): Promise<boolean> {
    const call = this.callTalkedIn(agentId);
    const to = call === null ? null : this.parts.extensions.find(dialled, call.record.did);
    if (call === null || to === null) return false;
    this.assertReachable(agentId, to);
    await call.handset.ask(agentId, { type: 'consult-on', leg, to });
    return true;
  }

  private async askTheCall(agentId: AgentId, request: Extract<AgentRequest, { readonly type: InCall }>): Promise<void> {
    const { callId } = this.statusOf(agentId);
    const isTalked = this.callTalkedIn(agentId) !== null;
    if (!isTalked && request.type === 'hang-up' && this.parts.callbacks.hangUp(callId)) return;
    const call = this.callOf(agentId);
    if (request.type !== 'transfer') return call.handset.ask(agentId, request);
    const to = this.understood(request.to, call);
    this.assertReachable(agentId, to);
    await call.handset.ask(agentId, { ...request, to });
  }

  private callOf(agentId: AgentId): Call {
    const call = this.callTalkedIn(agentId);
    if (call !== null) return call;
    const { callId } = this.statusOf(agentId);
    throw callId !== null && !this.parts.reconciler.settled ? pbxUnavailable(CALL_GOES_ON) : noCall();
  }

  /** The recording is of those whose call it is, and not for who is consulted to stop. */
  private ownCallOf(agentId: AgentId): Call {
    const { callId } = this.statusOf(agentId);
    if (callId !== null && isConsultation(callId)) throw consultedOnly();
    return this.callOf(agentId);
  }

  private callTalkedIn(agentId: AgentId): Call | null {
    const { state, callId } = this.statusOf(agentId);
    return state !== 'talking' || callId === null ? null : this.parts.calls.find(callOf(callId));
  }

  private understood(to: TransferTarget, call: Call): TransferTarget {
    if (to.kind !== 'number') return to;
    return { kind: 'number', number: this.parts.directory.callerNumber(to.number, call.record.did) ?? to.number };
  }

  /** Throws `Refusal` when nobody could take the transfer. */
  private assertReachable(agentId: AgentId, to: TransferTarget): void {
    const { floor } = this.parts.writer;
    if (to.kind === 'number') {
      const line = this.parts.outbound.lineTo(to.number);
      if ('refused' in line) throw impossible('to.number', `number-${line.refused}`, NOT_DIALLED[line.refused]);
    } else if (to.kind === 'queue') {
      if (isAgentLine(to.queueId) || !floor.queues.has(to.queueId))
        throw impossible('to.queueId', 'unknown-queue', 'There is no such queue.');
      if (!isStaffed(floor, to.queueId)) throw nobodySignedIn();
    } else {
      const target = agentStatus(floor, to.agentId);
      if (target === null) throw impossible('to.agentId', 'unknown-agent', 'There is no such agent.');
      if (to.agentId === agentId) throw impossible('to.agentId', 'transfer-to-self', 'The caller is with this agent already.');
      if (target.state === 'signed-out') throw new Refusal('wrong-state', 'agent-signed-out', 'That agent is signed out.');
    }
  }
}

const CALL_GOES_ON = 'the conversation goes on';

function isAboutTheCall(request: AgentRequest): request is Extract<AgentRequest, { readonly type: InCall }> {
  return ['hang-up', 'hold', 'unhold', 'transfer', 'complete-transfer', 'cancel-transfer'].includes(request.type);
}

function impossible(path: string, code: string, message: string): Refusal {
  return new Refusal('impossible', code, message, [{ path, code, message }]);
}

function pbxUnavailable(so: string): Refusal {
  return new Refusal('unavailable', 'pbx-unavailable', `The PBX cannot be reached at the moment; ${so}.`);
}

type FloorRequest = Exclude<
  AgentRequest,
  { readonly type: InCall | 'sign-in' | 'sign-out' | 'hear-message' | 'pause-recording' | 'resume-recording' }
>;

function eventOf(agentId: AgentId, request: FloorRequest): FloorEvent {
  switch (request.type) {
    case 'pause':
      return { type: 'pause-asked', agentId, reason: request.reason };
    case 'resume':
      return { type: 'resume-asked', agentId };
    case 'end-wrap-up':
      return { type: 'wrap-up-end-asked', agentId };
  }
}
