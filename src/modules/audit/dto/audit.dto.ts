import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';

import { AUDIT_OUTCOMES, type AuditOutcome } from '../../../platform/database/audit-entry.entity.js';
import { Optional } from '../../../platform/http/optional.js';
import { PageQuery } from '../../../platform/http/paging.js';

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'date-time', description: 'From this instant on.' })
  @Optional()
  @IsString()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before this instant.' })
  @Optional()
  @IsString()
  to?: string;

  @ApiPropertyOptional({ example: 'admin', description: 'Login, or name of the API key.' })
  @Optional()
  @Length(1, 120)
  by?: string;

  @ApiPropertyOptional({ example: 'campaigns', description: 'The first part of the path.' })
  @Optional()
  @Length(1, 60)
  resource?: string;

  @ApiPropertyOptional()
  @Optional()
  @Length(1, 100)
  resourceId?: string;

  @ApiPropertyOptional({ enum: AUDIT_OUTCOMES })
  @Optional()
  @IsIn(AUDIT_OUTCOMES)
  outcome?: AuditOutcome;
}

export class AuditEntryView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ description: 'Login, or name of the API key; of a sign-in, what was typed.' })
  by!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null of a sign-in.' })
  role!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Where the request came from.' })
  address!: string | null;

  @ApiProperty({ example: 'PATCH' })
  method!: string;

  @ApiProperty({ example: '/campaigns/01JZ…' })
  path!: string;

  @ApiProperty({ example: 'change', description: '`create`, `change`, `replace`, `remove`, or what was asked for, such as `start`.' })
  action!: string;

  @ApiProperty({ example: 'campaigns' })
  resource!: string;

  @ApiProperty({ type: String, nullable: true })
  resourceId!: string | null;

  @ApiProperty({ enum: AUDIT_OUTCOMES })
  outcome!: AuditOutcome;

  @ApiProperty({ type: String, nullable: true, description: 'Why it was refused.' })
  code!: string | null;

  @ApiProperty({
    nullable: true,
    oneOf: [{ type: 'object', additionalProperties: true }, { type: 'array', items: {} }, { type: 'string' }],
    description: 'What was sent, with secrets masked and what is long shortened.',
  })
  changes!: unknown;
}
