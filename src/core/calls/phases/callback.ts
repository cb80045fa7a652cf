import { maskCards } from '../../ivr/masking.js';
import { builtinSound } from '../../ivr/sound-of.js';
import type { Sound } from '../../ports/telephony.js';
import type { Call } from '../call.js';
import type { Phase, PhaseOf } from '../phase.js';
import { ask } from '../questions.js';
import { backFrom, endingOf, endingOfNothing } from './overflow.js';

const ATTEMPTS = 3;
const CALLING_NUMBER = '1';
const ANOTHER = '2';
const CONFIRM = '1';
const LONGEST_NUMBER = 20;
const FIRST_KEY_SECONDS = 7;
const BETWEEN_KEYS_SECONDS = 5;

/**
 * The caller leaves a number to be called back on and keeps the place in the line. The calling number is offered first, else one is typed,
 * read back and confirmed. Three attempts, then back to the line. Only numbers that the dial policy allows are taken: a stranger must
 * not make us dial what the owner pays for. Entered again after a restart it offers again, unless the wish is safe already.
 */
export async function callback(call: Call, phase: PhaseOf<'callback'>): Promise<Phase | null> {
  const { place } = phase;
  const { callbacks } = call.ports;
  const left = phase.left ?? (callbacks.has(call.id) ? 'kept' : null);
  if (left !== null) return tell(call, left);
  call.endsAs(...endingOfNothing(call, phase));
  await call.answer();
  const { caller, did } = call.record;
  const own = caller === null ? null : callbacks.numberFor(caller, did);
  const ownNumber = own !== null && 'number' in own ? own.number : null;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const number = await numberFrom(call, ownNumber);
    if (number === null) continue;
    return accept(call, number, phase);
  }
  call.ports.record({ type: 'callback-refused', callId: call.id, why: 'no-number' });
  if (place !== null) await call.play(builtinSound('callback-back-in-line'), 'callback-failed');
  return backFrom(call, phase);
}

async function accept(call: Call, number: string, phase: PhaseOf<'callback'>): Promise<null> {
  const { plan, record } = call;
  const { place } = phase;
  const left = call.ports.callbacks.leave({
    callId: call.id,
    campaignId: plan.campaignId,
    queueId: place?.queueId ?? plan.queueId,
    did: record.did,
    number,
    arrivedAt: record.arrivedAt,
    queuedAt: place?.queuedAt ?? call.now(),
    expiresAfterHours: plan.callback.expiresAfterHours,
  });
  call.keep({ ...phase, left });
  return tell(call, left);
}

async function tell(call: Call, left: 'kept' | 'known'): Promise<null> {
  call.endsAs(...endingOf(call, 'callback'));
  await call.play(builtinSound(left === 'kept' ? 'callback-accepted' : 'callback-known'), 'callback-accepted');
  return null;
}

/** A number that was chosen and confirmed; null when this attempt came to nothing. */
async function numberFrom(call: Call, ownNumber: string | null): Promise<string | null> {
  let typed = '';
  if (ownNumber !== null) {
    const offer = await asked(call, [call.plan.callback.prompt], 'callback-offer', (keys) => keys === CALLING_NUMBER || keys === ANOTHER);
    if (offer === CALLING_NUMBER) return ownNumber;
    if (offer === '') return null;
    typed = offer === ANOTHER ? '' : offer;
  }
  if (typed === '') typed = await asked(call, [builtinSound('callback-enter-number')], 'callback-number');
  if (typed === '') return null;
  const checked = /^\d+$/.test(typed) ? call.ports.callbacks.numberFor(typed, call.record.did) : ({ refused: 'invalid' } as const);
  if ('refused' in checked) {
    call.ports.record({ type: 'callback-refused', callId: call.id, why: checked.refused });
    await call.play(builtinSound('callback-invalid'), 'callback-invalid');
    return null;
  }
  const readBack = [
    builtinSound('callback-read-back-intro'),
    ...[...typed].map((digit) => builtinSound(`digit-${digit}`)),
    builtinSound('callback-confirm'),
  ];
  const answer = await asked(call, readBack, 'callback-read-back', (keys) => keys !== '');
  return answer === CONFIRM ? checked.number : null;
}

async function asked(
  call: Call,
  prompt: readonly Sound[],
  purpose: string,
  enough: (keys: string) => boolean = () => false,
): Promise<string> {
  const { keys } = await ask(call, {
    prompt,
    purpose,
    maxKeys: LONGEST_NUMBER,
    enough,
    terminator: '#',
    firstWithinSeconds: FIRST_KEY_SECONDS,
    betweenSeconds: BETWEEN_KEYS_SECONDS,
  });
  if (keys !== '') call.ports.record({ type: 'keys-pressed', callId: call.id, purpose, keys: maskCards(keys) });
  return keys;
}
