import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsObject, IsString, Length } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';
import { AgentStateView } from './agent-state.dto.js';
import { DispositionOfCall } from './agent-call.dto.js';

export class DispositionRequest {
  @ApiProperty({ example: 'pbx-1764144000.12', minLength: 1, maxLength: 100 })
  @IsString()
  @Length(1, 100)
  callId!: string;

  @ApiProperty({ example: 'SALE', minLength: 1, maxLength: 20, description: 'Of the disposition group of the call.' })
  @IsString()
  @Length(1, 20)
  code!: string;

  @ApiPropertyOptional({ type: String, nullable: true, minLength: 1, maxLength: 20, default: null })
  @Optional()
  @Nullable()
  @IsString()
  @Length(1, 20)
  detailCode?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 4_000, default: null })
  @Optional()
  @Nullable()
  @IsString()
  @Length(0, 4_000)
  note?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    default: {},
    description:
      'By the key of the question: a text (of 2,000 characters at the most), a number, true or false, an option, a list of options, a day. None is required, and null is none.',
  })
  @Optional()
  @Nullable()
  @IsObject()
  answers?: Record<string, unknown> | null;

  @ApiPropertyOptional({ default: false, description: 'Given in wrap-up, a disposition ends it unless this is set.' })
  @Optional()
  @IsBoolean()
  keepWrapUp?: boolean;
}

/** What the agent is doing now, and what was written down. */
export class DisposedView extends AgentStateView {
  @ApiProperty()
  disposition!: DispositionOfCall;
}
