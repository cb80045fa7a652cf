import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsString, Length, Matches } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';

const LANGUAGES = ['fr', 'en'] as const;
const LONGEST_TEXT = 2_000;

/** A text that says true or false as a boolean; anything else as it came, for the rules to refuse. */
function trueOrFalse({ value }: { value: unknown }): unknown {
  return value === 'true' ? true : value === 'false' ? false : value;
}

export class AudioQuery extends PageQuery {
  @ApiPropertyOptional({ enum: LANGUAGES, description: 'Only sounds that exist in this language.' })
  @Optional()
  @IsIn(LANGUAGES)
  language?: 'fr' | 'en';

  @ApiPropertyOptional({
    type: 'boolean',
    description: 'True: only those that Guichet brings. False: only those that were uploaded or spoken.',
  })
  @Optional()
  @Transform(trueOrFalse)
  @IsBoolean()
  builtin?: boolean;
}

export class PbxSoundQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'fr', description: 'Only sounds that the PBX has in this language.' })
  @Optional()
  @IsString()
  @Length(1, 20)
  language?: string;

  @ApiPropertyOptional({ example: 'custom/', description: 'Only sounds whose name has this in it.' })
  @Optional()
  @IsString()
  @Length(1, 100)
  search?: string;
}

export class PbxSoundView {
  @ApiProperty({ example: 'pbx:custom/summer', description: 'What campaigns refer to.' })
  id!: string;

  @ApiProperty({ example: 'custom/summer', description: 'As the PBX has it.' })
  name!: string;

  @ApiProperty({ type: [String], example: ['fr'] })
  languages!: readonly string[];

  @ApiProperty({ type: String, nullable: true, description: 'What is said, where the PBX knows.' })
  text!: string | null;
}

export class AudioContentQuery {
  @ApiPropertyOptional({ enum: LANGUAGES, description: 'Of a builtin sound; unset: DEFAULT_LANGUAGE.' })
  @Optional()
  @IsIn(LANGUAGES)
  language?: 'fr' | 'en';
}

export class AudioDraft {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description: 'A WAV file of at most 20 MB and 30 minutes: PCM, floating point, A-law or u-law.',
  })
  @IsInt({ message: 'file must be a WAV file, in a part of the form' })
  file!: unknown;

  @ApiProperty({ example: 'Accueil du standard', minLength: 1, maxLength: 120 })
  @IsString()
  @Length(1, 120)
  @Matches(/\S/, { message: 'name must not be blank' })
  name!: string;

  @ApiProperty({ enum: LANGUAGES, description: 'In which it speaks; a sound without words is of any.' })
  @IsIn(LANGUAGES)
  language!: 'fr' | 'en';
}

export class AudioChanges extends PartialType(PickType(AudioDraft, ['name', 'language']), { skipNullProperties: false }) {}

export class SpeechDraft {
  @ApiProperty({ example: 'Bonjour. Nos bureaux sont fermés pour inventaire.', minLength: 1, maxLength: LONGEST_TEXT })
  @IsString()
  @Length(1, LONGEST_TEXT)
  @Matches(/[\p{L}\p{N}]/u, { message: 'text must have something to say' })
  // eslint-disable-next-line no-control-regex -- a NUL cannot be handed to a program, and no other says anything
  @Matches(/^[^\u0000-\u0008\u000b-\u001f]*$/, { message: 'text must not have control characters' })
  text!: string;

  @ApiProperty({ enum: LANGUAGES })
  @IsIn(LANGUAGES)
  language!: 'fr' | 'en';

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'fr-FR',
    description: 'Of the synthesiser; unset: the usual one of the language.',
  })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 40)
  voice?: string | null;

  @ApiPropertyOptional({ example: 'Inventaire', maxLength: 120, description: 'Unset: the beginning of the text.' })
  @Optional()
  @IsString()
  @Length(1, 120)
  @Matches(/\S/, { message: 'name must not be blank' })
  name?: string;
}

export class SoundWarningView {
  @ApiProperty({ enum: ['silent', 'too-quiet', 'clipped', 'begins-late'] })
  code!: 'silent' | 'too-quiet' | 'clipped' | 'begins-late';

  @ApiProperty({ description: 'What callers will notice.' })
  message!: string;
}

export class SoundSourceView {
  @ApiProperty({ enum: ['pcm', 'float', 'a-law', 'u-law'] })
  encoding!: 'pcm' | 'float' | 'a-law' | 'u-law';

  @ApiProperty({ type: 'integer', description: 'Samples a second.' })
  sampleRate!: number;

  @ApiProperty({ type: 'integer', description: 'Of each sample, as stored.' })
  bits!: number;

  @ApiProperty({ type: 'integer' })
  channels!: number;
}

export class AudioView {
  @ApiProperty({ example: 'builtin:welcome', description: 'What campaigns refer to.' })
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ example: 'welcome' })
  name!: string;

  @ApiProperty({ description: 'True for a sound that Guichet brings: spoken in the language of the campaign.' })
  builtin!: boolean;

  @ApiProperty({ type: String, nullable: true, enum: LANGUAGES, description: 'Null for a builtin sound, which has several.' })
  language!: 'fr' | 'en' | null;

  @ApiProperty({ type: [String], example: ['fr', 'en'] })
  languages!: string[];

  @ApiProperty({ type: 'number', description: 'Of the longest language.' })
  durationSeconds!: number;

  @ApiProperty({ type: String, nullable: true, description: 'What is said, where it is known; in the first of the languages.' })
  text!: string | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'The loudest sample, in dB below full scale: 0 is the limit. Null for a builtin sound.',
  })
  peakDbfs!: number | null;

  @ApiProperty({ type: 'number', nullable: true, description: 'How loud it is where it is heard, pauses apart; a voice is best near -20.' })
  loudnessDbfs!: number | null;

  @ApiProperty({ type: [SoundWarningView], description: 'It can be played, but not as meant.' })
  warnings!: readonly SoundWarningView[];

  @ApiProperty({ type: SoundSourceView, nullable: true, description: 'The file it was made of.' })
  source!: SoundSourceView | null;

  @ApiProperty({ description: 'False: its file vanished from the disk, and callers hear the built-in sound instead.' })
  present!: boolean;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  createdAt!: string | null;
}
