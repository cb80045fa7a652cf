import { Column, Entity, PrimaryColumn } from 'typeorm';

export interface StoredSkill {
  readonly id: string;
  readonly name: string;
}

@Entity('skill_groups')
export class SkillGroupEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'varchar' })
  name!: string;

  @Column({ type: 'boolean' })
  autoDecrement!: boolean;

  /** In the order given. */
  @Column({ type: 'simple-json' })
  skills!: StoredSkill[];
}
