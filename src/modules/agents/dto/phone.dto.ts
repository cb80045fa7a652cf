import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';

export const PHONE_KINDS = ['sip', 'endpoint', 'number'] as const;

/** A phone of unknown kind: refused with the kinds that exist. */
export class PhoneDraft {
  @IsIn(PHONE_KINDS)
  kind!: string;
}

export class SipPhone {
  @ApiProperty({ enum: ['sip'], description: 'A SIP phone whose account Guichet makes; see `/agents/{id}/sip-account`.' })
  @IsIn(['sip'])
  kind!: 'sip';
}

export class EndpointPhone {
  @ApiProperty({ enum: ['endpoint'], description: "A phone of the operator's own PBX." })
  @IsIn(['endpoint'])
  kind!: 'endpoint';

  @ApiProperty({ example: 'PJSIP/desk1', pattern: '^(?!Local/)[A-Za-z0-9]{2,20}/[A-Za-z0-9_.-]{1,100}$' })
  // A technology and the name of a phone, nothing more: a number behind a trunk (`…@carrier`, `…/0899…`, `Local/…`) would get round the dial
  // policy, and has a kind of its own.
  @Matches(/^(?!Local\/)[A-Za-z0-9]{2,20}\/[A-Za-z0-9_.-]{1,100}$/i, {
    message: 'endpoint must name a phone of the PBX, such as PJSIP/desk1; for a telephone number use the kind "number"',
  })
  endpoint!: string;
}

export class NumberPhone {
  @ApiProperty({ enum: ['number'], description: 'Any telephone, called through the trunk.' })
  @IsIn(['number'])
  kind!: 'number';

  @ApiProperty({ example: '+33612345678', minLength: 3, maxLength: 30 })
  @IsString()
  @Length(3, 30)
  number!: string;
}

export type Phone = SipPhone | EndpointPhone | NumberPhone;

export const PHONE_TYPES = {
  discriminator: {
    property: 'kind',
    subTypes: [
      { name: 'sip', value: SipPhone },
      { name: 'endpoint', value: EndpointPhone },
      { name: 'number', value: NumberPhone },
    ],
  },
  keepDiscriminatorProperty: true,
};
