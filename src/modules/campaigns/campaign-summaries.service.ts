import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';

import { dialRefusal } from '../../core/dialling/dial-policy.js';
import type { CampaignHours } from '../../core/plan/campaign-plan.js';
import type { WeeklyHours } from '../../core/schedule/weekly-hours.js';
import { openingAt } from '../../core/schedule/opening.js';
import type { AgentStatus } from '../../core/acd/agent-state.js';
import type { Clock } from '../../core/ports/clock.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { AgentsService } from '../agents/agents.service.js';
import { AudioService } from '../audio/audio.service.js';
import { CallingHoursService } from '../calling-hours/calling-hours.service.js';
import { HolidayGroupsService } from '../holiday-groups/holiday-groups.service.js';
import { WorkSchedulesService } from '../work-schedules/work-schedules.service.js';
import { DialPolicyService } from '../dial-policy/dial-policy.service.js';
import { DispositionGroupsService } from '../disposition-groups/disposition-groups.service.js';
import { DirectoryService } from '../directory/directory.service.js';
import { IvrScenariosService } from '../ivr-scenarios/ivr-scenarios.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { ScriptsService } from '../scripts/scripts.service.js';
import { SkillGroupsService } from '../skill-groups/skill-groups.service.js';
import { CampaignHoursService } from './campaign-hours.service.js';
import { CampaignOverridesService } from './campaign-overrides.service.js';
import { CampaignRevisionsService, unknownCampaign } from './campaign-revisions.service.js';
import type { SummaryFacts, TeamMember } from './campaign-summary-facts.js';
import { findingsOf } from './campaign-summary-findings.js';
import { inWords } from './campaign-summary-sentences.js';
import type { SummaryLanguage } from './campaign-summary-texts.js';
import { CampaignEntity } from './campaign.entity.js';
import { CampaignSummaryView } from './dto/campaign-summary.dto.js';
import { CampaignView } from './dto/campaign-view.dto.js';

/** The light of a campaign and of each of its elements, at this moment. */
@Injectable()
export class CampaignSummariesService {
  constructor(
    @InjectRepository(CampaignEntity) private readonly rows: Repository<CampaignEntity>,
    private readonly revisions: CampaignRevisionsService,
    private readonly hours: CampaignHoursService,
    private readonly overrides: CampaignOverridesService,
    private readonly queues: QueuesService,
    private readonly agents: AgentsService,
    private readonly skills: SkillGroupsService,
    private readonly audio: AudioService,
    private readonly scenarios: IvrScenariosService,
    private readonly schedules: WorkSchedulesService,
    private readonly holidayGroups: HolidayGroupsService,
    private readonly callingHours: CallingHoursService,
    private readonly dispositionGroups: DispositionGroupsService,
    private readonly scripts: ScriptsService,
    private readonly dialPolicy: DialPolicyService,
    private readonly directory: DirectoryService,
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  async get(id: string, language: SummaryLanguage): Promise<CampaignSummaryView> {
    const { manager } = this.rows;
    const row = (await this.rows.findOneBy({ id })) ?? unknownCampaign(id);
    return this.of(manager, await this.revisions.viewOf(manager, row), language);
  }

  async of(manager: EntityManager, campaign: CampaignView, language: SummaryLanguage): Promise<CampaignSummaryView> {
    const hours = (await this.hours.read([campaign.id]))(campaign.id, campaign.opening);
    const facts = await this.facts(manager, campaign, hours);
    return inWords(findingsOf(facts), language, hours.hours?.timeZone ?? hours.timeZone);
  }

  private async facts(manager: EntityManager, campaign: CampaignView, hours: CampaignHours): Promise<SummaryFacts> {
    const now = this.clock.now();
    const policy = this.dialPolicy.policy();
    const forced = (await this.overrides.inForce([campaign.id], manager)).get(campaign.id);
    const { pbx } = this.configuration;
    const { overflowQueueId } = campaign.voicemail;
    return {
      campaign,
      now,
      pbxReachable: !this.desk.missing().includes('pbx'),
      trunk: pbx.kind === 'embedded' ? pbx.trunk !== null : pbx.trunkEndpoint !== null,
      queue: campaign.queueId === null ? null : await this.queue(manager, campaign.queueId),
      voicemailQueueAgents: overflowQueueId === null ? 0 : (await this.queues.agentIdsOf(manager, overflowQueueId)).length,
      skillName: (skillId) => this.skills.nameOf(skillId) ?? skillId,
      sound: (audioId) => this.audio.playable(audioId),
      // Scenarios are saved only when they are right; what they lead to may have gone all the same.
      scenario: (id) => this.scenario(id),
      schedule: hoursLight(campaign.opening.workScheduleId, (id) => this.schedules.hours(id)),
      holidays: holidaysLight(campaign.opening.holidayGroupId, (id) => this.holidayGroups.holidays(id)),
      callingHours: hoursLight(campaign.callingHoursId, (id) => this.callingHours.hours(id)),
      opening: openingAt({ ...hours, running: true }, now),
      override: forced === undefined ? null : { state: forced.state, until: forced.until, by: forced.by },
      mayDial: (number) => dialRefusal(policy, number) === null,
      mayDialAnything: policy.allowedPrefixes.length > 0,
      isOwnNumber: (number) => this.directory.campaignOf(number) === campaign.id,
      dispositionCodes: this.dispositionGroups.codesFor(campaign.dispositionGroupId) ?? 'gone',
      scriptGone: campaign.scriptId !== null && !(await this.scripts.exists(manager, campaign.scriptId)),
    };
  }

  private scenario(id: string): ReturnType<SummaryFacts['scenario']> {
    const known = this.scenarios.scenario(id);
    if (known === null) return 'gone';
    const fault = this.scenarios.program(id) === null ? 'a scenario that it leads to is no more' : null;
    return { name: known.name, fault, speech: this.scenarios.speechTrouble(id) };
  }

  private async queue(manager: EntityManager, queueId: string): Promise<SummaryFacts['queue']> {
    const code = this.queues.codeOf(queueId);
    if (code === null) return null;
    const agentIds = await this.queues.agentIdsOf(manager, queueId);
    const states = new Map<string, AgentStatus>(this.desk.live().agents.map((status) => [status.agentId, status]));
    const levels = await this.agents.skillLevels(manager, agentIds);
    const team = agentIds.map((agentId): TeamMember => {
      const status = states.get(agentId);
      return {
        signedIn: status !== undefined && status.state !== 'signed-out',
        paused: status?.state === 'paused',
        phoneReachable: status?.phoneReachable ?? false,
        levels: levels.get(agentId) ?? new Map(),
      };
    });
    return { code, team };
  }
}

function hoursLight(id: string | null, hoursOf: (id: string) => WeeklyHours | null): SummaryFacts['schedule'] {
  if (id === null) return 'none';
  const hours = hoursOf(id);
  if (hours === null) return 'gone';
  return Object.values(hours.days).some((ranges) => ranges.some(({ from, to }) => from !== to)) ? 'known' : 'never-opens';
}

function holidaysLight(id: string | null, holidaysOf: (id: string) => object | null): SummaryFacts['holidays'] {
  if (id === null) return 'none';
  return holidaysOf(id) === null ? 'gone' : 'known';
}
