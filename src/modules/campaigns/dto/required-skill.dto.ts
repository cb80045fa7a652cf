import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';

/** A skill that an agent must have to be offered the campaign's calls. */
export class RequiredSkillItem {
  @ApiProperty()
  @IsString()
  @Length(1, 26)
  skillId!: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 9, default: 0 })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(9)
  minimumLevel?: number;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: 86_400,
    default: null,
    description: 'After so long in the line the skill is no longer required; null never relaxes.',
  })
  @Optional()
  @Nullable()
  @IsInt()
  @Min(1)
  @Max(86_400)
  relaxAfterSeconds?: number | null;
}

export class RequiredSkillView {
  @ApiProperty()
  skillId!: string;

  @ApiProperty({ type: 'integer' })
  minimumLevel!: number;

  @ApiProperty({ type: 'integer', nullable: true })
  relaxAfterSeconds!: number | null;
}
