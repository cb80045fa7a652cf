import { admissionRefusal, agentStatus, isStaffed, positionOf, waitingCount } from '../core/acd/floor.js';
import type { QueueEntry } from '../core/acd/floor-events.js';
import type { AdmissionLimits } from '../core/acd/floor-settings.js';
import type { AdmissionRefusal, Line, OfferedCaller, Standing, Turn } from '../core/calls/line.js';
import type { Newcomer } from '../core/estimation/asker.js';
import type { WaitEstimator } from '../core/estimation/wait-estimator.js';
import type { AgentId, CallId, LegId, QueueId } from '../core/kernel/ids.js';
import type { Clock } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import type { FloorWriter } from './floor-writer.js';
import type { Turns } from './turns.js';

export interface LineParts {
  readonly writer: FloorWriter;
  readonly turns: Turns;
  readonly estimator: WaitEstimator;
  readonly clock: Clock;
  readonly log: Log;
  /** Hangs up an agent's leg that nobody owns any more. */
  readonly letGo: (leg: LegId) => void;
}

/** The waiting line as calls see it, on the floor as it is. */
export class WaitingLine implements Line {
  constructor(private readonly parts: LineParts) {}

  admissionRefusal(newcomer: Newcomer, limits: AdmissionLimits): AdmissionRefusal | null {
    const { estimator, clock } = this.parts;
    const { floor } = this.parts.writer;
    const expected = limits.waitSeconds === null ? null : estimator.waitAtTheDoor(floor, newcomer, clock.now());
    const ewtSeconds = expected === null || expected === 'infinite' ? expected : expected.seconds;
    const criterion = admissionRefusal(floor, newcomer.queueId, limits, ewtSeconds);
    return criterion === null ? null : { criterion, ewtSeconds, waiting: waitingCount(floor, newcomer.queueId) };
  }

  enter(entry: QueueEntry, offered: OfferedCaller): Turn {
    this.releaseUnclaimed(entry.callId);
    const missed = this.parts.turns.catchUp(entry.callId);
    if (missed !== null) return { outcome: Promise.resolve(missed), leave: () => false };
    const turn = this.parts.turns.take(entry.callId, offered);
    this.parts.writer.inTurn(() => {
      this.stand(entry);
    });
    return turn;
  }

  standing(callId: CallId): Standing | null {
    const { estimator, clock, writer } = this.parts;
    const position = positionOf(writer.floor, callId);
    if (position === null) return null;
    const expected = estimator.waitOf(writer.floor, callId, clock.now());
    return { position, expected: expected === 'infinite' ? null : expected };
  }

  claim(callId: CallId): void {
    this.parts.turns.claim(callId);
  }

  conversationEnded(callId: CallId, agentId: AgentId): void {
    this.parts.writer.post({ type: 'conversation-ended', callId, agentId });
  }

  isAtWork(agentId: AgentId): boolean {
    return (agentStatus(this.parts.writer.floor, agentId)?.state ?? 'signed-out') !== 'signed-out';
  }

  isStaffed(queueId: QueueId): boolean {
    return isStaffed(this.parts.writer.floor, queueId);
  }

  conversationNeverBegan(callId: CallId, agentId: AgentId): void {
    this.parts.writer.post({ type: 'conversation-never-began', callId, agentId });
  }

  handOver(callId: CallId, consultation: CallId, agentId: AgentId): void {
    this.parts.writer.post({ type: 'conversation-handed-over', callId, consultation, agentId });
  }

  over(callId: CallId): void {
    this.releaseUnclaimed(callId);
    this.parts.turns.catchUp(callId);
    const { writer } = this.parts;
    writer.inTurn(() => {
      const agent = writer.floor.conversations.get(callId);
      if (agent !== undefined) writer.decide({ type: 'conversation-ended', callId, agentId: agent.settings.agentId });
      if (writer.floor.callers.has(callId)) writer.decide({ type: 'caller-left', callId });
    });
  }

  private stand(entry: QueueEntry): void {
    const { writer, turns, log } = this.parts;
    const { callId, queueId } = entry;
    // The place was kept while the PBX was out of reach.
    if (writer.floor.callers.has(callId)) return;
    // Whose conversation never began: the agent has no wrap-up for it.
    const back = writer.floor.conversations.has(callId);
    const refusal = writer.decide(back ? { type: 'caller-back', callId, entry } : { type: 'caller-queued', entry });
    if (refusal === null) return;
    log.error('a caller could not be put in line', { callId, queueId, why: refusal.code });
    turns.settle(callId, { kind: 'overflow', criterion: 'no-queue' });
  }

  private releaseUnclaimed(callId: CallId): void {
    const answered = this.parts.turns.disown(callId);
    if (answered !== null) this.parts.letGo(answered.agentLeg);
  }
}
