import { brandId, type LegId } from '../kernel/ids.js';
import { seconds } from '../kernel/time.js';
import { numberShownTo } from '../plan/displayed-number.js';
import type { DialRequest, LegEnd } from '../ports/telephony.js';
import type { CallCause } from './call-cause.js';
import type { CallScope } from './call-scope.js';
import type { Call } from './call.js';
import { letGo } from './let-go.js';
import type { NotDialled } from './outbound.js';
import { writeSavedLeg } from './saved-call.js';
import { waitUntil } from './wait-until.js';

/** So long another number may ring. */
const RING_SECONDS = 30;
/** The PBX gives up by itself so much later, should we not live to do it. */
const SPARE_SECONDS = 5;

/** A number outside that the caller is put through to; let go with the scope that it was called in. */
export interface OutsideLeg {
  readonly leg: LegId;
  readonly gone: Promise<LegEnd>;
  /** It belongs to somebody else from now on: the end of the scope does not touch it. */
  readonly keep: () => void;
}

/** Calls a number, E.164, and waits for the answer: half a minute at most. The dial policy stands before it. */
export async function callOutside(
  call: Call,
  scope: CallScope<CallCause>,
  number: string,
  told: { readonly dialling: () => void } = { dialling: () => undefined },
): Promise<OutsideLeg | { readonly failed: NotDialled | LegEnd }> {
  const { telephony, outbound, ids } = call.ports;
  const line = outbound.lineTo(number);
  if ('refused' in line) return { failed: line.refused };
  const leg = brandId<LegId>(`${telephony.node}:guichet-${ids.next()}`);
  const other = takeOutside(call, scope, leg);
  outbound.dialled(leg);
  told.dialling();
  await scope.until(telephony.dial(dialRequest(call, leg, line.endpoint, number)));
  const answer = await scope.until(Promise.race([other.answered, other.gone, ringTime(call, scope)]));
  if (answer === 'answered') return other;
  other.keep();
  await letGo(call.ports, leg, 'normal');
  return { failed: answer };
}

/** Takes over a leg outside, answered or not. */
export function takeOutside(call: Call, scope: CallScope<CallCause>, leg: LegId): OutsideLeg & { readonly answered: Promise<'answered'> } {
  let answer: (word: 'answered') => void = () => undefined;
  let end: (end: LegEnd) => void = () => undefined;
  let ours = true;
  const answered = new Promise<'answered'>((resolve) => (answer = resolve));
  const gone = new Promise<LegEnd>((resolve) => (end = resolve));
  const unwatch = call.ports.switchboard.watch(leg, (event) => {
    if (event.type === 'leg-answered') answer('answered');
    if (event.type !== 'leg-gone') return;
    ours = false;
    end(event.end);
  });
  scope.defer(() => {
    unwatch();
    if (ours && scope.cause?.kind !== 'suspended') void letGo(call.ports, leg, 'normal');
  });
  return {
    leg,
    answered,
    gone,
    keep: () => {
      ours = false;
    },
  };
}

function dialRequest(call: Call, leg: LegId, endpoint: string, number: string): DialRequest {
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

async function ringTime(call: Call, scope: CallScope<CallCause>): Promise<'no-answer'> {
  await waitUntil(call.ports.clock, call.now() + seconds(RING_SECONDS), scope);
  return 'no-answer';
}
