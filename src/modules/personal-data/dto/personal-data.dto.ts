import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

export class PersonalDataQuery {
  @ApiProperty({ example: '+33612345678', description: 'As people write it; without a country, in that of the dial policy.' })
  @IsString()
  @Length(3, 40)
  number!: string;
}

const ITEMS = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

export class PersonalDataView {
  @ApiProperty({ description: 'E.164.', example: '+33612345678' })
  number!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: ITEMS,
    description:
      'By what it is: `calls` with all that happened in them, `voicemails` and others with the path of their sound, `callbacks`, …',
  })
  data!: Record<string, readonly object[]>;
}

export class ErasureView {
  @ApiProperty({ description: 'All but the first and last digits hidden.', example: '+336******78' })
  number!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    example: { voicemails: 1, callbacks: 0, journalEntries: 12, auditEntries: 0, calls: 2 },
    description: 'How many of each went, or became nobody’s.',
  })
  erased!: Record<string, number>;
}
