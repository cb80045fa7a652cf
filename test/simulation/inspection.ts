import { rebuildFromFacts } from '../../src/core/acd/floor-history.js';
import { describeFloor, snapshotFloor, type FloorSnapshot } from '../../src/core/acd/floor-snapshot.js';
import { brokenInvariants } from '../../src/core/acd/invariants.js';
import { meets } from '../../src/core/acd/requirement.js';
import { armedTimers } from '../../src/core/acd/timers.js';
import type { JournalEntry } from '../../src/core/journal/facts.js';
import { callOf, type AgentId, type CallId, type LegId } from '../../src/core/kernel/ids.js';
import type { Call } from '../../src/core/calls/call.js';
import type { LegCensus, TelephonyEvent } from '../../src/core/ports/telephony.js';
import { readSavedLeg } from '../../src/core/calls/saved-call.js';
import { callIdOf } from '../../src/engine/calls-in-progress.js';
import type { EngineInsides } from '../../src/engine/engine-ports.js';
import { CountingIds } from '../support/counting-ids.js';
import type { Centre } from './centre.js';
import { isOfTheFloor, type Witness } from './witness.js';

/** A line longer than this is not searched caller by caller at every inspection. */
const LONG_LINE = 80;

/** So many offers may be under way at once, and more. */
const LATELY = 256;

/** Looks at the floor, the engine and the PBX from outside, and says what does not fit. */
export class Inspection {
  inspections = 0;
  quietMoments = 0;
  private start: FloorSnapshot | undefined;
  /** By offer, the agents whose phones were called lately, oldest first. */
  private readonly offeredTo = new Map<string, AgentId>();

  constructor(
    private readonly centre: Centre,
    private readonly witness: Witness,
  ) {
    centre.onFact((entry) => this.remember(entry));
    centre.onEvent((event) => this.checkPhone(event));
    centre.onStart(() => (this.start = undefined));
  }

  inspect(): void {
    const { engine } = this.centre;
    if (engine === null) return;
    this.inspections += 1;
    const insides = engine.inspect();
    if (insides.floor.callers.size < LONG_LINE || this.inspections % 10 === 0) this.report(brokenInvariants(insides.floor));
    this.checkTimers(insides);
    this.checkHistory(insides);
    this.checkIdle();
    if (this.centre.pbx.underWay > 0 || !this.centre.isSettled) return;
    this.quietMoments += 1;
    this.compareWithPbx(insides);
  }

  /** Nothing is open any more: to be asked when everybody has gone home. */
  inspectRest(): void {
    const { engine, pbx, clock } = this.centre;
    if (engine === null) return this.report(['the process is down at the end of the day']);
    const { floor, calls, openOffers, seats, signIns, watched, timers, callbacks } = engine.inspect();
    const left = {
      calls: calls.length,
      waiting: floor.callers.size,
      talking: floor.conversations.size,
      offers: openOffers,
      seats,
      signIns,
      watched,
      ...callbacks,
    };
    for (const [what, count] of Object.entries(left)) if (count !== 0) this.report([`at rest ${what} is ${String(count)}`]);
    if (timers.length > 0) this.report([`timers at rest: ${timers.join(', ')}`]);
    if (clock.pending > 0) this.report([`${String(clock.pending)} timers are still to ring at rest`]);
    this.report(pbx.leftovers().map((thing) => `left over on the PBX: ${thing}`));
  }

  private checkTimers({ floor, timers }: EngineInsides): void {
    const armed = new Set(timers);
    for (const { key, at } of armedTimers(floor)) {
      if (!armed.delete(key) && at > this.centre.clock.now()) this.report([`timer ${key} is expected and not armed`]);
    }
    for (const key of armed) this.report([`timer ${key} is armed and expected by nobody`]);
  }

  /** Facts and configuration lead to the same floor. */
  private checkHistory({ floor }: EngineInsides): void {
    const rebuilt = rebuildFromFacts(this.centre.history, new CountingIds(), this.start);
    const told = describeFloor(rebuilt);
    const lived = describeFloor(floor);
    if (told !== lived) this.report([`the facts tell of another floor: ${firstDifference(told, lived)}`]);
    this.start = snapshotFloor(floor);
    this.centre.history = [];
  }

  /** Nobody eligible waits while somebody free could serve them; worked out without the floor's own indexes. */
  private checkIdle(): void {
    const { agents, engine, strictSkills } = this.centre;
    const idle = [...agents.values()].filter(({ agentId }) => {
      const status = engine?.agentStatus(agentId);
      return status?.state === 'available' && status.phoneReachable;
    });
    if (idle.length === 0) return;
    for (const { entry, required } of this.witness.unserved()) {
      // Where a better agent at work reserves the call, the floor's own check has to do.
      if (required.some(({ skillId }) => strictSkills.has(skillId))) continue;
      const members = this.centre.queueOf(entry.queueId)?.agentIds ?? [];
      const server = idle.find(({ agentId, skills }) => members.includes(agentId) && meets(skills, required));
      if (server !== undefined) this.report([`${entry.callId} waits and ${server.agentId} is free`]);
    }
  }

  private compareWithPbx({ floor, calls, openOffers, seats, signIns, watched, callbacks }: EngineInsides): void {
    const { legs, bridges } = this.centre.pbx.look();
    const running = new Map<CallId, Call>(calls.map((call) => [call.id, call]));
    const outbound = new Map<LegId, LegCensus>();
    const bridged = new Set(bridges.map(({ bridge }) => bridge));
    /** Customers who are being called back and have not answered; for whom nobody rings yet where they are dialled first. */
    let customers = 0;
    let silentOffers = 0;
    const taps = new Map<LegId, number>();
    for (const leg of legs) {
      if (leg.overhears !== undefined) {
        taps.set(leg.overhears, (taps.get(leg.overhears) ?? 0) + 1);
        continue;
      }
      const callId = callIdOf(leg.leg);
      const saved = readSavedLeg(leg.saved);
      if (running.delete(callId)) continue;
      if (leg.direction !== 'outbound') this.report([`nobody serves ${leg.leg}`]);
      else if (saved?.kind !== 'callback') outbound.set(leg.leg, leg);
      else {
        customers += 1;
        const reserved = [...floor.offers.values()].filter(({ caller }) => caller.entry.callId === callId).length;
        silentOffers += reserved;
        // Whom a dead process reserved may have paused before the next one rang.
        const sameProcess = !this.centre.outages.some(({ to }) => to === null || to >= saved.dialledAt);
        if (reserved === 0 && sameProcess && !floor.conversations.has(callId)) this.report([`${leg.leg} rings and no agent is reserved`]);
      }
    }
    // Two overhear each conversation that is recorded, and nobody else.
    const recorded = calls.filter(({ plan }) => plan.recording.mode !== 'none');
    for (const [leg, count] of taps)
      if (count > 2 || !recorded.some((call) => call.leg === leg)) this.report([`${String(count)} overhear ${leg}`]);
    for (const callId of running.keys()) this.report([`${callId} is served and no longer on the PBX`]);
    // The agent hears the whisper, and the caller music: taken by one, and not yet with anybody.
    const whispers = new Set(calls.filter((call) => hearsMusicInWhisper(call, floor)).map(({ id }) => id));
    for (const call of calls) {
      const { phase } = call.record;
      if (whispers.has(call.id)) continue;
      // Whoever is told of the recording first is about to stand in the line.
      if (call.lastEntered?.name === 'waiting' && call.lastEntered.atTheDoor === true) continue;
      // On the way to another agent a caller stands in that agent's line; on the way to a number, in none.
      if (phase !== 'transferring' && (phase === 'waiting') !== floor.callers.has(call.id))
        this.report([`${call.id} is in ${phase} and the floor disagrees`]);
      if ((phase === 'conversation') !== floor.conversations.has(call.id)) this.report([`${call.id} is in ${phase}; who talks to it?`]);
    }
    for (const [callId, agent] of floor.conversations) {
      // Whoever hears the whisper, or waits for a customer to answer, talks to nobody yet.
      if (whispers.has(callId) || (isAttempt(callId) && !calls.some(({ id }) => id === callOf(callId)))) {
        for (const [leg, { saved }] of outbound) if (callIdOf(leg) === callId || offeredFor(saved) === callId) outbound.delete(leg);
        continue;
      }
      const call = calls.find(({ id }) => id === callOf(callId));
      const phase = call?.lastEntered;
      // A consultation is looked at with its call.
      if (phase?.name === 'conversation' && callOf(callId) !== callId) continue;
      if (phase?.name !== 'conversation') this.report([`${agent.settings.agentId} talks to ${callId}, which does not`]);
      else if (!outbound.delete(phase.agentLeg) || !bridged.delete(phase.bridge)) this.report([`${callId} is without its agent or bridge`]);
    }
    for (const { lastEntered: phase } of calls) {
      const asked = phase?.name === 'conversation' ? phase.consultation : undefined;
      if (asked != null && asked.leg !== null && (!outbound.delete(asked.leg) || !bridged.delete(asked.bridge)))
        this.report([`${asked.leg} is asked and not there`]);
      if ((phase?.name !== 'rerouting' && phase?.name !== 'transferring') || phase.talk === null) continue;
      if (!outbound.delete(phase.talk.leg) || !bridged.delete(phase.talk.bridge)) this.report([`${phase.talk.leg} is without its bridge`]);
    }
    for (const [leg, { saved }] of outbound) {
      const ringing = readSavedLeg(saved);
      const dials = ['rerouting', 'transferring', 'conversation'];
      if (ringing?.kind === 'reroute' && calls.some(({ id, record }) => id === ringing.callId && dials.includes(record.phase)))
        outbound.delete(leg);
    }
    this.checkSeats(legs, outbound, { seats, signIns });
    for (const leg of outbound.values()) {
      const saved = readSavedLeg(leg.saved);
      if (saved?.kind !== 'offer' || ![...floor.offers.keys()].some((id) => id === saved.offerId))
        this.report([`${leg.leg} rings for nobody`]);
    }
    const offers = floor.offers.size - silentOffers;
    if (outbound.size !== offers) this.report([`${String(offers)} offers, ${String(outbound.size)} phones that ring`]);
    if (openOffers !== offers) this.report([`${String(openOffers)} open offers and ${String(offers)} on the floor`]);
    for (const bridge of bridged) this.report([`${bridge} joins nobody`]);
    // A sound each, and the number outside, or the recording, until the phase that asked for it is over.
    const most: Readonly<Record<string, number>> = { conversation: 2, rerouting: 2, transferring: 2, voicemail: 2 };
    const playing = calls.reduce(
      (sum, { record }) => sum + (most[record.phase] ?? 1),
      callbacks.attempts + whispers.size + 2 * recorded.length,
    );
    const expected = calls.length + openOffers + floor.conversations.size + signIns + customers;
    if (watched < expected || watched > expected + playing) this.report([`${String(watched)} watchers for ${String(expected)} things`]);
  }

  /** Phones that stay connected belong to agents who are signed in, one each; those that are called for a sign-in to agents who are not. */
  private checkSeats(
    legs: readonly LegCensus[],
    outbound: Map<LegId, LegCensus>,
    { seats, signIns }: Pick<EngineInsides, 'seats' | 'signIns'>,
  ): void {
    let connected = 0;
    let ringing = 0;
    for (const { leg, answered, saved: text } of legs) {
      const saved = readSavedLeg(text);
      const isSeat = saved?.kind === 'seat' || (saved?.kind === 'offer' && saved.seated === true);
      if (!isSeat) continue;
      outbound.delete(leg);
      if (answered) connected += 1;
      else ringing += 1;
      const state = this.centre.engine?.agentStatus(saved.agentId as AgentId).state;
      if (answered === (state === 'signed-out'))
        this.report([`${leg} is ${answered ? '' : 'not '}connected and its agent is ${String(state)}`]);
    }
    if (connected !== seats || ringing !== signIns)
      this.report([`${String(connected)} phones connected, ${String(ringing)} called; known are ${String(seats)} and ${String(signIns)}`]);
  }

  /** Whenever a phone rings or is answered: it has one call. Of what was asked as the line broke, some may have been done and some not. */
  private checkPhone(event: TelephonyEvent): void {
    if ((event.type !== 'leg-ringing' && event.type !== 'leg-answered') || !this.centre.isUndisturbed) return;
    const agentId = this.offeredTo.get(event.leg.slice(event.leg.lastIndexOf('guichet-') + 'guichet-'.length));
    if (agentId === undefined) return;
    const { calls } = this.centre.phoneOf(agentId);
    const index = calls.findIndex(({ leg }) => leg === event.leg);
    const dialledAt = calls[index]?.dialledAt ?? Infinity;
    // What rang as we died is hung up when we are back; until then somebody else may have called.
    if (!this.centre.wasUndisturbed(dialledAt)) return;
    const before = calls.slice(0, Math.max(0, index)).find(({ endedAt }) => (endedAt ?? Infinity) > dialledAt);
    if (before !== undefined) this.report([`${before.leg} and ${event.leg} at once on the phone of ${agentId}`]);
  }

  private remember({ at, fact }: JournalEntry): void {
    if (fact.type === 'call-offered') {
      this.offeredTo.set(fact.offerId, fact.agentId);
      const [oldest] = this.offeredTo.keys();
      if (this.offeredTo.size > LATELY && oldest !== undefined) this.offeredTo.delete(oldest);
    }
    if (isOfTheFloor(fact)) this.centre.history.push({ at, fact });
  }

  private report(broken: readonly string[]): void {
    for (const what of broken) this.centre.trail.fail(what);
  }
}

function hearsMusicInWhisper({ id, lastEntered, plan }: Call, floor: EngineInsides['floor']): boolean {
  return plan.whisper !== null && lastEntered?.name !== 'conversation' && floor.conversations.has(id);
}

function isAttempt(callId: string): boolean {
  return callId.includes('-guichet-callback-');
}

function offeredFor(text: string | null): string | null {
  const saved = readSavedLeg(text);
  return saved?.kind === 'offer' ? saved.callId : null;
}

function firstDifference(told: string, lived: string): string {
  let from = 0;
  while (from < told.length && told[from] === lived[from]) from += 1;
  const around = (text: string): string => text.slice(Math.max(0, from - 120), from + 80);
  return `facts say …${around(told)}…, the floor is …${around(lived)}…`;
}
