import { ApiProperty, OmitType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsString, Max, Min } from 'class-validator';

import { wholeNumber } from '../../../platform/http/paging.js';
import { CampaignView } from './campaign-view.dto.js';

/** Whatever can stand in a campaign. */
const ANYTHING = {
  oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'array', items: {} }, { type: 'object' }],
  nullable: true,
};

export class CampaignDifference {
  @ApiProperty({ example: 'messages.loopSeconds' })
  path!: string;

  @ApiProperty({ ...ANYTHING, example: 30 })
  from!: unknown;

  @ApiProperty({ ...ANYTHING, example: 20 })
  to!: unknown;
}

/** What somebody changed, and when. */
export class CampaignVersionView {
  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ description: 'Login of the author, or name of the API key.' })
  by!: string;

  @ApiProperty({ type: [CampaignDifference], description: 'Against the version before; empty for the first. Lists are told whole.' })
  changes!: CampaignDifference[];
}

export class CampaignThenView extends OmitType(CampaignView, ['id', 'version', 'override', 'createdAt']) {}

/** A version with all of the campaign as it was then. */
export class CampaignVersionDocument extends CampaignVersionView {
  @ApiProperty()
  campaign!: CampaignThenView;
}

export class CampaignVersionParams {
  @ApiProperty()
  @IsString()
  id!: string;

  @ApiProperty({ type: 'integer', minimum: 1 })
  @Transform(wholeNumber)
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  version!: number;
}
