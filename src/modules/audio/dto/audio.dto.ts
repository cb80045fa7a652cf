import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

import { Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';

export class AudioQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['fr', 'en'], description: 'Only sounds that exist in this language.' })
  @Optional()
  @IsIn(['fr', 'en'])
  language?: 'fr' | 'en';
}

export class AudioView {
  @ApiProperty({ example: 'builtin:welcome', description: 'What campaigns refer to.' })
  id!: string;

  @ApiProperty({ example: 'welcome' })
  name!: string;

  @ApiProperty({ description: 'True for a sound that Guichet brings: spoken in the language of the campaign.' })
  builtin!: boolean;

  @ApiProperty({ type: [String], example: ['fr', 'en'] })
  languages!: string[];

  @ApiProperty({ type: 'number', description: 'Of the longest language.' })
  durationSeconds!: number;

  @ApiProperty({ type: String, nullable: true, description: 'What is said, in the first of the languages.' })
  text!: string | null;
}
