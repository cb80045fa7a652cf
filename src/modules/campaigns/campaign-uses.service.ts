import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { CallingHoursService } from '../calling-hours/calling-hours.service.js';
import { HolidayGroupsService } from '../holiday-groups/holiday-groups.service.js';
import { WorkSchedulesService } from '../work-schedules/work-schedules.service.js';
import { AudioService } from '../audio/audio.service.js';
import { IvrScenariosService } from '../ivr-scenarios/ivr-scenarios.service.js';
import { DispositionGroupsService } from '../disposition-groups/disposition-groups.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { ScriptsService } from '../scripts/scripts.service.js';
import { SkillGroupsService } from '../skill-groups/skill-groups.service.js';
import { CampaignDefaultsEntity } from './campaign-defaults.entity.js';
import { referencesOf, type ReferenceKind } from './campaign-references.js';
import { completed } from './campaign-settings.js';
import { CampaignEntity } from './campaign.entity.js';

const NAMED_AT_MOST = 10;

/** Tells other modules which campaigns use what is theirs, so that nothing in use is deleted. */
@Injectable()
export class CampaignUsesService implements OnModuleInit {
  constructor(
    private readonly queues: QueuesService,
    private readonly skills: SkillGroupsService,
    private readonly audio: AudioService,
    private readonly scenarios: IvrScenariosService,
    private readonly dispositionGroups: DispositionGroupsService,
    private readonly scripts: ScriptsService,
    private readonly schedules: WorkSchedulesService,
    private readonly holidayGroups: HolidayGroupsService,
    private readonly callingHours: CallingHoursService,
  ) {}

  onModuleInit(): void {
    this.queues.whoUses((manager, id) => this.usersOf(manager, 'queue', new Set([id])));
    this.dispositionGroups.whoUses((manager, id) => this.usersOf(manager, 'disposition-group', new Set([id])));
    this.scripts.whoUses((manager, id) => this.usersOf(manager, 'script', new Set([id])));
    this.schedules.whoUses((manager, id) => this.usersOf(manager, 'work-schedule', new Set([id])));
    this.holidayGroups.whoUses((manager, id) => this.usersOf(manager, 'holiday-group', new Set([id])));
    this.callingHours.whoUses((manager, id) => this.usersOf(manager, 'calling-hours', new Set([id])));
    this.skills.beforeRemoval((manager, ids) => this.usersOf(manager, 'skill', ids));
    this.audio.whoUses((manager, id) => this.usersOf(manager, 'audio', new Set([id])));
    this.scenarios.whoUses((manager, id) => this.usersOf(manager, 'scenario', new Set([id])));
  }

  /** Campaigns, in words, that refer to one of these; the campaign defaults count as one. */
  async usersOf(manager: EntityManager, kind: ReferenceKind, ids: ReadonlySet<string>): Promise<string[]> {
    const uses = (referring: Parameters<typeof referencesOf>[0]): boolean =>
      referencesOf(referring).some((reference) => reference.kind === kind && ids.has(reference.id));
    const rows = await manager.find(CampaignEntity, { order: { name: 'ASC' } });
    const users = rows
      .filter(({ queueId, settings }) => uses({ queueId, ...completed(settings) }))
      .map(({ name }) => `the campaign "${name}"`);
    const defaults = await manager.find(CampaignDefaultsEntity);
    const preset = defaults.filter(({ queueId, settings }) => uses({ queueId, ...completed(settings) })).map(() => 'the campaign defaults');
    return [...users.slice(0, NAMED_AT_MOST), ...preset];
  }
}
