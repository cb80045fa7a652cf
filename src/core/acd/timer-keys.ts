import type { AgentId, CallId, OfferId } from '../kernel/ids.js';

/** What a timer is for. `wrap-up` and `conventional-pause` end the state of that name. */
export type TimerKind = 'offer' | 'wrap-up' | 'conventional-pause' | 'hold-off' | 'relax' | 'loops';

interface TimerSubject {
  readonly offer: OfferId;
  readonly 'wrap-up': AgentId;
  readonly 'conventional-pause': AgentId;
  readonly 'hold-off': AgentId;
  readonly relax: CallId;
  readonly loops: CallId;
}

/** One key for one deadline: an offer's ringing, an agent's state or hold-off, a caller's next relaxation or loops. */
export function timerKey<Kind extends TimerKind>(kind: Kind, id: TimerSubject[Kind]): string {
  return `${kind}:${id}`;
}
