import type { StrategyPlan } from '../../plan/campaign-plan.js';
import { placeAtTheDoor } from '../admission.js';
import type { Call } from '../call.js';
import type { CallEnding } from '../call-ending.js';
import type { Away, Phase, PhaseOf } from '../phase.js';
import { strategyFor } from '../strategy.js';

/** What the campaign does with a caller whom it does not keep in the line. */
export async function overflow(call: Call, { criterion, place }: PhaseOf<'overflow'>): Promise<Phase | null> {
  call.endsAs(...endingOf(call, 'deterred'));
  const strategy = strategyFor(call.plan, criterion);
  // Once only: whoever was brought back by a failed overflow is turned away by the next.
  const kind = place?.returned === true ? 'deterrent' : strategy.kind;
  call.ports.record({ type: 'overflowed', callId: call.id, criterion, strategy: kind });
  // Who was refused at the door stands where they would have, had they been let in.
  const back = place ?? placeAtTheDoor(call);
  if (kind === 'reroute') return { name: 'rerouting', number: strategy.number, talk: null, place: back };
  if (kind === 'callback') return { name: 'callback', place: back };
  if (kind === 'voicemail') return { name: 'voicemail', recording: null, place: back };
  if (strategy.scenario !== null) return { name: 'scenario', use: 'deterrent', criterion, state: null, place: back };
  return deter(call, strategy);
}

/** The caller is turned away: unanswered when they never entered the line, so that nobody is billed for a refusal. */
export async function deter(call: Call, strategy: StrategyPlan): Promise<null> {
  call.endsAs(...endingOf(call, 'deterred'));
  await call.play(strategy.deterrent, 'deterrent');
  return null;
}

/**
 * Where a caller goes for whom an overflow came to nothing: to the scenario that sent them, or back to the place in the line; after hours
 * there is no line, and the call ends.
 */
export function backFrom(call: Call, { place, otherwise }: Away): Phase | null {
  if (otherwise !== undefined) return { name: 'scenario', ...otherwise, place };
  if (place === null) {
    call.endsAs(...endingOfNothing(call, { place }));
    return null;
  }
  return { name: 'waiting', ...place, returned: true };
}

/** How a call ends for which an overflow has done something. After a conversation it was answered, whatever a survey led to. */
export function endingOf(call: Call, how: CallEnding['how']): Parameters<Call['endsAs']> {
  return call.record.answeredAt === null ? [how, 'campaign'] : ['answered', 'agent'];
}

/** How a call ends for which an overflow has not done anything yet. */
export function endingOfNothing(call: Call, { place }: Pick<Away, 'place'>): Parameters<Call['endsAs']> {
  return place === null ? endingOf(call, 'closed') : ['abandoned', 'caller'];
}
