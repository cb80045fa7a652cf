import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsString, Length, ValidateNested } from 'class-validator';

import { Optional } from '../../../platform/http/optional.js';
import { SECTIONS } from '../campaign-sections.js';
import { CampaignDraft } from './campaign.dto.js';
import { CampaignView } from './campaign-view.dto.js';

export const FORMAT = 'guichet-campaign';
export const FORMAT_VERSION = 1;

const OUTCOMES = ['created', 'reused', 'renamed'] as const;
const SECTION = { type: 'object', additionalProperties: { type: 'object', additionalProperties: true }, default: {} } as const;

export class CampaignCloneDraft {
  @ApiProperty({ example: 'Support (copy)', minLength: 1, maxLength: 120 })
  @IsString()
  @Length(1, 120)
  name!: string;
}

/** What a campaign refers to, each by the id that the rest of the document calls it. */
export class CampaignResources {
  @ApiPropertyOptional({ ...SECTION, description: 'Sounds that were uploaded: name, language, WAV file in base64 and its SHA-256.' })
  @Optional()
  @IsObject()
  audio: Record<string, Record<string, unknown>> = {};

  @ApiPropertyOptional(SECTION)
  @Optional()
  @IsObject()
  skillGroups: Record<string, Record<string, unknown>> = {};

  @ApiPropertyOptional({ ...SECTION, description: 'Found by their code where they go; their agents do not travel.' })
  @Optional()
  @IsObject()
  queues: Record<string, Record<string, unknown>> = {};

  @ApiPropertyOptional(SECTION)
  @Optional()
  @IsObject()
  workSchedules: Record<string, Record<string, unknown>> = {};

  @ApiPropertyOptional(SECTION)
  @Optional()
  @IsObject()
  callingHours: Record<string, Record<string, unknown>> = {};

  @ApiPropertyOptional(SECTION)
  @Optional()
  @IsObject()
  holidayGroups: Record<string, Record<string, unknown>> = {};

  @ApiPropertyOptional(SECTION)
  @Optional()
  @IsObject()
  dispositionGroups: Record<string, Record<string, unknown>> = {};

  @ApiPropertyOptional(SECTION)
  @Optional()
  @IsObject()
  scripts: Record<string, Record<string, unknown>> = {};

  @ApiPropertyOptional(SECTION)
  @Optional()
  @IsObject()
  ivrScenarios: Record<string, Record<string, unknown>> = {};
}

export class TravellingCampaign extends OmitType(CampaignDraft, ['didIds']) {}

/** A campaign in one document, for another installation. */
export class CampaignImport {
  @ApiProperty({ enum: [FORMAT] })
  @IsIn([FORMAT])
  format!: typeof FORMAT;

  @ApiProperty({ type: 'integer', enum: [FORMAT_VERSION] })
  @IsIn([FORMAT_VERSION])
  formatVersion!: typeof FORMAT_VERSION;

  @ApiPropertyOptional({ format: 'date-time' })
  @Optional()
  @IsString()
  exportedAt?: string;

  @ApiProperty({ description: 'Its ids are keys of `resources`; sounds that Guichet brings are named as they are.' })
  @IsObject()
  @ValidateNested()
  @Type(() => TravellingCampaign)
  campaign!: TravellingCampaign;

  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => CampaignResources)
  resources!: CampaignResources;
}

export class CampaignExport extends CampaignImport {}

/** What became of a resource that the document brought. */
export class ImportedResource {
  @ApiProperty({ enum: [...SECTIONS] })
  section!: string;

  @ApiProperty({ description: 'What the document calls it.' })
  key!: string;

  @ApiProperty({ description: 'What it is here.' })
  id!: string;

  @ApiProperty({ description: 'Its name here; the code of a queue.' })
  name!: string;

  @ApiProperty({
    enum: OUTCOMES,
    description: '`renamed`: made under another name, since something else has the name here.',
  })
  outcome!: (typeof OUTCOMES)[number];
}

export class CampaignImported {
  @ApiProperty()
  campaign!: CampaignView;

  @ApiProperty({ type: [ImportedResource] })
  resources!: ImportedResource[];
}
