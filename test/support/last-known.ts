import type { AgentResumption } from '../../src/core/acd/floor-events.js';
import { resumptionOf } from '../../src/core/acd/resumption.js';
import type { CallRecord, Fact } from '../../src/core/journal/facts.js';

type AgentStateFact = Extract<Fact, { readonly type: 'agent-state' }>;

/** The calls that the journal knows no ending of. */
export function openCalls(facts: readonly Fact[]): CallRecord[] {
  const calls = new Map<string, CallRecord>();
  for (const fact of facts) {
    if (fact.type === 'call-ended') calls.delete(fact.callId);
    else if ('call' in fact) calls.set(fact.callId, fact.call);
  }
  return [...calls.values()];
}

/** What agents were doing as far as the journal knows; whoever was signed out is not among them. */
export function signedIn(facts: readonly Fact[]): AgentResumption[] {
  const states = new Map<string, AgentStateFact>();
  for (const fact of facts) if (fact.type === 'agent-state') states.set(fact.agentId, fact);
  return [...states.values()].flatMap((fact) => resumptionOf(fact) ?? []);
}
