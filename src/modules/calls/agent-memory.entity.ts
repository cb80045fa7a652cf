import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { Fact } from '../../core/journal/facts.js';

export type AgentStateFact = Extract<Fact, { type: 'agent-state' }>;

/** The last state the journal knows of an agent: where the floor takes up after a restart. */
@Entity('agent_memories')
export class AgentMemoryEntity {
  @PrimaryColumn({ type: 'varchar' })
  agentId!: string;

  @Column({ type: 'varchar' })
  lastEntryId!: string;

  @Column({ type: 'simple-json' })
  fact!: AgentStateFact;
}
