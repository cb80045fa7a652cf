import type { QueueId, SkillId } from '../kernel/ids.js';
import type { AgentStatus } from './agent-state.js';
import { statusOf } from './agent-status.js';
import type { QueueEntry } from './floor-events.js';
import type { RequiredSkill } from './floor-settings.js';
import type { Floor } from './floor-state.js';

/** A caller as an estimator sees them. */
export interface LineMember {
  readonly entry: QueueEntry;
  /** Place in the line, 1 first. */
  readonly position: number;
  /** What is still required. */
  readonly required: readonly RequiredSkill[];
  /** The call is ringing on a phone: it is served unless nobody answers. */
  readonly offered: boolean;
}

/** The line of the queue in the order in which it is served. Reading on costs nothing until asked for; the floor must not change meanwhile. */
export function* lineOf(floor: Floor, queueId: QueueId): IterableIterator<LineMember> {
  let position = 0;
  for (const { entry, required, offers } of floor.queues.get(queueId)?.line ?? []) {
    position += 1;
    yield { entry, position, required, offered: offers.length > 0 };
  }
}

/** An agent as an estimator sees them. */
export interface StaffMember {
  readonly status: AgentStatus;
  readonly skills: ReadonlyMap<SkillId, number>;
  /** All queues the agent serves, so that a shared agent counts in each for a share. */
  readonly queueIds: readonly QueueId[];
}

/** The agents signed in on the queue. */
export function* staffOf(floor: Floor, queueId: QueueId): IterableIterator<StaffMember> {
  for (const agent of floor.queues.get(queueId)?.members ?? []) {
    if (agent.state === 'signed-out') continue;
    yield {
      status: statusOf(agent),
      skills: agent.settings.skills,
      queueIds: [...agent.queues].map((queue) => queue.settings.queueId),
    };
  }
}
