import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsObject, IsString, Length, ValidateNested } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';
import { AgentStateView } from './agent-state.dto.js';
import { DispositionOfCall } from './agent-call.dto.js';

export class CallbackWish {
  @ApiProperty({ example: '+33612345678', minLength: 3, maxLength: 30, description: 'Which the dial policy allows.' })
  @IsString()
  @Length(3, 30)
  number!: string;

  @ApiProperty({ format: 'date-time', description: "In the future, and within the campaign's `callback.deadline`." })
  @IsString()
  @Length(1, 40)
  at!: string;
}

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

  @ApiPropertyOptional({
    type: CallbackWish,
    nullable: true,
    default: null,
    description: 'The agent calls the customer back then; the callback is the agent’s own.',
  })
  @Optional()
  @Nullable()
  @IsObject()
  @ValidateNested()
  @Type(() => CallbackWish)
  callback?: CallbackWish | null;

  @ApiPropertyOptional({ default: false, description: 'Given in wrap-up, a disposition ends it unless this is set.' })
  @Optional()
  @IsBoolean()
  keepWrapUp?: boolean;
}

/** What the agent is doing now, and what was written down. */
export class DisposedView extends AgentStateView {
  @ApiProperty()
  disposition!: DispositionOfCall;

  @ApiProperty({ type: String, nullable: true, description: 'Of the callback that was planned with it, see `/callbacks`.' })
  callbackId!: string | null;
}
