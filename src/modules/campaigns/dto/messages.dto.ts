import { ApiProperty, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsString, Length, Max, Min } from 'class-validator';

import { Decimals } from '../../../platform/http/decimals.js';
import { Nullable } from '../../../platform/http/optional.js';
import { AUDIO, REFERENCE } from './references.dto.js';

/** What callers and agents hear, apart from overflow and closing. */
export class MessagesSettings {
  @ApiProperty({ ...AUDIO, description: 'On arrival. Null: none.' })
  @Nullable()
  @IsString()
  @Length(1, 100)
  welcomeAudioId!: string | null;

  @ApiProperty({ default: true, description: 'As early media, before the caller is billed.' })
  @IsBoolean()
  welcomeBeforeAnswer!: boolean;

  @ApiProperty({ ...AUDIO, description: 'Led in before the spoken wait; null: the built-in sentence alone.' })
  @Nullable()
  @IsString()
  @Length(1, 100)
  ewtAudioId!: string | null;

  @ApiProperty({ default: true, description: 'Say the estimated wait on entry and each loop, when there is an honest one.' })
  @IsBoolean()
  announceEwt!: boolean;

  @ApiProperty({
    minimum: 0.5,
    maximum: 0.95,
    default: 0.7,
    description: 'The share of callers who should wait no longer than announced.',
  })
  @Decimals(3)
  @Min(0.5)
  @Max(0.95)
  ewtCaution!: number;

  @ApiProperty({ default: false, description: 'Say the place in the line.' })
  @IsBoolean()
  announcePosition!: boolean;

  @ApiProperty({ ...AUDIO, description: 'Repeated while waiting; null: music.' })
  @Nullable()
  @IsString()
  @Length(1, 100)
  holdAudioId!: string | null;

  @ApiProperty({ ...AUDIO, description: 'Heard by the agent alone before the caller is put through. Null: none.' })
  @Nullable()
  @IsString()
  @Length(1, 100)
  whisperAudioId!: string | null;

  @ApiProperty({
    ...AUDIO,
    description: 'Offers key 1, which leads to the overflow; played each loop. Null: none is played, and key 1 does nothing.',
  })
  @Nullable()
  @IsString()
  @Length(1, 100)
  menuAudioId!: string | null;

  @ApiProperty({
    ...REFERENCE,
    description: 'Key 1 starts it instead of the overflow; without a menu sound it is played each loop. Null: none.',
  })
  @Nullable()
  @IsString()
  @Length(1, 26)
  menuScenarioId!: string | null;

  @ApiProperty({ type: 'integer', minimum: 5, maximum: 3600, default: 30, description: 'One loop of waiting, start to start.' })
  @IsInt()
  @Min(5)
  @Max(3600)
  loopSeconds!: number;
}

export class MessagesChanges extends PartialType(MessagesSettings, { skipNullProperties: false }) {}
