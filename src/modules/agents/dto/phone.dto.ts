import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';

import { PhoneEndpoint } from '../../../platform/phone-numbers/phone-endpoint.js';

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

  @PhoneEndpoint()
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
