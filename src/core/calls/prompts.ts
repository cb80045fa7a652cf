import { builtinSound } from '../ivr/sound-of.js';
import { brandId, type CallId, type LegId, type PlaybackId } from '../kernel/ids.js';
import type { Instant } from '../kernel/time.js';
import { PbxUnreachable, type PlaybackEnd, type Sound, type Telephony } from '../ports/telephony.js';
import type { CallFact } from '../journal/facts.js';
import type { IdSource } from '../ports/id-source.js';
import type { Log } from '../ports/log.js';
import type { CallCause } from './call-cause.js';
import type { CallScope } from './call-scope.js';
import type { Switchboard } from './switchboard.js';

/** Somebody who listens: what of a call is needed to play to it. */
export interface Listener {
  readonly id: CallId;
  readonly leg: LegId;
  readonly life: Pick<CallScope<CallCause>, 'cause'>;
  readonly ports: {
    readonly telephony: Telephony;
    readonly switchboard: Switchboard;
    readonly ids: IdSource;
    readonly log: Log;
    readonly record: (fact: CallFact) => void;
  };
  now(): Instant;
  callerIsGone(): Promise<never>;
}

/**
 * Plays sounds to the caller, one after another, to their end or the end of `scope`, and tells how they ended. A missing file is an outcome
 * (`unplayable`), not an error: a caller must never be dropped because somebody renamed a sound, and hears the built-in one instead. What is
 * cut short falls silent at once.
 */
export async function playTo(call: Listener, sounds: readonly Sound[], purpose: string, scope: CallScope<CallCause>): Promise<PlaybackEnd> {
  const end = await playOnce(call, sounds, purpose, scope);
  if (end !== 'unplayable') return end;
  call.ports.log.warn('a sound cannot be played', { callId: call.id, purpose, sounds });
  const instead = builtInstead(sounds, purpose);
  return instead === null ? end : playOnce(call, [instead], purpose, scope);
}

async function playOnce(call: Listener, sounds: readonly Sound[], purpose: string, scope: CallScope<CallCause>): Promise<PlaybackEnd> {
  if (sounds.length === 0) return 'played';
  const { telephony, switchboard, ids } = call.ports;
  const playback = brandId<PlaybackId>(ids.next());
  const startedAt = call.now();
  let ended: (end: PlaybackEnd) => void = () => undefined;
  const played = new Promise<PlaybackEnd>((resolve) => (ended = resolve));
  const forget = switchboard.whenPlayed(playback, ended);
  const tell = (end: PlaybackEnd): void => {
    call.ports.record({ type: 'sound-played', callId: call.id, purpose, seconds: (call.now() - startedAt) / 1000, end });
  };
  try {
    if ((await scope.until(telephony.play(call.leg, sounds, playback))) === 'gone') await scope.until(call.callerIsGone());
    const end = await scope.until(played);
    tell(end);
    return end;
  } catch (unwound) {
    tell('stopped');
    if (call.life.cause === null && !(unwound instanceof PbxUnreachable)) silence(call, playback);
    throw unwound;
  } finally {
    forget();
  }
}

/** What Guichet says itself where the campaign's own sound has vanished, by what the sound was for. */
const BUILT_IN: Readonly<Record<string, string>> = {
  welcome: 'welcome',
  closed: 'closed',
  deterrent: 'deterrent',
  menu: 'menu-overflow',
  'voicemail-greeting': 'voicemail-greeting',
  'callback-offer': 'callback-offer',
  'callback-greeting': 'callback-greeting',
  whisper: 'whisper-incoming',
};

function builtInstead(sounds: readonly Sound[], purpose: string): Sound | null {
  const [sound] = sounds;
  const name = BUILT_IN[purpose];
  return sounds.length > 1 || sound?.kind === 'builtin' || name === undefined ? null : builtinSound(name);
}

/** Nobody waits for it: whatever comes next for the caller begins at once. */
function silence(call: Listener, playback: PlaybackId): void {
  call.ports.telephony.stopPlayback(playback).catch((fault: unknown) => {
    call.ports.log.warn('a sound could not be cut short', { callId: call.id, fault: String(fault) });
  });
}
