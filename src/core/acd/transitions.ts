import type { AgentStateName } from './agent-state.js';

/** From each state, the states that may follow and what leads there. What is not here does not happen: the floor asserts it. */
export type Transitions<State extends string> = Readonly<Record<State, Readonly<Partial<Record<State, string>>>>>;

export const AGENT_TRANSITIONS: Transitions<AgentStateName> = {
  'signed-out': {
    available: 'signs in',
    talking: 'found in a conversation after a restart',
    'wrap-up': 'found in wrap-up after a restart',
    'conventional-pause': 'found resting after a restart',
    paused: 'found paused after a restart',
  },
  available: {
    offered: 'a call is offered',
    talking: 'found in a conversation after a restart',
    paused: 'pauses',
    'signed-out': 'signs out',
  },
  offered: {
    talking: 'answers first',
    available: 'misses the call, or the offer is withdrawn',
    paused: 'pauses, or misses once too often',
    'signed-out': 'signs out',
  },
  talking: {
    'wrap-up': 'the conversation ends',
    'conventional-pause': 'the conversation ends, no wrap-up',
    paused: 'the conversation ends, no wrap-up, a pause was asked for',
    available: 'the conversation ends with neither wrap-up nor pause, or never began',
    'signed-out': 'the phone that was permanently connected is gone',
  },
  'wrap-up': {
    'conventional-pause': 'wrap-up ends, rest is due',
    talking: 'found in a conversation after a restart',
    paused: 'wrap-up ends, a pause was asked for',
    available: 'wrap-up ends',
    'signed-out': 'signs out',
  },
  'conventional-pause': {
    available: 'the rest is over',
    talking: 'found in a conversation after a restart',
    paused: 'pauses',
    'signed-out': 'signs out',
  },
  paused: {
    available: 'resumes',
    talking: 'found in a conversation after a restart',
    'conventional-pause': 'resumes, rest is still due',
    'signed-out': 'signs out',
  },
};

/** `offered` and `ringing` are alive; the others are how an offer ends, and end it once. */
export type OfferStateName = 'offered' | 'ringing' | 'answered' | 'missed' | 'failed' | 'withdrawn';

export const OFFER_TRANSITIONS: Transitions<OfferStateName> = {
  offered: {
    ringing: 'the phone rings',
    answered: 'a phone that is permanently connected takes the call, or rings unheard',
    missed: 'busy, refused, or unanswered in time',
    failed: 'the phone cannot be reached',
    withdrawn: 'caller or agent left, the phone was lost, or another agent answered',
  },
  ringing: {
    answered: 'the agent answers first',
    missed: 'refused, or unanswered in time',
    failed: 'the phone vanishes',
    withdrawn: 'caller or agent left, the phone was lost, or another agent answered',
  },
  answered: {},
  missed: {},
  failed: {},
  withdrawn: {},
};
