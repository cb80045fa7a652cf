import type { LegId } from '../kernel/ids.js';
import type { LegEnd } from '../ports/telephony.js';
import type { Switchboard } from './switchboard.js';

/** A leg that somebody else is on, and what became of it so far. */
export interface WatchedLeg {
  readonly leg: LegId;
  readonly answered: Promise<'answered'>;
  readonly gone: Promise<LegEnd>;
  readonly isGone: () => boolean;
  /** Stops watching; events from now on are held for whoever watches next. */
  readonly handOver: () => void;
  /** Nobody watches it any more. */
  readonly unwatch: () => void;
}

export function watchLeg(switchboard: Switchboard, leg: LegId): WatchedLeg {
  let answer: (word: 'answered') => void = () => undefined;
  let end: (end: LegEnd) => void = () => undefined;
  let over = false;
  const answered = new Promise<'answered'>((resolve) => (answer = resolve));
  const gone = new Promise<LegEnd>((resolve) => (end = resolve));
  const unwatch = switchboard.watch(leg, (event) => {
    if (event.type === 'leg-answered') answer('answered');
    if (event.type !== 'leg-gone') return;
    over = true;
    end(event.end);
  });
  return {
    leg,
    answered,
    gone,
    isGone: () => over,
    handOver: () => {
      switchboard.hold(leg);
    },
    unwatch,
  };
}
