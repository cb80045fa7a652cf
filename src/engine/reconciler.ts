import { agentStatuses, type Floor } from '../core/acd/floor.js';
import type { Switchboard } from '../core/calls/switchboard.js';
import type { CallbackDesk } from '../core/calls/callback-desk.js';
import type { Deposit } from '../core/calls/mailbox.js';
import { othersIn } from '../core/calls/others-in.js';
import type { Phase } from '../core/calls/phase.js';
import type { CallEnding } from '../core/calls/call-ending.js';
import { connected } from '../core/calls/connected.js';
import type { CallFact, CallRecord, MessageFact } from '../core/journal/facts.js';
import { callOf, consultationId, type BridgeId, type CallId, type LegId, type RecordingId } from '../core/kernel/ids.js';
import type { CampaignPlan } from '../core/plan/campaign-plan.js';
import { seconds, type Instant } from '../core/kernel/time.js';
import type { CampaignDirectory } from '../core/ports/campaign-directory.js';
import type { Clock, Timer } from '../core/ports/clock.js';
import type { Log } from '../core/ports/log.js';
import type { Census, Telephony, TelephonyEvent } from '../core/ports/telephony.js';
import type { Arrivals } from './arrivals.js';
import type { Callbacks } from './callbacks.js';
import { callIdOf, planBegunWith, type CallsInProgress } from './calls-in-progress.js';
import type { ConversationRecordings } from './conversation-recordings.js';
import type { FloorWriter } from './floor-writer.js';
import type { Journal } from './journal.js';
import type { KeptMessages } from './kept-messages.js';
import type { Offers } from './offers.js';
import type { OutboundLines } from './outbound-lines.js';
import type { Seats } from './seats.js';
import type { SignInCalls } from './sign-in-calls.js';
import type { Turns } from './turns.js';
import { endingUnseen, endingWith, leftToBeCalled, readCensus, type Resumption } from './reconciliation.js';

const RETRY_AFTER = seconds(1);

export interface ReconcilerParts {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly directory: CampaignDirectory;
  readonly journal: Journal;
  readonly log: Log;
  readonly floor: Floor;
  readonly calls: CallsInProgress;
  readonly outbound: OutboundLines;
  readonly mailbox: KeptMessages;
  readonly recordings: ConversationRecordings;
  readonly wishes: CallbackDesk;
  readonly offers: Offers;
  readonly seats: Seats;
  readonly signIns: SignInCalls;
  readonly turns: Turns;
  readonly callbacks: Callbacks;
  readonly record: (fact: CallFact) => void;
  readonly arrivals: Arrivals;
  readonly switchboard: Switchboard;
  readonly writer: FloorWriter;
}

/**
 * Makes our picture of the calls and the PBX's one again: at the start, and whenever the line to the PBX was cut. Calls still there go on
 * where they were, calls no longer there get their ending, what belongs to nobody is cleared away.
 */
export class Reconciler {
  private round = 0;
  private isSettled = false;
  private suspending: Promise<void> = Promise.resolve();
  private retry: Timer | null = null;
  private goneMeanwhile: Set<LegId> | null = null;

  constructor(private readonly parts: ReconcilerParts) {}

  /** True while our picture is known to be the PBX's. */
  get settled(): boolean {
    return this.isSettled && this.parts.telephony.ready;
  }

  lost(): void {
    this.round += 1;
    this.isSettled = false;
    this.retry?.stop();
    this.parts.log.warn('the PBX is out of reach; its calls go on there');
    this.parts.offers.abandonAll();
    this.parts.signIns.abandonAll();
    this.parts.callbacks.lost();
    this.parts.turns.freeze();
    this.suspending = this.parts.calls.suspendAll();
  }

  ready(): void {
    this.round += 1;
    this.isSettled = false;
    this.retry?.stop();
    this.goneMeanwhile = new Set();
    this.reconcile(this.round).catch((fault: unknown) => {
      this.parts.log.error('the PBX could not be reconciled', { fault: String(fault) });
      const { round } = this;
      this.retry = this.parts.clock.at(this.parts.clock.now() + RETRY_AFTER, () => {
        if (round === this.round) this.ready();
      });
    });
  }

  /** Calls that ended with a message which could not be brought to our disk, and what the journal tells of messages already. */
  resumeMessages(calls: readonly CallRecord[], told: readonly MessageFact[]): void {
    this.parts.mailbox.resume(told);
    const deposits = calls.map((record) => (record.recording === undefined ? null : this.depositOf(record, record.recording)));
    this.parts.mailbox.unkept.resume(deposits.filter((deposit) => deposit !== null));
  }

  stop(): void {
    this.round += 1;
    this.retry?.stop();
    this.parts.mailbox.unkept.stop();
  }

  /** Legs that end while a census is under way may still be in it. */
  overhear(event: TelephonyEvent): void {
    if (event.type === 'leg-gone') this.goneMeanwhile?.add(event.leg);
  }

  private async reconcile(round: number): Promise<void> {
    await this.suspending;
    const census = await this.parts.telephony.census();
    if (round !== this.round) return;
    this.parts.writer.inTurn(() => {
      if (round === this.round) this.apply(census);
    });
  }

  private apply(census: Census): void {
    const { calls, log, clock, switchboard } = this.parts;
    const gone = this.goneMeanwhile ?? new Set<LegId>();
    this.goneMeanwhile = null;
    const onTheLine = census.legs.filter(({ leg }) => !gone.has(leg));
    // Their hang-up did not get through: they are insisted on, and not served a second time.
    const over = onTheLine.filter(({ leg, direction }) => direction === 'inbound' && calls.hasEnded(callIdOf(leg))).map(({ leg }) => leg);
    const present = { ...census, legs: onTheLine.filter(({ leg }) => !over.includes(leg)) };
    this.parts.outbound.recount(present.legs);
    const findings = readCensus(
      present,
      (leg) => calls.runs(callIdOf(leg)),
      (tap) => this.parts.recordings.owns(tap),
      clock.now(),
    );
    // Before any call goes on: it may be about to be offered to one of them.
    const orphanSeats = this.parts.seats.restore(findings.seats);
    // The larger priority first, and in it the longest waiting: the first to be put in line is the first to be offered.
    const inOrder = findings.resumed.toSorted((a, b) => (this.planOf(b.record)?.priority ?? 0) - (this.planOf(a.record)?.priority ?? 0));
    for (const resumption of inOrder) this.resume(resumption);
    for (const arrival of findings.arrivals) this.parts.arrivals.welcome(arrival);
    this.parts.callbacks.takeUp(findings.callbacks, new Set(present.legs.map(({ leg }) => leg)));
    this.closeUnaccounted(census.startedAt);
    this.freeAgents();
    const orphanLegs = [...findings.orphanLegs, ...orphanSeats].filter((leg) => !switchboard.knows(leg));
    this.clear([...over, ...orphanLegs], findings.orphanBridges);
    this.isSettled = true;
    this.parts.mailbox.unkept.ready();
    this.parts.recordings.settle((callId) => calls.find(callId));
    this.parts.callbacks.lookAtAll();
    log.info('the PBX is in reach', {
      resumed: findings.resumed.length,
      arrived: findings.arrivals.length,
      orphanLegs: orphanLegs.length,
      orphanBridges: findings.orphanBridges.length,
    });
  }

  private resume({ leg, record, phase, othersGone }: Resumption): void {
    const { calls, journal, switchboard, writer, log } = this.parts;
    const toldAnswered = (calls.unaccounted.get(record.callId)?.answeredAt ?? record.answeredAt) !== null;
    calls.accountFor(record.callId);
    const plan = this.planOf(record);
    if (plan === null) {
      log.error('a call cannot be taken up again: its campaign is gone', { callId: record.callId });
      this.end(record, { how: 'failed', during: record.phase, blame: 'guichet' });
      this.clear([leg.leg], []);
      return;
    }
    journal.record({ type: 'call-resumed', callId: record.callId, phase: phase.name, call: { ...record, phase: phase.name } });
    if (phase.name === 'conversation') {
      // An agent who is gone by now is not brought back to a conversation: the floor ends it as it knows it.
      if (!othersGone.includes(phase.agentLeg))
        writer.post({
          type: 'agent-resumed-after-restart',
          agent: {
            agentId: phase.agentId,
            state: 'talking',
            since: phase.connectedAt ?? record.arrivedAt,
            until: null,
            reason: null,
            callId: record.callId,
            misses: 0,
            afterCall: plan.afterCall,
            queueId: phase.queueId,
            pendingPause: null,
            restUntil: null,
          },
        });
    }
    for (const other of othersIn(phase)) switchboard.hold(other.leg);
    for (const gone of othersGone) switchboard.dispatch({ type: 'leg-gone', leg: gone, end: 'hung-up' });
    const { caller, ...found } = leg;
    // Of a customer whom we called, the PBX only knows what we had shown.
    calls.begin(leg.direction === 'inbound' ? { ...found, caller } : found, plan, record, phase);
    // A death between the joining and the telling: without it the agent could not say how the call went.
    if (phase.name === 'conversation' && phase.connectedAt !== null && !toldAnswered)
      journal.record(connected(record, phase, phase.connectedAt));
  }

  private planOf(record: CallRecord): CampaignPlan | null {
    const { directory } = this.parts;
    return planBegunWith(directory, record) ?? directory.lookUp(record.did)?.plan ?? null;
  }

  private closeUnaccounted(pbxStartedAt: Instant): void {
    const { calls } = this.parts;
    for (const record of [...calls.unaccounted.values()]) {
      calls.accountFor(record.callId);
      if (calls.runs(record.callId)) continue;
      const ending = this.parts.wishes.has(record.callId) ? leftToBeCalled(record) : endingUnseen(record, pbxStartedAt);
      if (record.recording === undefined) this.end(record, ending);
      else void this.rescue(record, record.recording, ending);
    }
  }

  /** Whoever hung up on a message while we were away has left it all the same. */
  private async rescue(record: CallRecord, recording: RecordingId, otherwise: CallEnding): Promise<void> {
    const { mailbox, log } = this.parts;
    const deposit = this.depositOf(record, recording);
    try {
      const deposited = deposit === null ? 'too-short' : await mailbox.keep(deposit);
      this.parts.writer.inTurn(() => {
        this.end(record, endingWith(deposited, record, otherwise));
      });
    } catch (fault) {
      // Out of reach again: the call is still to be accounted for when the PBX is back.
      log.warn('a message could not be fetched yet', { callId: record.callId, fault: String(fault) });
      this.parts.calls.remember(record);
    }
  }

  /** Null when the campaign is gone. */
  private depositOf(record: CallRecord, recording: RecordingId): Deposit | null {
    const { callId, campaignId, queueId, caller, endedAt } = record;
    const plan = this.planOf(record);
    if (plan === null || campaignId === null) return null;
    const receivedAt = endedAt ?? this.parts.clock.now();
    const { minSeconds } = plan.voicemail;
    return { recording, callId, campaignId, queueId: queueId ?? plan.queueId, caller, receivedAt, minSeconds };
  }

  private end(record: CallRecord, ending: ReturnType<typeof endingUnseen>): void {
    const { calls, record: tell, clock, writer } = this.parts;
    writer.decide({ type: 'caller-left', callId: record.callId });
    const call = { ...record, endedAt: clock.now(), ending };
    calls.noteEnded(record.callId);
    tell({ type: 'call-ended', callId: record.callId, ending, call });
  }

  /** Agents whose conversation is no longer there go on to wrap-up. */
  private freeAgents(): void {
    const { floor, calls, callbacks, writer } = this.parts;
    const isLed = (callId: CallId): boolean => isTalkedIn(calls, callId) || callbacks.serves(callId);
    const alone = [...agentStatuses(floor)].filter(({ state, callId }) => state === 'talking' && callId !== null && !isLed(callId));
    for (const { agentId, callId } of alone) {
      if (callId !== null) writer.post({ type: 'conversation-ended', callId: callId, agentId });
    }
  }

  private clear(legs: readonly LegId[], bridges: readonly BridgeId[]): void {
    const { telephony, log } = this.parts;
    const work = [...legs.map((leg) => telephony.hangUp(leg, 'normal')), ...bridges.map((bridge) => telephony.destroyBridge(bridge))];
    for (const each of work) {
      each.catch((fault: unknown) => {
        log.warn('something left over on the PBX could not be cleared', { fault: String(fault) });
      });
    }
  }
}

/** Phases that have an agent, or are about to find out that the one who took the call is not there. */
const WITH_AGENT: readonly Phase['name'][] = ['conversation', 'waiting', 'transferring'];

/** A consultation lives as long as its call says that somebody talks in it. */
function isTalkedIn(calls: CallsInProgress, callId: CallId): boolean {
  const call = calls.find(callOf(callId));
  if (call === null) return false;
  const phase = call.lastEntered;
  // Not entered yet: a customer who has just been reached. A death between the taking of a call and the noting of its phase, on the other hand, brings
  // the caller back to where they were before the line.
  if (callOf(callId) === callId) return phase === null || WITH_AGENT.includes(phase.name);
  if (phase?.name !== 'conversation' || phase.consultation === undefined) return false;
  const { leg, number } = phase.consultation;
  return leg !== null && consultationId(call.id, number) === callId;
}
