import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A telephone number of the company's. */
@Entity('dids')
export class DidEntity {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'int' })
  version!: number;

  /** E.164. */
  @Column({ type: 'varchar' })
  number!: string;

  @Column({ type: 'varchar' })
  siteId!: string;

  /** Null: free. */
  @Column({ type: 'varchar', nullable: true })
  campaignId!: string | null;
}
