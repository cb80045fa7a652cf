import { ApiProperty } from '@nestjs/swagger';

import type { AgentStateName } from '../../../core/acd/agent-state.js';
import type { DispositionCategory, QuestionPlan, ScriptAnswer } from '../../../core/plan/briefing.js';
import { CALL_KINDS, type CallKind } from '../call-senders.js';
import { AGENT_STATES } from './agent-state.dto.js';
import { ConsultationOfCall } from './talk-of-call.dto.js';

const CATEGORIES: DispositionCategory[] = ['positive', 'argued', 'not-argued'];
const QUESTION_TYPES: QuestionPlan['type'][] = ['text', 'number', 'boolean', 'choice', 'choices', 'date'];
const RECORDINGS = ['none', 'on', 'paused'];
const OPTIONAL_TEXT = { type: String, nullable: true } as const;
const INSTANT = { type: String, format: 'date-time' } as const;
const OPTIONAL_INSTANT = { ...INSTANT, nullable: true } as const;

class CampaignOfCall {
  @ApiProperty()
  id!: string;

  @ApiProperty({ description: 'As it was when the call arrived.' })
  name!: string;
}

class SenderOfCall {
  @ApiProperty()
  agentId!: string;

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'Null: no longer of the staff.' })
  displayName!: string | null;
}

class DispositionGroupOfCall {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty({ ...OPTIONAL_TEXT, example: 'EUR', description: 'Of every profit.' })
  currency!: string | null;
}

class DetailOnOffer {
  @ApiProperty({ example: 'PRICE' })
  code!: string;

  @ApiProperty({ example: 'Trop cher' })
  label!: string;
}

class DispositionOnOffer {
  @ApiProperty({ example: 'NO' })
  code!: string;

  @ApiProperty({ example: 'Refus', description: 'Of a system disposition: in the language of the campaign.' })
  label!: string;

  @ApiProperty({ enum: CATEGORIES })
  category!: DispositionCategory;

  @ApiProperty({ type: Number, nullable: true })
  profit!: number | null;

  @ApiProperty()
  countsForQuota!: boolean;

  @ApiProperty({ type: [DetailOnOffer] })
  details!: DetailOnOffer[];

  @ApiProperty({ description: 'Built in; the same in every group.' })
  system!: boolean;
}

class QuestionOfCall {
  @ApiProperty({ example: 'contract', description: 'The name of the answer.' })
  key!: string;

  @ApiProperty()
  label!: string;

  @ApiProperty({ enum: QUESTION_TYPES })
  type!: QuestionPlan['type'];

  @ApiProperty({ type: [String], description: 'Of `choice` and `choices`; else empty.' })
  options!: string[];
}

class SectionOfCall {
  @ApiProperty()
  title!: string;

  @ApiProperty({ description: 'Safe to show as it is.' })
  html!: string;

  @ApiProperty({ type: [QuestionOfCall] })
  questions!: QuestionOfCall[];
}

class ScriptOfCall {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: [SectionOfCall] })
  sections!: SectionOfCall[];
}

/** What was said of a call, with a copy of what its codes meant. */
export class DispositionOfCall {
  @ApiProperty({ example: 'SALE' })
  code!: string;

  @ApiProperty({ example: 'Vente' })
  label!: string;

  @ApiProperty(OPTIONAL_TEXT)
  detailCode!: string | null;

  @ApiProperty(OPTIONAL_TEXT)
  detailLabel!: string | null;

  @ApiProperty({ enum: CATEGORIES })
  category!: DispositionCategory;

  @ApiProperty({ type: Number, nullable: true })
  profit!: number | null;

  @ApiProperty({ ...OPTIONAL_TEXT, example: 'EUR', description: 'Of the profit; null without one.' })
  currency!: string | null;

  @ApiProperty()
  countsForQuota!: boolean;

  @ApiProperty(OPTIONAL_TEXT)
  note!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'To the questions of the script, by key.',
    example: { contract: 'FR-1234', reason: 'Panne' },
  })
  answers!: Record<string, ScriptAnswer>;
}

/** What the caller was told of the wait. */
export class AnnouncedWaitOfCall {
  @ApiProperty(INSTANT)
  announcedAt!: string;

  @ApiProperty({ type: 'integer', description: 'Expected from then on.' })
  seconds!: number;

  @ApiProperty({ type: 'integer' })
  lowSeconds!: number;

  @ApiProperty({ type: 'integer' })
  highSeconds!: number;
}

/** What an agent is handed with an offer; the event `call-offered` carries the same. */
export class OfferedCall {
  @ApiProperty({
    enum: CALL_KINDS,
    description:
      '`call`: a caller from the line. `transfer`: a colleague has sent them. `returned`: nobody took them where you sent them. `consultation`: a colleague asks you about them; the caller is not yours.',
  })
  kind!: CallKind;

  @ApiProperty({ type: SenderOfCall, nullable: true, description: 'Who sent them or asks you; null for a `call` and what has `returned`.' })
  from!: SenderOfCall | null;

  @ApiProperty({ type: CampaignOfCall, nullable: true })
  campaign!: CampaignOfCall | null;

  @ApiProperty({ example: '+33170000001' })
  did!: string;

  @ApiProperty({ ...OPTIONAL_TEXT, description: 'Null: withheld.' })
  caller!: string | null;

  @ApiProperty(OPTIONAL_TEXT)
  queueId!: string | null;

  @ApiProperty(INSTANT)
  arrivedAt!: string;

  @ApiProperty(OPTIONAL_INSTANT)
  queuedAt!: string | null;

  @ApiProperty({ type: 'integer', description: 'In the queue, so far or until the agent.' })
  waitSeconds!: number;

  @ApiProperty({
    type: AnnouncedWaitOfCall,
    nullable: true,
    description: 'The wait that the caller was last told of; null: none was announced.',
  })
  announcedWait!: AnnouncedWaitOfCall | null;

  @ApiProperty({ enum: ['fr', 'en'] })
  language!: 'fr' | 'en';

  @ApiProperty({ type: ScriptOfCall, nullable: true, description: 'Of the campaign as it was when the call arrived; null: none.' })
  script!: ScriptOfCall | null;

  @ApiProperty({ type: DispositionGroupOfCall, nullable: true })
  dispositionGroup!: DispositionGroupOfCall | null;

  @ApiProperty({ type: [DispositionOnOffer], description: 'All that can be said of the call, the system ones included.' })
  dispositions!: DispositionOnOffer[];
}

export class AgentCallView extends OfferedCall {
  @ApiProperty()
  callId!: string;

  @ApiProperty({ enum: AGENT_STATES, description: "The agent's: offered, talking or wrap-up." })
  state!: AgentStateName;

  @ApiProperty({ ...OPTIONAL_INSTANT, description: 'Since when this agent and the caller hear each other; null before.' })
  connectedAt!: string | null;

  @ApiProperty({ ...OPTIONAL_INSTANT, description: 'Since when this agent has the caller on hold; null: not.' })
  heldSince!: string | null;

  @ApiProperty({ type: ConsultationOfCall, nullable: true, description: 'Whom this agent asks about the caller; null: nobody.' })
  consultation!: ConsultationOfCall | null;

  @ApiProperty({ enum: RECORDINGS, description: 'Whether what this agent and the caller say is recorded, now; `paused`: by this agent.' })
  recording!: 'none' | 'on' | 'paused';

  @ApiProperty({ ...OPTIONAL_INSTANT, description: 'Null while the call goes on.' })
  endedAt!: string | null;

  @ApiProperty({ type: DispositionOfCall, nullable: true, description: 'What this agent has said of it so far.' })
  disposition!: DispositionOfCall | null;
}
