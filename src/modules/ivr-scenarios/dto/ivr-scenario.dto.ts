import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsString, Length } from 'class-validator';

import { LIMITS } from '../../../core/ivr/limits.js';
import type { IvrLanguage } from '../../../core/ivr/scenario.js';
import { Optional } from '../../../platform/http/optional.js';

const LANGUAGES = ['fr', 'en'] as const;
const NODES = {
  type: 'object' as const,
  additionalProperties: { type: 'object', required: ['type'], properties: { type: { type: 'string' } }, additionalProperties: true },
};

export class IvrScenarioDraft {
  @ApiProperty({ example: 'Accueil', minLength: 1, maxLength: LIMITS.nameCharacters, description: 'Unique.' })
  @IsString()
  @Length(1, LIMITS.nameCharacters)
  name!: string;

  @ApiProperty({ enum: LANGUAGES, description: 'In which built-in sounds are spoken.' })
  @IsIn(LANGUAGES)
  language!: IvrLanguage;

  @ApiPropertyOptional({ type: [String], default: [], description: 'Variables that a scenario of which this one is a part has set.' })
  @Optional()
  @IsArray()
  @ArrayMaxSize(LIMITS.variables)
  @IsString({ each: true })
  inputs?: string[];

  @ApiProperty({ example: 'welcome', description: 'The first node.' })
  @IsString()
  @Length(1, 40)
  start!: string;

  @ApiProperty({
    ...NODES,
    description: `By id, at most ${LIMITS.nodes}. Each has a \`type\`, and the properties that docs/ivr.md tells for it.`,
  })
  @IsObject()
  nodes!: Record<string, unknown>;
}

export class IvrScenarioChanges extends PartialType(IvrScenarioDraft, { skipNullProperties: false }) {}

export class IvrScenarioView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: LANGUAGES })
  language!: IvrLanguage;

  @ApiProperty({ type: [String] })
  inputs!: string[];

  @ApiProperty()
  start!: string;

  @ApiProperty({ ...NODES, description: 'With the defaults of what was not given.' })
  nodes!: Record<string, object>;
}
