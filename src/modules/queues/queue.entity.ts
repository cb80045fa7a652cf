import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { Distribution } from '../../core/acd/floor-settings.js';

@Entity('queues')
export class QueueEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'varchar' })
  code!: string;

  @Column({ type: 'varchar' })
  description!: string;

  @Column({ type: 'varchar' })
  distribution!: Distribution;

  @Column({ type: 'int' })
  ringTimeoutSeconds!: number;

  @Column({ type: 'int' })
  missesBeforePause!: number;

  @Column({ type: 'int', nullable: true })
  ageingSeconds!: number | null;

  @Column({ type: 'varchar' })
  lastAgentLeaves!: 'stay' | 'overflow';
}

/** An agent serves a queue. */
@Entity('queue_agents')
export class QueueAgentEntity {
  @PrimaryColumn({ type: 'varchar' })
  queueId!: string;

  @PrimaryColumn({ type: 'varchar' })
  agentId!: string;
}
