import { namedAgentUntil } from '../../../src/engine/callback-entry.js';
import { meets } from '../../../src/core/acd/requirement.js';
import type { AgentId } from '../../../src/core/kernel/ids.js';
import type { Timer } from '../../../src/core/ports/clock.js';
import type { Centre } from '../centre.js';
import type { Asked, CallbackWitness } from './callback-witness.js';
import type { DialWitness } from './dial-witness.js';

const MINUTE = 60_000;
/** A request that may be served and an agent who may serve it: they are brought together within so many looks, a minute apart. */
const MOST_LOOKS = 5;

/** Looks every minute for requests that could be served and are not. */
export class Patience {
  /** The most looks in a row at which one request could have been served. */
  longest = 0;
  private next: Timer | null = null;
  private readonly passedOver = new Map<string, number>();

  constructor(
    private readonly centre: Centre,
    private readonly witness: CallbackWitness,
    private readonly trunk: DialWitness,
  ) {}

  open(): void {
    const { clock } = this.centre;
    this.next = clock.at(clock.now() + MINUTE, () => {
      this.look();
      this.open();
    });
  }

  close(): void {
    this.next?.stop();
  }

  private look(): void {
    this.trunk.notePlans();
    const free = this.freeAgents();
    if (free.length === 0 || !this.centre.isUndisturbed || !this.centre.isSettled || this.trunk.isFull) return;
    for (const asked of this.witness.open.values()) {
      const { callbackId } = asked.record;
      const looks = this.couldBeServed(asked, free) ? (this.passedOver.get(callbackId) ?? 0) + 1 : 0;
      if (looks === 0) this.passedOver.delete(callbackId);
      else this.passedOver.set(callbackId, looks);
      this.longest = Math.max(this.longest, looks);
      if (looks > MOST_LOOKS)
        this.centre.trail.fail(
          `callback ${callbackId} could have been served for ${String(looks)} minutes: ${JSON.stringify(asked.record)}`,
        );
    }
  }

  private freeAgents(): AgentId[] {
    const { engine, agents } = this.centre;
    if (engine === null) return [];
    return [...agents.keys()].filter((agentId) => {
      const { state, phoneReachable } = engine.agentStatus(agentId);
      return state === 'available' && phoneReachable;
    });
  }

  private couldBeServed(asked: Asked, free: readonly AgentId[]): boolean {
    const { record } = asked;
    const { centre, witness, trunk } = this;
    const now = centre.clock.now();
    const plan = [...centre.campaigns.values()].find(({ campaignId }) => campaignId === record.campaignId);
    if (plan === undefined || record.state !== 'waiting' || (record.notBefore ?? 0) > now || record.expiresAt <= now) return false;
    if (trunk.isAllowedNow(asked) !== 'yes' || witness.callOf(record) !== null) return false;
    if (record.forAgentId !== null && (namedAgentUntil(record) ?? 0) > now) return free.includes(record.forAgentId);
    // Where a better agent at work reserves the call, the floor's own check has to do.
    if (plan.requiredSkills.some(({ skillId }) => centre.strictSkills.has(skillId))) return false;
    const members = centre.queues.get(record.queueId)?.agentIds ?? [];
    return free.some((agentId) => members.includes(agentId) && meets(centre.agents.get(agentId)?.skills ?? new Map(), plan.requiredSkills));
  }
}
