import type { HeardAudio } from '../support/sip/heard-audio.js';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import type { SippAgent } from '../support/sip/sipp-agent.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { isSilent } from '../support/sip/tone-analysis.js';
import type { Audible, LabCaller, LabPhone } from './telephony-lab.js';

/** Far enough apart to be told from each other in a tenth of a second, and no multiples. */
export const SHORT_HZ = 350;
export const LONG_HZ = 660;
export const CALLER_SAYS_HZ = 530;
export const AGENT_SAYS_HZ = 1_010;
/** What a telephone in France hears when it rings at the far end. */
const RING_HZ = 440;

/** What was heard in this time is what is heard now. */
const NOW_MS = 250;

const REFUSALS: Readonly<Record<number, LabCaller['ended']>> = { 404: 'unallocated', 486: 'busy', 503: 'failed' };

const REFUSES_WITH = { busy: 486, refuse: 603, 'no-answer': 480, unallocated: 404, congested: 503 } as const;

/** A caller of whom also is known what arrived when. */
export interface SipCaller extends LabCaller {
  readonly heard: HeardAudio;
}

export function sipCaller(caller: SippCaller): SipCaller {
  return {
    heard: caller.media.heard,
    get answered() {
      return caller.steps.has('answered');
    },
    get hearsRinging() {
      return caller.steps.has('ringing');
    },
    get ended() {
      const rejected = caller.steps.get('rejected');
      if (rejected !== undefined && !caller.steps.has('cancelled')) return REFUSALS[rejected.value.status] ?? 'released';
      if (!caller.isOver) return null;
      return caller.steps.has('endedByPeer') ? 'released' : 'hung-up';
    },
    hears: (what) => isHeard(what, caller.media.heard, AGENT_SAYS_HZ),
    press: (digits, by) => caller.sendDtmf(digits, by),
    says: async (what) => {
      caller.media.say(what === 'nothing' ? 'silence' : { hz: CALLER_SAYS_HZ });
      return Promise.resolve();
    },
    hangUp: () => caller.hangUp(),
  };
}

export function sipPhone(agent: SippAgent, dial: (number: string) => Promise<void>): LabPhone {
  const talking = (): IncomingCall | undefined => agent.openCalls.find((call) => call.answeredAt !== undefined);
  return {
    name: agent.username,
    get calls() {
      return agent.calls.length;
    },
    get rings() {
      return agent.openCalls.some(
        (call) => call.ringingAt !== undefined && call.answeredAt === undefined && call.cancelledAt === undefined,
      );
    },
    get talks() {
      return talking() !== undefined;
    },
    get shows() {
      return agent.calls.at(-1)?.fromUser ?? null;
    },
    get asserted() {
      const header = agent.calls.at(-1)?.invite.header('P-Asserted-Identity');
      return header === undefined ? null : (/[+0-9]{3,}/.exec(header)?.[0] ?? null);
    },
    behaves: (how) => {
      if (how === 'answer') agent.behaviour = { does: 'answer', afterMs: 50 };
      else if (how === 'ring') agent.behaviour = { does: 'ring' };
      else agent.behaviour = { does: 'refuse', code: REFUSES_WITH[how], afterMs: 50 };
    },
    hears: (what) => {
      const call = talking();
      return call === undefined ? what === 'nothing' : isHeard(what, call.media.heard, CALLER_SAYS_HZ);
    },
    answer: async () => {
      await agent.openCalls[0]?.answer();
    },
    hangUp: async () => {
      await talking()?.hangUp();
    },
    unregister: () => agent.unregister(),
    register: () => agent.renew(),
    dial,
  };
}

function isHeard(what: Audible, heard: HeardAudio, otherHz: number): boolean {
  const now = heard.pcm(performance.now() - NOW_MS);
  if (what === 'nothing') return now.length === 0 || isSilent(now);
  if (what === 'somebody') return heard.tone(otherHz);
  if (what === 'short') return heard.tone(SHORT_HZ);
  if (what === 'long') return heard.tone(LONG_HZ);
  if (what === 'ring-tone') return heard.tone(RING_HZ);
  return now.length > 0 && !isSilent(now) && ![otherHz, SHORT_HZ, LONG_HZ, RING_HZ].some((hz) => heard.tone(hz));
}
