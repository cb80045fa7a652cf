import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { Refusal, type RefusalFault } from '../../core/kernel/refusal.js';
import type { Country } from '../../platform/phone-numbers/phone-numbers.js';
import { AudioService } from '../audio/audio.service.js';
import { IvrScenariosService } from '../ivr-scenarios/ivr-scenarios.service.js';
import { CallingHoursService } from '../calling-hours/calling-hours.service.js';
import { HolidayGroupsService } from '../holiday-groups/holiday-groups.service.js';
import { WorkSchedulesService } from '../work-schedules/work-schedules.service.js';
import { DialPolicyService } from '../dial-policy/dial-policy.service.js';
import { DispositionGroupsService } from '../disposition-groups/disposition-groups.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { ScriptsService } from '../scripts/scripts.service.js';
import { SkillGroupsService } from '../skill-groups/skill-groups.service.js';
import { withNumbers } from './campaign-numbers.js';
import { referencesOf, type Reference, type Referring } from './campaign-references.js';

/** What a campaign, or the defaults of campaigns, must be to be saved. */
@Injectable()
export class CampaignChecksService {
  constructor(
    private readonly queues: QueuesService,
    private readonly audio: AudioService,
    private readonly skills: SkillGroupsService,
    private readonly scenarios: IvrScenariosService,
    private readonly dispositionGroups: DispositionGroupsService,
    private readonly scripts: ScriptsService,
    private readonly schedules: WorkSchedulesService,
    private readonly holidayGroups: HolidayGroupsService,
    private readonly callingHours: CallingHoursService,
    private readonly dialPolicy: DialPolicyService,
  ) {}

  /**
   * The same with its numbers in E.164. Refused (`impossible`) with every fault at once: texts that are no numbers, references to what
   * does not exist, and rules between fields. What is only unwise is saved, and told by the summary.
   */
  async possible<T extends Referring>(manager: EntityManager, campaign: T): Promise<T> {
    const { settings, faults } = withNumbers(campaign, this.dialPolicy.policy().defaultCountry as Country);
    const all = [...faults, ...(await this.unknown(manager, campaign)), ...this.dispositionFaults(campaign), ...betweenFields(campaign)];
    const [first] = all;
    if (first !== undefined) throw new Refusal('impossible', first.code, all.map(({ message }) => message).join(' '), all);
    return { ...campaign, ...settings };
  }

  /** A fault for each reference to what does not exist. */
  async unknown(manager: EntityManager, campaign: Referring): Promise<RefusalFault[]> {
    const faults: RefusalFault[] = [];
    for (const reference of referencesOf(campaign)) {
      if (await this.exists(manager, reference)) continue;
      const { kind, path, id } = reference;
      faults.push({ path, code: `unknown-${kind}`, message: `There is no ${WORDS[kind]} ${id}.` });
    }
    return faults;
  }

  /** Codes that decide which recordings are kept must be ones that agents can give. */
  private dispositionFaults({ recording, dispositionGroupId }: Referring): RefusalFault[] {
    const known = this.dispositionGroups.codesFor(dispositionGroupId);
    // A group that does not exist is told already.
    if (known === null) return [];
    return recording.dispositionCodes.flatMap((code, index) =>
      known.has(code)
        ? []
        : [
            {
              path: `recording.dispositionCodes[${index}]`,
              code: 'unknown-disposition',
              message: `Agents cannot give a disposition ${code}.`,
            },
          ],
    );
  }

  private async exists(manager: EntityManager, { kind, id }: Reference): Promise<boolean> {
    switch (kind) {
      case 'queue':
        return this.queues.exists(manager, id);
      case 'audio':
        return this.audio.exists(id);
      case 'skill':
        return this.skills.knownSkills.has(id);
      case 'scenario':
        return this.scenarios.scenario(id) !== null;
      case 'disposition-group':
        return this.dispositionGroups.exists(manager, id);
      case 'script':
        return this.scripts.exists(manager, id);
      case 'work-schedule':
        return this.schedules.exists(manager, id);
      case 'holiday-group':
        return this.holidayGroups.exists(manager, id);
      case 'calling-hours':
        return this.callingHours.exists(manager, id);
    }
  }
}

const WORDS: Record<Reference['kind'], string> = {
  queue: 'queue',
  audio: 'sound',
  skill: 'skill',
  scenario: 'scenario',
  'work-schedule': 'work schedule',
  'holiday-group': 'holiday group',
  script: 'script',
  'disposition-group': 'disposition group',
  'calling-hours': 'calling hours',
};

function betweenFields({ voicemail, callback }: Referring): RefusalFault[] {
  const faults: RefusalFault[] = [];
  if (voicemail.minSeconds >= voicemail.maxSeconds) {
    const message = `No message could be kept: it would have to be longer than ${voicemail.minSeconds} s and end by ${voicemail.maxSeconds} s.`;
    faults.push({ path: 'voicemail.minSeconds', code: 'bad-range', message });
  }
  const { date } = callback.deadline;
  if (date !== null && !isDay(date)) {
    faults.push({ path: 'callback.deadline.date', code: 'bad-date', message: `There is no day ${date}.` });
  }
  return faults;
}

function isDay(date: string): boolean {
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}
