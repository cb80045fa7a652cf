import type { Agent, Lane } from '../acd/floor-state.js';
import { mayServe } from '../acd/lanes.js';
import type { Asker } from './asker.js';
import { CLASSES, type ClassNumber, type ClassSet } from './line-state.js';

/** The asker's class, whether or not anybody is in its lane yet. */
export const OWN_CLASS: ClassNumber = 0;

/** Numbers the lanes of the floor as they are met, so that whom an agent may serve is a bit mask. */
export class CallerClasses {
  private readonly numbers = new Map<Lane, ClassNumber>();
  private met = 1;

  constructor({ queue, requirement }: Asker) {
    const lane = queue.lanes.get(requirement.key);
    if (lane !== undefined) this.numbers.set(lane, OWN_CLASS);
  }

  numberOf(lane: Lane): ClassNumber {
    const known = this.numbers.get(lane);
    if (known !== undefined) return known;
    const number = Math.min(this.met, CLASSES - 1);
    this.met += 1;
    this.numbers.set(lane, number);
    return number;
  }

  /** Of the classes met so far. */
  servedBy(agent: Agent, servesAsker: boolean): ClassSet {
    let served = servesAsker ? 1 << OWN_CLASS : 0;
    for (const seat of agent.seats.values()) {
      const number = this.numbers.get(seat.lane);
      if (number !== undefined && number !== OWN_CLASS && mayServe(seat)) served |= 1 << number;
    }
    return served;
  }
}
