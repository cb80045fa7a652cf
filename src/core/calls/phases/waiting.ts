import type { QueueEntry } from '../../acd/floor-events.js';
import type { BridgeId } from '../../kernel/ids.js';
import { brandId, nodeOf } from '../../kernel/ids.js';
import { seconds, type Instant } from '../../kernel/time.js';
import { announcements } from '../announcements.js';
import type { Call } from '../call.js';
import type { TurnOutcome } from '../line.js';
import type { Phase, PhaseOf, Place } from '../phase.js';

/** The key that leaves the line for the overflow, where the campaign has a menu. */
const LEAVE = '1';

type WayOut = TurnOutcome | { readonly kind: 'left-by-key' };

/**
 * The line: announcements and music until an agent answers, which interrupts whatever is being said. The place counts from `queuedAt`, which
 * survives restarts, failed connections and failed overflows.
 */
export async function waiting(call: Call, phase: PhaseOf<'waiting'>): Promise<Phase | null> {
  call.endsAs('abandoned', 'caller');
  const turn = call.ports.line.enter(entryOf(call, phase));
  call.scope.defer(() => void turn.leave());
  call.musicUntilMoved(call.plan.hold);
  const talk = announcements(call, phase);
  const key = leaveKey(call);
  call.scope.defer(key.ignore);
  let outcome: WayOut = await call.scope.until(Promise.race([turn.outcome, key.pressed]));
  talk.end({ kind: 'finished' });
  // Should an agent have answered in the instant of the key, the agent wins: nobody is left on the phone with nobody.
  if (outcome.kind === 'left-by-key' && !turn.leave()) outcome = await call.scope.until(turn.outcome);
  const place = placeOf(phase);
  if (outcome.kind === 'left-by-key') return { name: 'overflow', criterion: 'menu', place };
  if (outcome.kind === 'overflow') return { name: 'overflow', criterion: outcome.criterion, place };
  return {
    name: 'conversation',
    queueId: phase.queueId,
    queuedAt: phase.queuedAt,
    offerId: outcome.offerId,
    agentId: outcome.agentId,
    agentLeg: outcome.agentLeg,
    bridge: brandId<BridgeId>(`${nodeOf(call.leg)}:guichet-${call.ports.ids.next()}`),
    connectedAt: null,
    place,
  };
}

function leaveKey(call: Call): { readonly pressed: Promise<WayOut>; readonly ignore: () => void } {
  let leave: (out: WayOut) => void = () => undefined;
  const pressed = new Promise<WayOut>((resolve) => (leave = resolve));
  call.keypad.clear();
  const offered = call.plan.announcements.menu !== null;
  const ignore = call.keypad.listen((key) => {
    if (!offered || key !== LEAVE) return;
    call.ports.record({ type: 'keys-pressed', callId: call.id, purpose: 'menu', keys: key });
    leave({ kind: 'left-by-key' });
  });
  return { pressed, ignore };
}

function placeOf({ queueId, queuedAt, priority, requiredSkills, returned }: Place): Place {
  return {
    queueId,
    queuedAt,
    ...(priority === undefined ? {} : { priority }),
    ...(requiredSkills === undefined ? {} : { requiredSkills }),
    ...(returned === undefined ? {} : { returned }),
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
    requiredSkills: phase.requiredSkills ?? plan.requiredSkills,
    afterCall: plan.afterCall,
    overflowAt: overflowAt(call, phase),
    kind: 'caller',
  };
}

/** A caller whom an overflow brought back when the loops were up already stays until the end of the loop that runs. */
function overflowAt(call: Call, { queuedAt, returned }: Place): Instant | null {
  const { loops, loopSeconds } = call.plan.overflow;
  if (loops === null) return null;
  const loop = seconds(loopSeconds);
  const running = returned === true ? Math.floor((call.now() - queuedAt) / loop) + 1 : 0;
  return queuedAt + Math.max(loops, running) * loop;
}
