import type { Fact } from '../../core/journal/facts.js';

/** Whom a reader of events reads for: what happens is told in order, and so is known whose call it is. */
export interface Audience {
  /** Whether the reader is told. To be asked once of every fact, in order. */
  isTold(fact: Fact): boolean;
}

/** Supervisors are told everything. */
export const EVERYBODY: Audience = { isTold: () => true };

/** A program with an agent's role is no agent: nothing is its own. */
export const NOBODY: Audience = { isTold: () => false };

/** Silent listening is told to nobody who is listened to; whoever whispers or talks is heard. */
const UNTOLD: ReadonlySet<Fact['type']> = new Set(['supervisor-joined', 'supervisor-left']);

/** An agent is told what names the agent, and all that happens to a call while the agent talks in it; of supervisors, nothing. */
export class AgentAudience implements Audience {
  /** `talkingIn` is the call that the agent talks in when the telling begins; null: none, or not known. */
  constructor(
    private readonly agentId: string,
    private talkingIn: string | null,
  ) {}

  isTold(fact: Fact): boolean {
    const told = this.concerns(fact);
    if (fact.type === 'agent-state' && fact.agentId === this.agentId) this.talkingIn = fact.state === 'talking' ? fact.callId : null;
    return told;
  }

  private concerns(fact: Fact): boolean {
    if (UNTOLD.has(fact.type)) return false;
    if ('agentId' in fact && fact.agentId === this.agentId) return true;
    // Who is consulted, too.
    if ('withAgentId' in fact && fact.withAgentId === this.agentId) return true;
    if ('call' in fact && fact.call.agentId === this.agentId) return true;
    return 'callId' in fact && fact.callId !== null && fact.callId === this.talkingIn;
  }
}

/** What an agent is told of calls without talking in them. */
const ELSEWHERE = /^(?:call-offered|offer-|ring-no-answer|conversation-ended|call-ended|voicemail-|callback-)/;

/** The call that the agent talked in after `lastSeen`, the last thing that the agent was told. */
export function talkingAfter(lastSeen: Fact): string | null {
  if (lastSeen.type === 'agent-state') return lastSeen.state === 'talking' ? lastSeen.callId : null;
  return 'callId' in lastSeen && !ELSEWHERE.test(lastSeen.type) ? lastSeen.callId : null;
}
