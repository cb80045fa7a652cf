import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsString, Length, ValidateNested } from 'class-validator';

import { PhoneEndpoint } from '../../../platform/phone-numbers/phone-endpoint.js';
import { SUPERVISION_MODES, type SupervisionMode } from '../../../core/journal/supervision-facts.js';

const MODE = {
  enum: SUPERVISION_MODES,
  description: '`listen`: nobody hears the supervisor; `whisper`: the agent alone; `barge`: agent and caller.',
};

/** A phone of unknown kind: refused with the kinds that exist. */
export class ListeningPhoneDraft {
  @IsIn(['sip', 'endpoint', 'number'])
  kind!: string;
}

export class AgentsPhone {
  @ApiProperty({ enum: ['sip'] })
  @IsIn(['sip'])
  kind!: 'sip';

  @ApiProperty({ minLength: 1, maxLength: 26, description: 'Whose phone it is, of whatever kind.' })
  @IsString()
  @Length(1, 26)
  agentId!: string;
}

export class ListeningEndpoint {
  @ApiProperty({ enum: ['endpoint'], description: "A phone of the operator's own PBX." })
  @IsIn(['endpoint'])
  kind!: 'endpoint';

  @PhoneEndpoint()
  endpoint!: string;
}

export class ListeningNumber {
  @ApiProperty({ enum: ['number'], description: 'Any telephone, called through the trunk.' })
  @IsIn(['number'])
  kind!: 'number';

  @ApiProperty({ example: '+33612345678', minLength: 3, maxLength: 30 })
  @IsString()
  @Length(3, 30)
  number!: string;
}

@ApiExtraModels(AgentsPhone, ListeningEndpoint, ListeningNumber)
export class SupervisionDraft {
  @ApiProperty(MODE)
  @IsIn(SUPERVISION_MODES)
  mode!: SupervisionMode;

  @ApiProperty({
    oneOf: [AgentsPhone, ListeningEndpoint, ListeningNumber].map((type) => ({ $ref: getSchemaPath(type) })),
    description: 'The phone that is called, to listen on.',
  })
  @IsObject()
  @ValidateNested()
  @Type(() => ListeningPhoneDraft, {
    discriminator: {
      property: 'kind',
      subTypes: [
        { name: 'sip', value: AgentsPhone },
        { name: 'endpoint', value: ListeningEndpoint },
        { name: 'number', value: ListeningNumber },
      ],
    },
    keepDiscriminatorProperty: true,
  })
  phone!: AgentsPhone | ListeningEndpoint | ListeningNumber;
}

export class SupervisionChange {
  @ApiProperty(MODE)
  @IsIn(SUPERVISION_MODES)
  mode!: SupervisionMode;
}

export class SupervisionView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ description: 'Who is listened to.' })
  agentId!: string;

  @ApiProperty()
  callId!: string;

  @ApiProperty(MODE)
  mode!: SupervisionMode;

  @ApiProperty({ enum: ['calling', 'connected'], description: '`calling`: the phone has not been answered yet.' })
  state!: 'calling' | 'connected';
}
