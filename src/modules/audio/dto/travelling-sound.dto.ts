import { IsBase64, IsIn, IsString, Length, Matches } from 'class-validator';

/** 30 minutes of telephone sound, in base64. */
const LONGEST_CONTENT = 40_000_000;

/** A sound of the library inside a document. */
export class TravellingSound {
  @IsString()
  @Length(1, 120)
  name!: string;

  @IsIn(['fr', 'en'])
  language!: 'fr' | 'en';

  /** Of the content, in hexadecimal. */
  @IsString()
  @Matches(/^[0-9a-f]{64}$/, { message: 'sha256 must be 64 hexadecimal digits' })
  sha256!: string;

  /** A WAV file. */
  @IsString()
  @Length(1, LONGEST_CONTENT)
  @IsBase64()
  content!: string;
}
