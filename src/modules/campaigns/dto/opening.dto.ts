import { ApiProperty, PartialType } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';

import { Nullable } from '../../../platform/http/optional.js';
import { AUDIO, NUMBER, NUMBER_LENGTH, REFERENCE } from './references.dto.js';

const TREATMENTS = ['hang-up', 'voicemail', 'callback', 'reroute'] as const;
const AT_CLOSE = ['serve', 'overflow'] as const;

/** When the campaign takes calls, and what becomes of callers when it does not. */
export class OpeningSettings {
  @ApiProperty({ ...REFERENCE, description: 'Null: always open.' })
  @Nullable()
  @IsString()
  @Length(1, 26)
  workScheduleId!: string | null;

  @ApiProperty({ ...REFERENCE, description: 'Null: no holidays.' })
  @Nullable()
  @IsString()
  @Length(1, 26)
  holidayGroupId!: string | null;

  @ApiProperty({ ...AUDIO, description: 'Heard when closed; null: the built-in message. A holiday may have its own.' })
  @Nullable()
  @IsString()
  @Length(1, 100)
  closedAudioId!: string | null;

  @ApiProperty({ enum: TREATMENTS, default: 'hang-up', description: 'What follows the message.' })
  @IsIn(TREATMENTS)
  whenClosed!: (typeof TREATMENTS)[number];

  @ApiProperty({ ...NUMBER, description: 'Where `reroute` leads.' })
  @Nullable()
  @IsString()
  @Length(NUMBER_LENGTH.min, NUMBER_LENGTH.max)
  rerouteNumber!: string | null;

  @ApiProperty({ enum: AT_CLOSE, default: 'serve', description: 'What becomes of callers who wait at closing time.' })
  @IsIn(AT_CLOSE)
  waitingAtClose!: (typeof AT_CLOSE)[number];
}

export class OpeningChanges extends PartialType(OpeningSettings, { skipNullProperties: false }) {}
