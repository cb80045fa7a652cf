import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';

import { ROLES, type Role } from '../../../platform/auth/principal.js';

export class SignIn {
  @ApiProperty({ example: 'admin', minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  login!: string;

  @ApiProperty({ minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  password!: string;
}

export class SignedIn {
  @ApiProperty({ description: 'Send it as `Authorization: Bearer …`. It stays valid across a restart.' })
  accessToken!: string;

  @ApiProperty({ type: 'integer' })
  expiresInSeconds!: number;

  @ApiProperty({ enum: ROLES })
  role!: Role;

  @ApiProperty({ type: String, nullable: true, description: 'Null when this is no agent who takes calls.' })
  agentId!: string | null;
}

export class ApiKeyDraft {
  @ApiProperty({ example: 'CRM', minLength: 1, maxLength: 80 })
  @IsString()
  @Length(1, 80)
  name!: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role!: Role;
}

export class ApiKeyShown {
  @ApiProperty()
  id!: string;

  @ApiProperty({ description: 'Shown this once. Sent as a bearer token.' })
  key!: string;
}

export class ApiKeyView {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: ROLES })
  role!: Role;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ description: 'Who made it.' })
  createdBy!: string;
}
