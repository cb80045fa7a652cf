import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsString, Length, Matches, Max, Min, ValidateNested } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';
import { AUDIO } from './references.dto.js';

const FIRST = ['agent', 'customer'] as const;
const RECOVERIES = ['off', 'propose', 'automatic'] as const;

/** How late an agent may plan a callback; each limit is optional. */
export class CallbackDeadline {
  @ApiProperty({ type: 'integer', nullable: true, minimum: 1, maximum: 8760, default: null, description: 'After the call.' })
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(8760)
  relativeHours!: number | null;

  @ApiProperty({ type: String, nullable: true, format: 'date', default: null, example: '2026-12-31', description: 'The last day.' })
  @Nullable()
  @IsString()
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { message: 'must be a day, YYYY-MM-DD' })
  date!: string | null;
}

export class CallbackDeadlineChanges extends PartialType(CallbackDeadline, { skipNullProperties: false }) {}

/** How callers ask to be called back, and how that is done. */
export class CallbackSettings {
  @ApiProperty({ ...AUDIO, description: 'Offers the calling number (1) or another (2); null: the built-in offer.' })
  @Nullable()
  @IsString()
  @Length(1, 100)
  promptAudioId!: string | null;

  @ApiProperty({ ...AUDIO, description: 'What a customer who is dialled first hears on answering; null: the built-in sentence.' })
  @Nullable()
  @IsString()
  @Length(1, 100)
  greetingAudioId!: string | null;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 20, default: 3 })
  @IsInt()
  @Min(1)
  @Max(20)
  maxAttempts!: number;

  @ApiProperty({ type: 'integer', minimum: 10, maximum: 86_400, default: 300, description: 'Between two attempts.' })
  @IsInt()
  @Min(10)
  @Max(86_400)
  retryAfterSeconds!: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 8760, default: 48 })
  @IsInt()
  @Min(1)
  @Max(8760)
  expiresAfterHours!: number;

  @ApiProperty({ enum: FIRST, default: 'agent', description: 'Who is called first.' })
  @IsIn(FIRST)
  dialFirst!: (typeof FIRST)[number];

  @ApiProperty({
    enum: RECOVERIES,
    default: 'off',
    description: 'Callers whom a crash of the PBX took: called back, proposed to agents, or not.',
  })
  @IsIn(RECOVERIES)
  recoverLost!: (typeof RECOVERIES)[number];

  @ApiProperty()
  deadline!: CallbackDeadline;
}

export class CallbackChanges extends PartialType(OmitType(CallbackSettings, ['deadline']), { skipNullProperties: false }) {
  @ApiPropertyOptional()
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => CallbackDeadlineChanges)
  deadline?: CallbackDeadlineChanges;
}
