import { ApiProperty, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsString, Length, Max, Min } from 'class-validator';

import { Nullable } from '../../../platform/http/optional.js';
import { AUDIO, DAY_SECONDS, REFERENCE } from './references.dto.js';

const MODES = ['none', 'all', 'dispositions'] as const;
const PAUSE_STARTS = ['with-wrap-up', 'after-wrap-up'] as const;

/** Which conversations are recorded, and for how long they are kept. */
export class RecordingSettings {
  @ApiProperty({
    enum: MODES,
    default: 'none',
    description: '`dispositions`: every call is recorded, and only those with one of the codes are kept.',
  })
  @IsIn(MODES)
  mode!: (typeof MODES)[number];

  @ApiProperty({ type: [String], default: [], maxItems: 200 })
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 40, { each: true })
  dispositionCodes!: string[];

  @ApiProperty({ type: 'integer', nullable: true, minimum: 1, maximum: 3650, default: 90, description: 'Null: for ever.' })
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(3650)
  retentionDays!: number | null;

  @ApiProperty({ ...AUDIO, description: 'Heard by the caller before a recorded conversation. Null: none.' })
  @Nullable()
  @IsString()
  @Length(1, 100)
  consentAudioId!: string | null;
}

export class RecordingChanges extends PartialType(RecordingSettings, { skipNullProperties: false }) {}

/** Scenarios around the conversation. */
export class IvrSettings {
  @ApiProperty({ ...REFERENCE, description: 'Before the line.' })
  @Nullable()
  @IsString()
  @Length(1, 26)
  beforeQueueId!: string | null;

  @ApiProperty({ ...REFERENCE, description: 'After the agent hung up: a survey.' })
  @Nullable()
  @IsString()
  @Length(1, 26)
  afterAgentHangupId!: string | null;
}

export class IvrChanges extends PartialType(IvrSettings, { skipNullProperties: false }) {}

/** The agent's pause between two calls. */
export class ConventionalPauseSettings {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: DAY_SECONDS, default: 0 })
  @IsInt()
  @Min(0)
  @Max(DAY_SECONDS)
  seconds!: number;

  @ApiProperty({ enum: PAUSE_STARTS, default: 'with-wrap-up' })
  @IsIn(PAUSE_STARTS)
  starts!: (typeof PAUSE_STARTS)[number];
}

export class ConventionalPauseChanges extends PartialType(ConventionalPauseSettings, { skipNullProperties: false }) {}
