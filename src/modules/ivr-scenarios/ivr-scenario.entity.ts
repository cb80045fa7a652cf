import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ivr_scenarios')
export class IvrScenarioEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'varchar' })
  name!: string;

  @Column({ type: 'varchar' })
  language!: 'fr' | 'en';

  @Column({ type: 'simple-json' })
  inputs!: string[];

  @Column({ type: 'varchar' })
  start!: string;

  /** `IvrScenario['nodes']`, complete, as the check left them: a type that deep is more than the database's types can follow. */
  @Column({ type: 'simple-json' })
  nodes!: Record<string, object>;
}
