import { ApiProperty, getSchemaPath } from '@nestjs/swagger';

import type { TransferTarget } from '../../../core/calls/handset.js';
import { AgentTarget, NumberTarget, QueueTarget } from './transfer.dto.js';

const INSTANT = { type: String, format: 'date-time' } as const;

/** Whom the agent asks about the caller, who has music meanwhile. */
export class ConsultationOfCall {
  @ApiProperty({ oneOf: [AgentTarget, QueueTarget, NumberTarget].map((type) => ({ $ref: getSchemaPath(type) })) })
  to!: TransferTarget;

  @ApiProperty(INSTANT)
  begunAt!: string;

  @ApiProperty({ ...INSTANT, nullable: true, description: 'Since when both talk; null while it rings.' })
  connectedAt!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Who was reached; null while it rings, and for a number outside.' })
  withAgentId!: string | null;
}
