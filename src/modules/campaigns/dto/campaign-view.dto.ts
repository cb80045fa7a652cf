import { ApiProperty } from '@nestjs/swagger';

import { OverflowView } from './overflow.dto.js';
import { RequiredSkillView } from './required-skill.dto.js';

class ConventionalPauseView {
  @ApiProperty({ type: 'integer' })
  seconds!: number;

  @ApiProperty({ enum: ['with-wrap-up', 'after-wrap-up'] })
  starts!: 'with-wrap-up' | 'after-wrap-up';
}

class MessagesView {
  @ApiProperty({ type: String, nullable: true })
  welcomeAudioId!: string | null;

  @ApiProperty()
  welcomeBeforeAnswer!: boolean;

  @ApiProperty({ type: String, nullable: true })
  holdAudioId!: string | null;

  @ApiProperty({ type: 'integer' })
  loopSeconds!: number;
}

export class CampaignView {
  @ApiProperty()
  id!: string;

  @ApiProperty({ type: 'integer', description: 'Grows with every change.' })
  version!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: ['running', 'stopped'], description: 'A stopped campaign treats its calls as closed.' })
  state!: 'running' | 'stopped';

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
  conventionalPause!: ConventionalPauseView;

  @ApiProperty()
  messages!: MessagesView;

  @ApiProperty()
  overflow!: OverflowView;

  @ApiProperty({ type: [RequiredSkillView] })
  skills!: RequiredSkillView[];

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}
