import { ApiProperty, OmitType } from '@nestjs/swagger';

import { CampaignOverrideView } from './campaign-override.dto.js';
import { CallbackSettings } from './callback.dto.js';
import { ConventionalPauseSettings, IvrSettings, RecordingSettings } from './conversation.dto.js';
import { DisplayedNumberSettings } from './identity.dto.js';
import { MessagesSettings } from './messages.dto.js';
import { OpeningSettings } from './opening.dto.js';
import { OverflowSettings } from './overflow.dto.js';
import { RequiredSkillView } from './required-skill.dto.js';
import { VoicemailSettings } from './voicemail.dto.js';

export class CampaignView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer', description: 'Grows with every change.' })
  version!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: ['running', 'stopped'], description: 'A stopped campaign treats its calls as closed.' })
  state!: 'running' | 'stopped';

  @ApiProperty({
    type: CampaignOverrideView,
    nullable: true,
    description: 'Forced open or closed, whatever the hours; null when it is not.',
  })
  override!: CampaignOverrideView | null;

  @ApiProperty({ type: [String] })
  didIds!: string[];

  @ApiProperty({ type: String, nullable: true })
  queueId!: string | null;

  @ApiProperty({ type: 'integer' })
  priority!: number;

  @ApiProperty({ enum: ['fr', 'en'] })
  language!: 'fr' | 'en';

  @ApiProperty({ type: 'integer', nullable: true })
  wrapUpSeconds!: number | null;

  @ApiProperty()
  recording!: RecordingSettings;

  @ApiProperty()
  ivr!: IvrSettings;

  @ApiProperty()
  displayedNumber!: DisplayedNumberSettings;

  @ApiProperty()
  conventionalPause!: ConventionalPauseSettings;

  @ApiProperty()
  messages!: MessagesSettings;

  @ApiProperty()
  opening!: OpeningSettings;

  @ApiProperty()
  overflow!: OverflowSettings;

  @ApiProperty()
  voicemail!: VoicemailSettings;

  @ApiProperty()
  callback!: CallbackSettings;

  @ApiProperty({ type: [RequiredSkillView] })
  skills!: RequiredSkillView[];

  @ApiProperty({ type: String, nullable: true })
  scriptId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  dispositionGroupId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  callingHoursId!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}

/** What a new campaign begins with. */
export class CampaignDefaultsView extends OmitType(CampaignView, ['id', 'name', 'state', 'override', 'didIds', 'createdAt']) {}
