import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

import { ROLES, type Role } from '../../../platform/auth/principal.js';
import { Nullable, Optional } from '../../../platform/http/optional.js';
import { Tidy } from '../../../platform/http/tidy.js';
import { PageQuery } from '../../../platform/http/paging.js';
import { EndpointPhone, NumberPhone, PHONE_TYPES, PhoneDraft, SipPhone, type Phone } from './phone.dto.js';

const PHONE_SCHEMA = {
  oneOf: [SipPhone, EndpointPhone, NumberPhone].map((type) => ({ $ref: getSchemaPath(type) })),
  nullable: true,
};
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,79}$/;
const EXTENSION = /^\d{2,10}$/;

export class SkillLevel {
  @ApiProperty()
  @IsString()
  @Length(1, 26)
  skillId!: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 9, description: '9 is best; 0 still has the skill.' })
  @IsInt()
  @Min(0)
  @Max(9)
  level!: number;
}

@ApiExtraModels(SipPhone, EndpointPhone, NumberPhone)
export class AgentDraft {
  @ApiProperty({ example: 'alice', pattern: LOGIN.source, description: 'Unique, whatever the case.' })
  @Matches(LOGIN, { message: 'login must be 1 to 80 letters, digits and . _ @ + -' })
  login!: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    minLength: 8,
    maxLength: 200,
    default: null,
    description: 'Null: cannot sign in over HTTP.',
  })
  @Optional()
  @Nullable()
  @IsString()
  @Length(8, 200)
  password?: string | null;

  @ApiPropertyOptional({ example: 'Alice Martin', minLength: 1, maxLength: 120, description: 'The login unless given.' })
  @Tidy()
  @Optional()
  @IsString()
  @Length(1, 120)
  displayName?: string;

  @ApiPropertyOptional({ enum: ROLES, default: 'agent' })
  @Optional()
  @IsIn(ROLES)
  role?: Role;

  @ApiPropertyOptional({ type: String, nullable: true, example: '101', pattern: EXTENSION.source, default: null, description: 'Unique.' })
  @Optional()
  @Nullable()
  @Matches(EXTENSION, { message: 'extension must be 2 to 10 digits' })
  extension?: string | null;

  @ApiPropertyOptional({ ...PHONE_SCHEMA, description: 'Agents: a SIP phone unless given. Supervisors and administrators: null.' })
  @Optional()
  @Nullable()
  @IsObject()
  @ValidateNested()
  @Type(() => PhoneDraft, PHONE_TYPES)
  phone?: Phone | null;

  @ApiPropertyOptional({
    enum: ['per-call', 'permanent'],
    default: 'per-call',
    description:
      '`per-call`: the phone is called for each offer. `permanent`: it is called once, at the sign-in, and stays connected; calls arrive after the whisper ' +
      'without ringing. A change holds from the next sign-in on.',
  })
  @Optional()
  @IsIn(['per-call', 'permanent'])
  connection?: 'per-call' | 'permanent';

  @ApiPropertyOptional({
    default: false,
    description:
      'Whether the number that the phone names instead of itself (SIP 302) is called for an offer: through the trunk, once, within the same ring time-out, ' +
      'and as far as the dial policy allows. Otherwise, and in every other call to the phone, it has refused the call.',
  })
  @Optional()
  @IsBoolean()
  followForwarding?: boolean;

  @ApiPropertyOptional({ type: [SkillLevel], default: [] })
  @Optional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => SkillLevel)
  skills?: SkillLevel[];
}

export class AgentChanges extends PartialType(AgentDraft, { skipNullProperties: false }) {}

export class AgentQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ROLES })
  @Optional()
  @IsIn(ROLES)
  role?: Role;
}

@ApiExtraModels(SipPhone, EndpointPhone, NumberPhone)
export class AgentView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  login!: string;

  @ApiProperty()
  displayName!: string;

  @ApiProperty({ enum: ROLES })
  role!: Role;

  @ApiProperty({ type: String, nullable: true })
  extension!: string | null;

  @ApiProperty(PHONE_SCHEMA)
  phone!: Phone | null;

  @ApiProperty({ enum: ['per-call', 'permanent'] })
  connection!: 'per-call' | 'permanent';

  @ApiProperty()
  followForwarding!: boolean;

  @ApiProperty({ type: [SkillLevel] })
  skills!: SkillLevel[];
}

export class SipAccountView {
  @ApiProperty({ example: 'agent-7k2m9x0c' })
  username!: string;

  @ApiProperty()
  password!: string;

  @ApiProperty({ example: '127.0.0.1:5060', description: '`host[:port]`' })
  domain!: string;

  @ApiProperty({ enum: ['udp'] })
  transport!: 'udp';
}
