import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';

import type { EndingBlame, EndingHow } from '../../../core/calls/call-ending.js';
import type { DispositionCategory, ScriptAnswer } from '../../../core/plan/briefing.js';
import { Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';

const ENDINGS: EndingHow[] = [
  'answered',
  'abandoned',
  'self-served',
  'deterred',
  'rerouted',
  'callback',
  'voicemail',
  'closed',
  'lost',
  'failed',
];
const BLAMES: EndingBlame[] = ['caller', 'agent', 'supervisor', 'outside', 'campaign', 'guichet', 'pbx'];
const INSTANT = { type: String, format: 'date-time' } as const;
const OPTIONAL_INSTANT = { ...INSTANT, nullable: true } as const;
const OPTIONAL_ID = { type: String, nullable: true } as const;

export class CallQuery extends PageQuery {
  @ApiPropertyOptional()
  @Optional()
  @IsString()
  @Length(1, 26)
  campaignId?: string;

  @ApiPropertyOptional({ ...INSTANT, description: 'Arrived at this instant or after.' })
  @Optional()
  @IsString()
  from?: string;

  @ApiPropertyOptional({ ...INSTANT, description: 'Arrived before this instant.' })
  @Optional()
  @IsString()
  to?: string;

  @ApiPropertyOptional({ enum: ENDINGS })
  @Optional()
  @IsIn(ENDINGS)
  ending?: EndingHow;
}

class EndingView {
  @ApiProperty({ enum: ENDINGS })
  how!: EndingHow;

  @ApiProperty({ description: 'The phase in which it ended.', example: 'waiting' })
  during!: string;

  @ApiProperty({
    enum: BLAMES,
    description: 'Who made it end. `supervisor`: for the agent, by request; `outside`: the number to which an agent had sent the caller.',
  })
  blame!: EndingBlame;
}

export class CallView {
  @ApiProperty()
  id!: string;

  @ApiProperty(OPTIONAL_ID)
  campaignId!: string | null;

  @ApiProperty({ example: '+33170000001' })
  did!: string;

  @ApiProperty({ ...OPTIONAL_ID, description: 'Null: withheld.' })
  caller!: string | null;

  @ApiProperty(INSTANT)
  arrivedAt!: string;

  @ApiProperty(OPTIONAL_INSTANT)
  queuedAt!: string | null;

  @ApiProperty({ ...OPTIONAL_INSTANT, description: 'When an agent and the caller heard each other.' })
  answeredAt!: string | null;

  @ApiProperty(OPTIONAL_INSTANT)
  endedAt!: string | null;

  @ApiProperty(OPTIONAL_ID)
  queueId!: string | null;

  @ApiProperty(OPTIONAL_ID)
  agentId!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'In the queue, until the agent or the end; null before, and when never queued.',
  })
  waitSeconds!: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  talkSeconds!: number | null;

  @ApiProperty({ description: 'Where the call is, or where it ended.' })
  phase!: string;

  @ApiProperty({ ...OPTIONAL_ID, description: 'The callback that this call is: Guichet dialled, and the caller is who was called back.' })
  callbackId!: string | null;

  @ApiProperty({ type: EndingView, nullable: true, description: 'Null while the call goes on.' })
  ending!: EndingView | null;
}

export class TimelineEntry {
  @ApiProperty()
  id!: string;

  @ApiProperty(INSTANT)
  at!: string;

  @ApiProperty({ example: 'call-queued', description: 'What happened; each type has fields of its own.' })
  type!: string;
}

/** What an agent said of the call, with a copy of what the codes meant. */
export class CallDispositionView {
  @ApiProperty()
  agentId!: string;

  @ApiProperty(INSTANT)
  at!: string;

  @ApiProperty({ example: 'SALE' })
  code!: string;

  @ApiProperty({ example: 'Vente' })
  label!: string;

  @ApiProperty(OPTIONAL_ID)
  detailCode!: string | null;

  @ApiProperty(OPTIONAL_ID)
  detailLabel!: string | null;

  @ApiProperty({ enum: ['positive', 'argued', 'not-argued'] })
  category!: DispositionCategory;

  @ApiProperty({ type: Number, nullable: true })
  profit!: number | null;

  @ApiProperty({ ...OPTIONAL_ID, description: 'Of the profit, ISO 4217.' })
  currency!: string | null;

  @ApiProperty()
  countsForQuota!: boolean;

  @ApiProperty(OPTIONAL_ID)
  note!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'To the questions of the script, by key.' })
  answers!: Record<string, ScriptAnswer>;
}

/** See `/recordings` for the rest. */
export class CallRecordingView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ description: 'With whom the conversation began.' })
  agentId!: string;

  @ApiProperty(INSTANT)
  startedAt!: string;

  @ApiProperty()
  durationSeconds!: number;
}

export class CallDetailView extends CallView {
  @ApiProperty({ type: CallDispositionView, nullable: true, description: "The last agent's, or else the last one given." })
  disposition!: CallDispositionView | null;

  @ApiProperty({ type: [CallDispositionView], description: 'One of each agent who gave one: the last.' })
  dispositions!: CallDispositionView[];

  @ApiProperty({ type: 'object', additionalProperties: true, description: "The disposition's, to the questions of the script, by key." })
  answers!: Record<string, ScriptAnswer>;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Of the caller, after the conversation.' })
  surveyAnswers!: Record<string, string>;

  @ApiProperty({
    ...OPTIONAL_ID,
    description:
      'The message that the caller left, once it is safe on our disk; it may become so after a call that ended as `failed` because the disk refused it.',
  })
  voicemailId!: string | null;

  @ApiProperty({ type: [TimelineEntry] })
  timeline!: TimelineEntry[];

  @ApiProperty({ type: [CallRecordingView], description: 'Those that are kept, or may be.' })
  recordings!: CallRecordingView[];
}
