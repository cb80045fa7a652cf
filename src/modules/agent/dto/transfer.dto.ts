import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsString, Length, ValidateNested } from 'class-validator';

import { brandId, type AgentId, type QueueId } from '../../../core/kernel/ids.js';
import type { AgentRequest } from '../../../engine/desk.js';

export const TARGET_KINDS = ['agent', 'queue', 'number'] as const;

/** A target of unknown kind: refused with the kinds that exist. */
export class TargetDraft {
  @IsIn(TARGET_KINDS)
  kind!: string;
}

export class AgentTarget {
  @ApiProperty({ enum: ['agent'] })
  @IsIn(['agent'])
  kind!: 'agent';

  @ApiProperty({ description: 'Rings for half a minute; then the caller is back with who sent them, or in the line.' })
  @IsString()
  @Length(1, 26)
  agentId!: string;
}

export class QueueTarget {
  @ApiProperty({ enum: ['queue'] })
  @IsIn(['queue'])
  kind!: 'queue';

  @ApiProperty({ description: 'The caller stands in it with the time they came at.' })
  @IsString()
  @Length(1, 26)
  queueId!: string;
}

export class NumberTarget {
  @ApiProperty({ enum: ['number'] })
  @IsIn(['number'])
  kind!: 'number';

  @ApiProperty({ example: '+33140000000', minLength: 3, maxLength: 30, description: 'Which the dial policy allows.' })
  @IsString()
  @Length(3, 30)
  number!: string;
}

@ApiExtraModels(AgentTarget, QueueTarget, NumberTarget)
export class TransferRequest {
  @ApiProperty({ oneOf: [AgentTarget, QueueTarget, NumberTarget].map((type) => ({ $ref: getSchemaPath(type) })) })
  @IsObject()
  @ValidateNested()
  @Type(() => TargetDraft, {
    discriminator: {
      property: 'kind',
      subTypes: [
        { name: 'agent', value: AgentTarget },
        { name: 'queue', value: QueueTarget },
        { name: 'number', value: NumberTarget },
      ],
    },
    keepDiscriminatorProperty: true,
  })
  to!: AgentTarget | QueueTarget | NumberTarget;

  @ApiProperty({ enum: ['blind', 'attended'], description: '`attended`: the agent talks to the target first, while the caller has music.' })
  @IsIn(['blind', 'attended'])
  mode!: 'blind' | 'attended';
}

export const TRANSFER = { to: { kind: 'number', number: '+33140000000' }, mode: 'blind' };

/** The request as the floor's desk takes it. */
export function transferOf({ to, mode }: TransferRequest): Extract<AgentRequest, { readonly type: 'transfer' }> {
  switch (to.kind) {
    case 'agent':
      return { type: 'transfer', to: { kind: 'agent', agentId: brandId<AgentId>(to.agentId) }, mode };
    case 'queue':
      return { type: 'transfer', to: { kind: 'queue', queueId: brandId<QueueId>(to.queueId) }, mode };
    case 'number':
      return { type: 'transfer', to: { kind: 'number', number: to.number }, mode };
  }
}
