import type { QueueEntry } from '../../acd/floor-events.js';
import { seconds, type Instant } from '../../kernel/time.js';
import { openingOf } from '../../plan/campaign-plan.js';
import type { Timer } from '../../ports/clock.js';
import { announcements } from '../announcements.js';
import { newBridge } from '../bridging.js';
import type { Call } from '../call.js';
import { tellOfRecording } from '../consent.js';
import type { TurnOutcome } from '../line.js';
import type { Phase, PhaseOf, Place } from '../phase.js';

/** The key that leaves the line for the overflow, where the campaign has a menu. */
const LEAVE = '1';

/** Doors that somebody closes by hand are seen after so long. */
const LOOK_AGAIN = seconds(10);

type WayOut = TurnOutcome | { readonly kind: 'left'; readonly to: Phase | null };

/**
 * The line: announcements and music until an agent answers, which interrupts whatever is being said. The place counts from `queuedAt`, which
 * survives restarts, failed connections and failed overflows. Whoever was refused at the door and is brought back comes in first, like everybody
 * else: answered, and told of the recording.
 */
export async function waiting(call: Call, phase: PhaseOf<'waiting'>): Promise<Phase | null> {
  // Whom an agent sent here has been answered, and hangs up as such.
  call.endsAs('abandoned', 'caller');
  if (phase.atTheDoor === true) {
    await call.answer();
    await tellOfRecording(call);
    return { name: 'waiting', ...placeOf(phase) };
  }
  const turn = call.ports.line.enter(entryOf(call, phase), call.asOffered());
  call.scope.defer(() => void turn.leave());
  call.musicUntilMoved(call.plan.hold);
  const place = placeOf(phase);
  const wayOut = leaving();
  const keys = listenForKeys(call, place, wayOut.leave);
  const talk = announcements(call, phase, wayOut.leave);
  keys.menu = talk.runMenu;
  watchTheClock(call, place, () => {
    wayOut.leave({ name: 'overflow', criterion: 'closing-time', place });
  });
  let outcome: WayOut = await call.scope.until(Promise.race([turn.outcome, wayOut.left]));
  talk.end();
  // Should an agent have answered in that very instant, the agent wins: nobody is left on the phone with nobody.
  if (outcome.kind === 'left' && !turn.leave()) outcome = await call.scope.until(turn.outcome);
  if (outcome.kind === 'left') return outcome.to;
  if (outcome.kind === 'overflow') return { name: 'overflow', criterion: outcome.criterion, place };
  return {
    name: 'conversation',
    queueId: phase.queueId,
    queuedAt: phase.queuedAt,
    offerId: outcome.offerId,
    agentId: outcome.agentId,
    agentLeg: outcome.agentLeg,
    bridge: newBridge(call),
    connectedAt: null,
    place,
  };
}

function leaving(): { readonly left: Promise<WayOut>; readonly leave: (to: Phase | null) => void } {
  let settle: (out: WayOut) => void = () => undefined;
  const left = new Promise<WayOut>((resolve) => (settle = resolve));
  return {
    left,
    leave: (to) => {
      settle({ kind: 'left', to });
    },
  };
}

/** Key 1, at any moment, where the campaign has a menu: to the overflow, or into the scenario that stands for it. */
function listenForKeys(call: Call, place: Place, leave: (to: Phase | null) => void): { menu: () => void } {
  const begin = { menu: (): void => undefined };
  const { announcements: said, scenarios } = call.plan;
  call.keypad.clear();
  call.scope.defer(
    call.keypad.listen((key) => {
      if (key !== LEAVE || (said.menu === null && scenarios.menu === null)) return;
      call.ports.record({ type: 'keys-pressed', callId: call.id, purpose: 'menu', keys: key });
      if (scenarios.menu === null) leave({ name: 'overflow', criterion: 'menu', place });
      else begin.menu();
    }),
  );
  return begin;
}

/** Callers who wait at closing time overflow where the campaign says so; the doors may also be closed by hand while they wait. */
function watchTheClock(call: Call, place: Place, closed: () => void): void {
  if (call.plan.closed.waitingAtClose !== 'overflow' || place.calledBack === true) return;
  const { clock, directory } = call.ports;
  let timer: Timer | null = null;
  const look = (): void => {
    const now = call.now();
    const { open, nextChange } = openingOf(directory.lookUp(call.record.did)?.plan ?? call.plan, now);
    if (!open) closed();
    else timer = clock.at(Math.min(nextChange ?? Infinity, now + LOOK_AGAIN), look);
  };
  look();
  call.scope.defer(() => {
    timer?.stop();
  });
}

/** Without what holds only until the line is entered. */
function placeOf({ queueId, queuedAt, priority, requiredSkills, calledBack, returned, talkedMs, hereSince }: Place): Place {
  return {
    queueId,
    queuedAt,
    ...(priority === undefined ? {} : { priority }),
    ...(requiredSkills === undefined ? {} : { requiredSkills }),
    ...(calledBack === undefined ? {} : { calledBack }),
    ...(returned === undefined ? {} : { returned }),
    ...(talkedMs === undefined ? {} : { talkedMs }),
    ...(hereSince === undefined ? {} : { hereSince }),
  };
}

function entryOf(call: Call, phase: PhaseOf<'waiting'>): QueueEntry {
  const { plan } = call;
  return {
    callId: call.id,
    queueId: phase.queueId,
    campaignId: plan.campaignId,
    priority: phase.priority ?? plan.priority,
    arrivedAt: call.record.arrivedAt,
    queuedAt: phase.queuedAt,
    ...(phase.hereSince === undefined ? {} : { hereSince: phase.hereSince }),
    requiredSkills: phase.requiredSkills ?? plan.requiredSkills,
    afterCall: plan.afterCall,
    overflowAt: overflowAt(call, phase),
    kind: phase.talkedMs === undefined ? 'caller' : 'transfer',
  };
}

/** A caller whom an overflow brought back when the loops were up already stays until the end of the loop that runs. */
function overflowAt(call: Call, { queuedAt, calledBack, returned, talkedMs = 0 }: Place): Instant | null {
  const { loops, loopSeconds } = call.plan.overflow;
  if (loops === null || calledBack === true) return null;
  const loop = seconds(loopSeconds);
  const running = returned === true ? Math.floor((call.now() - queuedAt - talkedMs) / loop) + 1 : 0;
  return queuedAt + talkedMs + Math.max(loops, running) * loop;
}
