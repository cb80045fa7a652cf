import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

/**
 * A technology and the name of a phone of the PBX, nothing more: a number behind a trunk (`…@carrier`, `…/0899…`, `Local/…`) would get round
 * the dial policy, and has a kind of its own.
 */
export function PhoneEndpoint(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ example: 'PJSIP/desk1', pattern: '^(?!Local/)[A-Za-z0-9]{2,20}/[A-Za-z0-9_.-]{1,100}$' }),
    Matches(/^(?!Local\/)[A-Za-z0-9]{2,20}\/[A-Za-z0-9_.-]{1,100}$/i, {
      message: 'endpoint must name a phone of the PBX, such as PJSIP/desk1; for a telephone number use the kind "number"',
    }),
  );
}
