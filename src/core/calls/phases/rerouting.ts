import { builtinSound } from '../../ivr/sound-of.js';
import { brandId, nodeOf, type BridgeId, type LegId } from '../../kernel/ids.js';
import { seconds } from '../../kernel/time.js';
import { numberShownTo } from '../../plan/displayed-number.js';
import type { LegEnd } from '../../ports/telephony.js';
import type { Call } from '../call.js';
import { letGo } from '../let-go.js';
import type { Phase, PhaseOf } from '../phase.js';
import { writeSavedLeg } from '../saved-call.js';
import { waitUntil } from '../wait-until.js';
import { backFrom, endingOf } from './overflow.js';

/** So long another number may ring. */
const RING_SECONDS = 30;
/** The PBX gives up by itself so much later, should we not live to do it. */
const SPARE_SECONDS = 5;

/**
 * The caller is put through to another number. Busy, unanswered or not allowed: back to the place in the line, or the end of the call after
 * hours. Entered again after a restart it finds them talking and touches nothing; a number that still rang then is dialled again.
 */
export async function rerouting(call: Call, phase: PhaseOf<'rerouting'>): Promise<Phase | null> {
  if (call.record.answeredAt === null) call.endsAs('abandoned', 'caller');
  else call.endsAs(...endingOf(call, 'rerouted'));
  const other = phase.talk === null ? await putThrough(call, phase) : taken(call, phase.talk.leg, phase.talk.bridge);
  if (other === null) {
    if (phase.place !== null && phase.otherwise === undefined) await call.play(builtinSound('reroute-back-in-line'), 'reroute-failed');
    return backFrom(call, phase);
  }
  call.endsAs(...endingOf(call, 'rerouted'));
  await call.scope.until(other.gone);
  return null;
}

/** Null when nobody was reached. */
async function putThrough(call: Call, phase: PhaseOf<'rerouting'>): Promise<OtherLeg | null> {
  const { telephony, outbound, ids } = call.ports;
  const { number } = phase;
  const line = number === null ? ({ refused: 'no-number' } as const) : outbound.lineTo(number);
  if (number === null || 'refused' in line) {
    call.ports.record({ type: 'reroute-failed', callId: call.id, why: 'refused' in line ? line.refused : 'no-number' });
    return null;
  }
  await call.answer();
  call.musicUntilMoved(call.plan.hold);
  const leg = brandId<LegId>(`${telephony.node}:guichet-${ids.next()}`);
  const bridge = brandId<BridgeId>(`${nodeOf(call.leg)}:guichet-${ids.next()}`);
  const other = taken(call, leg, bridge);
  outbound.dialled(leg);
  call.ports.record({ type: 'reroute-dialled', callId: call.id, number });
  await call.scope.until(telephony.dial(dialRequest(call, leg, line.endpoint, number)));
  const answer = await call.scope.until(Promise.race([other.answered, other.gone, ringTime(call)]));
  if (answer !== 'answered') {
    call.ports.record({ type: 'reroute-failed', callId: call.id, why: answer });
    await letGo(call.ports, leg, 'normal');
    return null;
  }
  await call.onLeg(telephony.createBridge(bridge));
  if ((await call.scope.until(telephony.join(bridge, [call.leg, leg]))) === 'gone') return null;
  call.ports.record({ type: 'reroute-connected', callId: call.id, number });
  call.enter({ ...phase, talk: { leg, bridge, connectedAt: call.now() } });
  return other;
}

/** Takes over the other leg and its bridge: both are closed with the phase, unless the call lives on at the PBX. */
function taken(call: Call, leg: LegId, bridge: BridgeId): OtherLeg {
  const other = watched(call, leg);
  call.scope.defer(async () => {
    if (call.scope.cause?.kind === 'suspended') return;
    if (!other.isGone()) void letGo(call.ports, leg, 'normal');
    await call.ports.telephony.destroyBridge(bridge);
  });
  return other;
}

function dialRequest(call: Call, leg: LegId, endpoint: string, number: string): Parameters<Call['ports']['telephony']['dial']>[0] {
  const { displayedNumber, language } = call.plan;
  // The caller's own number, so that whoever answers knows who calls; a forced number goes out on every call.
  const shown = displayedNumber.forced ? numberShownTo(number, displayedNumber) : call.record.caller;
  return {
    leg,
    endpoint,
    from: { number: shown, name: null },
    assertedIdentity: displayedNumber.forced ? shown : null,
    giveUpAfterSeconds: RING_SECONDS + SPARE_SECONDS,
    saved: writeSavedLeg({ kind: 'reroute', callId: call.id, callerLeg: call.leg }),
    language,
  };
}

interface OtherLeg {
  readonly answered: Promise<'answered'>;
  readonly gone: Promise<LegEnd>;
  readonly isGone: () => boolean;
}

function watched(call: Call, leg: LegId): OtherLeg {
  let answer: (word: 'answered') => void = () => undefined;
  let end: (end: LegEnd) => void = () => undefined;
  let over = false;
  const answered = new Promise<'answered'>((resolve) => (answer = resolve));
  const gone = new Promise<LegEnd>((resolve) => (end = resolve));
  const unwatch = call.ports.switchboard.watch(leg, (event) => {
    if (event.type === 'leg-answered') answer('answered');
    if (event.type !== 'leg-gone') return;
    over = true;
    end(event.end);
  });
  call.scope.defer(unwatch);
  return { answered, gone, isGone: () => over };
}

async function ringTime(call: Call): Promise<'no-answer'> {
  await waitUntil(call.ports.clock, call.now() + seconds(RING_SECONDS), call.scope);
  return 'no-answer';
}
