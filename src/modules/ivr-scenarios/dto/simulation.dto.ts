import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsISO8601, IsObject, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';

import { Nullable, Optional } from '../../../platform/http/optional.js';

const MOST_ENTRIES = 200;

/** A caller who is made up. */
export class SimulationInputs {
  @ApiPropertyOptional({
    type: [String],
    example: ['1', '4711#'],
    default: [],
    description:
      'What is pressed each time keys are awaited; keys that one does not use are there for the next. An empty text, or none left: silence.',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(MOST_ENTRIES)
  @Matches(/^[0-9*#]{0,60}$/, { each: true, message: 'keys must be texts of 0 to 9, * and #' })
  keys?: string[];

  @ApiPropertyOptional({ type: String, nullable: true, default: null, description: 'E.164; null: withheld.' })
  @Optional()
  @Nullable()
  @IsString()
  @MaxLength(40)
  caller?: string | null;

  @ApiPropertyOptional({ default: '', description: 'The number that was dialled.' })
  @Optional()
  @IsString()
  @MaxLength(40)
  did?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When the call is; without it, now.' })
  @Optional()
  @IsISO8601({ strict: true, strictSeparator: true })
  at?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: true },
    example: { lookUp: { status: 200, json: { level: 3 } } },
    description: 'What is answered to the request of each HTTP node, by its id; without one, the request fails. Nothing is really asked.',
  })
  @Optional()
  @IsObject()
  http?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { enum: ['open', 'closed'] },
    description: 'Work schedules by id, where they are not to be looked up.',
  })
  @Optional()
  @IsObject()
  schedules?: Record<string, unknown>;
}

export class Simulation {
  @ApiProperty({ type: SimulationInputs })
  @ValidateNested()
  @Type(() => SimulationInputs)
  inputs!: SimulationInputs;
}

export class SimulatedStep {
  @ApiProperty()
  scenarioId!: string;

  @ApiProperty()
  nodeId!: string;

  @ApiProperty({ example: 'menu' })
  type!: string;

  @ApiProperty({ type: [String], description: 'Ids of sounds, and texts in quotes, in order.' })
  heard!: readonly string[];

  @ApiProperty({
    type: 'array',
    items: { type: 'object', required: ['type'], properties: { type: { type: 'string' } }, additionalProperties: true },
    description: 'What was decided there, as the timeline of a call tells it.',
  })
  facts!: readonly object[];
}

export class SimulationResult {
  @ApiProperty({ type: [SimulatedStep] })
  path!: readonly SimulatedStep[];

  @ApiProperty({
    type: 'object',
    required: ['exit'],
    properties: { exit: { enum: ['enqueue', 'transfer', 'voicemail', 'callback', 'hang-up', 'done'] } },
    additionalProperties: true,
    example: { exit: 'enqueue', priorityOffset: 0, skills: [], queueId: null },
  })
  exit!: object;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'What would be stored with the call.' })
  answers!: Readonly<Record<string, string>>;
}
