import type { CallRecord } from '../../src/core/journal/facts.js';
import type { CallId } from '../../src/core/kernel/ids.js';
import type { Instant } from '../../src/core/kernel/time.js';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import type { Outage } from './centre.js';

/** A caller and what the journal says of the call. */
export interface Visit {
  readonly caller: FakeCaller;
  readonly callId: CallId;
  readonly from: Instant;
  /** Null while the backend never heard of the call. */
  record: CallRecord | null;
  /** When the record first said since when the call stands in the line. */
  placeToldAt: Instant;
}

/** Endings of calls in which nobody need have talked to the caller. */
const WITHOUT_TALK: ReadonlySet<string> = new Set(['closed', 'deterred', 'callback', 'voicemail', 'self-served']);

/** News may be under way this long when the line breaks. */
const LATEST_NEWS = 2_000;

/** A conversation of so few milliseconds may be over before the PBX has told us that it began. */
const UNNOTICED = 1_500;

/**
 * Why what is recorded of a call that is over cannot be what its caller went through; null when it can. What happened while we were cut
 * off may be told wrongly, because nobody can know it.
 */
export function disagreement(visit: Visit, outages: readonly Outage[]): string | null {
  const { caller, record, from } = visit;
  const endedAt = caller.endedAt ?? from;
  const unseenEnd = mayBeUntold(endedAt, outages);
  if (record === null) return unseenEnd ? null : 'is not in the journal';
  const { ending } = record;
  if (ending === null) return 'has no ending';
  // Whether a message may have been in danger is judged as the call ends.
  if (unseenEnd || (ending.how === 'failed' && record.recording !== undefined)) return null;
  const talks = caller.heard.filter(({ what }) => what === 'conversation');
  // A conversation of which the process that saw it could tell nobody.
  const talked = talks.length > 0;
  const surely = talks.some(
    ({ from: begun, to }) => (to ?? endedAt) - begun > UNNOTICED && !mayBeUntold(begun, outages) && !mayBeUntold(to ?? endedAt, outages),
  );
  const told = ending.how === 'answered' || ending.how === 'rerouted';
  if (told && !talked) return `never talked and is ${ending.how}`;
  if (!told && surely) return `talked and is ${ending.how}`;
  const heard = (what: string): boolean => caller.heard.some((entry) => entry.what === what);
  switch (caller.ended) {
    case 'normal':
      if (talked || heard('closed') || heard('deterrent')) return null;
      // Who pressed the hash key at once has left no message, and heard goodbye all the same.
      if (ending.how === 'abandoned') return heard('goodbye') ? null : 'was hung up on in the middle of the wait';
      return WITHOUT_TALK.has(ending.how) ? null : 'was hung up on without a reason';
    case 'unallocated':
      return ending.how === 'closed' && record.campaignId === null ? null : 'dialled a number that leads nowhere';
    case 'hung-up':
      if (!talked && ending.how !== 'abandoned' && !WITHOUT_TALK.has(ending.how)) return `hung up and is ${ending.how}`;
      return ending.how !== 'abandoned' || ending.blame === 'caller' ? null : 'hung up and somebody else is blamed';
    default:
      return `was ended by ${String(caller.ended)} without an accident`;
  }
}

/** What happened then may have been lost with a line or a process, before it reached whoever had to know. */
export function mayBeUntold(at: Instant, outages: readonly Outage[]): boolean {
  return outages.some(({ from, to }) => from - LATEST_NEWS <= at && at <= (to ?? Infinity));
}
