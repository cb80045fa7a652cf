import { Entity, PrimaryColumn } from 'typeorm';

/** A SIP account that nobody has any more, until it is known to be off the PBX. */
@Entity('phone_withdrawals')
export class PhoneWithdrawalEntity {
  @PrimaryColumn({ type: 'varchar' })
  accountName!: string;
}
