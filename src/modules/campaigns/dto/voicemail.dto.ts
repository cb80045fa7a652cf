import { ApiProperty, PartialType } from '@nestjs/swagger';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';

import { Nullable } from '../../../platform/http/optional.js';
import { AUDIO, REFERENCE } from './references.dto.js';

/** How callers leave messages, and when an untreated one moves to another queue. */
export class VoicemailSettings {
  @ApiProperty({ ...AUDIO, description: 'Before the tone; null: the built-in greeting.' })
  @Nullable()
  @IsString()
  @Length(1, 100)
  greetingAudioId!: string | null;

  @ApiProperty({ type: 'integer', minimum: 5, maximum: 600, default: 180 })
  @IsInt()
  @Min(5)
  @Max(600)
  maxSeconds!: number;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 60, default: 2, description: 'What is shorter is no message.' })
  @IsInt()
  @Min(0)
  @Max(60)
  minSeconds!: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 8760,
    default: 24,
    description: 'Untreated for so long, a message moves, once; null: messages never move.',
  })
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(8760)
  overflowAfterHours!: number | null;

  @ApiProperty({ ...REFERENCE, description: 'The queue it moves to; null: messages never move.' })
  @Nullable()
  @IsString()
  @Length(1, 26)
  overflowQueueId!: string | null;
}

export class VoicemailChanges extends PartialType(VoicemailSettings, { skipNullProperties: false }) {}
