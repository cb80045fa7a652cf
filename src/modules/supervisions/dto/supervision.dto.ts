import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, IsString, Length, ValidateNested } from 'class-validator';

import { SUPERVISION_MODES, type SupervisionMode } from '../../../core/journal/supervision-facts.js';
import { EndpointPhone, NumberPhone, PhoneDraft } from '../../agents/dto/phone.dto.js';

const MODE = {
  enum: SUPERVISION_MODES,
  description: '`listen`: nobody hears the supervisor; `whisper`: the agent alone; `barge`: agent and caller.',
};

export class AgentsPhone {
  @ApiProperty({ enum: ['sip'] })
  @IsIn(['sip'])
  kind!: 'sip';

  @ApiProperty({ minLength: 1, maxLength: 26, description: 'Whose phone it is, of whatever kind.' })
  @IsString()
  @Length(1, 26)
  agentId!: string;
}

@ApiExtraModels(AgentsPhone, EndpointPhone, NumberPhone)
export class SupervisionDraft {
  @ApiProperty(MODE)
  @IsIn(SUPERVISION_MODES)
  mode!: SupervisionMode;

  @ApiProperty({
    oneOf: [AgentsPhone, EndpointPhone, NumberPhone].map((type) => ({ $ref: getSchemaPath(type) })),
    description: 'The phone that is called, to listen on.',
  })
  @IsObject()
  @ValidateNested()
  @Type(() => PhoneDraft, {
    discriminator: {
      property: 'kind',
      subTypes: [
        { name: 'sip', value: AgentsPhone },
        { name: 'endpoint', value: EndpointPhone },
        { name: 'number', value: NumberPhone },
      ],
    },
    keepDiscriminatorProperty: true,
  })
  phone!: AgentsPhone | EndpointPhone | NumberPhone;
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
