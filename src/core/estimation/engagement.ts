import type { BusyAgent } from './line-state.js';
import type { Remainder, SurvivalCurve } from './survival-curve.js';

/** What a call of one campaign asks of an agent, as the history knows it. */
export interface Effort {
  /** From the offer to the answer. */
  readonly ringSeconds: number;
  readonly talk: SurvivalCurve;
  /** Wrap-up and conventional pause; null while the settings know better. */
  readonly rest: SurvivalCurve | null;
}

/** How long an agent is taken: a time that is known, then talk, then rest, each drawn by lot. */
export class Engagement {
  private constructor(
    private readonly knownSeconds: number,
    private readonly talk: Remainder | null,
    private readonly rest: Remainder | null,
    private readonly mostRest: number,
  ) {}

  /** A call from the offer until the agent is free again; `afterCallSeconds` null when the agent ends wrap-up. */
  static whole(effort: Effort, afterCallSeconds: number | null): Engagement {
    return Engagement.call(effort.ringSeconds, effort.talk.fresh, effort, afterCallSeconds);
  }

  /** What is left of what the agent is doing. What has lasted long is judged by what lasted at least that long before. */
  static rest(agent: BusyAgent, effort: Effort): Engagement {
    const { stage, elapsedSeconds, secondsLeft, afterCallSeconds } = agent;
    switch (stage) {
      case 'ringing':
        return Engagement.call(Math.max(0, effort.ringSeconds - elapsedSeconds), effort.talk.fresh, effort, afterCallSeconds);
      case 'ringing-along':
        return new Engagement(Math.min(secondsLeft ?? Infinity, Math.max(0, effort.ringSeconds - elapsedSeconds)), null, null, 0);
      case 'talking':
        return Engagement.call(0, effort.talk.after(elapsedSeconds), effort, afterCallSeconds);
      case 'after-call':
        // A wrap-up without end of which nothing is known lasts about as long again as it has lasted.
        if (effort.rest === null) return new Engagement(secondsLeft ?? elapsedSeconds, null, null, 0);
        return new Engagement(0, null, effort.rest.after(elapsedSeconds), secondsLeft ?? Infinity);
      case 'away':
        return new Engagement(secondsLeft ?? Infinity, null, null, 0);
      // Who is away comes back when the staff's habits say, and has nothing to end.
      case 'absent':
        return new Engagement(0, null, null, 0);
    }
  }

  /** Agents may end wrap-up before its time, so what they did counts for more than the setting, which stays the most it can be. */
  private static call(known: number, talk: Remainder, { rest }: Effort, afterCallSeconds: number | null): Engagement {
    if (afterCallSeconds === 0) return new Engagement(known, talk, null, 0);
    if (rest === null) return new Engagement(known + (afterCallSeconds ?? 0), talk, null, 0);
    return new Engagement(known, talk, rest.fresh, afterCallSeconds ?? Infinity);
  }

  seconds(talkLot: number, restLot: number): number {
    const talked = this.talk === null ? 0 : this.talk.seconds(talkLot);
    const rested = this.rest === null ? 0 : Math.min(this.mostRest, this.rest.seconds(restLot));
    return this.knownSeconds + talked + rested;
  }
}
