import { Inject, Injectable } from '@nestjs/common';

import { Refusal } from '../../core/kernel/refusal.js';
import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';
import type { Principal } from '../../platform/auth/principal.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { Database } from '../../platform/database/database.js';
import { toRfc3339 } from '../../platform/http/instants.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { TravellingSoundsService } from '../audio/travelling-sounds.service.js';
import { IvrScenariosService } from '../ivr-scenarios/ivr-scenarios.service.js';
import { referencesOf, referringTo, type Reference, type Referring } from './campaign-references.js';
import { documentOf, CampaignRevisionsService, unknownCampaign } from './campaign-revisions.service.js';
import { campaignDefaults, laidOver, withSkills } from './campaign-settings.js';
import { SECTIONS, type Section } from './campaign-sections.js';
import { CampaignShelvesService } from './campaign-shelves.service.js';
import { CampaignEntity } from './campaign.entity.js';
import { CampaignImportsService } from './campaign-imports.service.js';
import {
  CampaignExport,
  CampaignImport,
  CampaignImported,
  CampaignResources,
  FORMAT,
  FORMAT_VERSION,
} from './dto/campaign-transfer.dto.js';
import { CampaignView } from './dto/campaign-view.dto.js';

/** Where each kind of reference of a campaign travels. */
const SECTION_OF: Readonly<Record<Reference['kind'], Section>> = {
  audio: 'audio',
  queue: 'queues',
  skill: 'skillGroups',
  scenario: 'ivrScenarios',
  'work-schedule': 'workSchedules',
  'holiday-group': 'holidayGroups',
  script: 'scripts',
  'disposition-group': 'dispositionGroups',
  'calling-hours': 'callingHours',
};

const SECTION_OF_IVR = {
  audio: 'audio',
  skill: 'skillGroups',
  queue: 'queues',
  workSchedule: 'workSchedules',
  scenario: 'ivrScenarios',
} as const;

/** Campaigns copied within an installation, and from one to another. A copy is stopped and has no numbers until it is given some. */
@Injectable()
export class CampaignTransfersService {
  constructor(
    private readonly database: Database,
    private readonly revisions: CampaignRevisionsService,
    private readonly shelves: CampaignShelvesService,
    private readonly imports: CampaignImportsService,
    private readonly scenarios: IvrScenariosService,
    private readonly sounds: TravellingSoundsService,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  async clone(id: string, name: string, by: Principal): Promise<CampaignView> {
    const copyId = this.ids.next();
    return this.revisions.saved({ campaignIds: [copyId], numbers: false }, async (manager) => {
      const { queueId, settings } = await this.revisions.locked(manager, id);
      return this.revisions.create(manager, this.stopped(copyId, name, { queueId, ...settings }), [], by);
    });
  }

  /** The campaign with everything it refers to, by the ids that these have here. */
  async export(id: string): Promise<CampaignExport> {
    const row = (await this.database.repository(CampaignEntity).findOneBy({ id })) ?? unknownCampaign(id);
    const { state, ...campaign } = documentOf(row);
    const wanted = new Map<Section, Set<string>>(SECTIONS.map((section) => [section, new Set()]));
    for (const { kind, id: target } of referencesOf({ ...campaign })) this.want(wanted, SECTION_OF[kind], target);
    const resources = new CampaignResources();
    for (const section of SECTIONS.toReversed()) {
      const ids = wanted.get(section) ?? new Set();
      if (ids.size === 0) continue;
      if (section === 'audio') {
        await this.exportSounds(ids, resources);
        continue;
      }
      for (const { id: known, resource } of await this.shelves.shelves[section].all()) {
        const skills = section === 'skillGroups' ? (resource['skills'] as { id: string }[]) : [];
        if (!ids.has(known) && !skills.some((skill) => ids.has(skill.id))) continue;
        resources[section][known] = resource;
        if (section === 'holidayGroups') for (const audioId of soundsOfHolidays(resource)) this.want(wanted, 'audio', audioId);
      }
    }
    const exported = { format: FORMAT, formatVersion: FORMAT_VERSION, exportedAt: toRfc3339(this.clock.now()) } as const;
    return { ...exported, campaign: { ...campaign, skills: [...campaign.skills] } as CampaignExport['campaign'], resources };
  }

  /**
   * A campaign equal to the one of the document: what it refers to is found here by name and content, or made. Refused whole, with what was
   * made for it taken back, when anything in it is not right.
   */
  async import(document: CampaignImport, by: Principal): Promise<CampaignImported> {
    const { name, queueId = null, ...settings } = document.campaign;
    const asked: Referring = { queueId, ...laidOver(campaignDefaults(this.configuration.defaultLanguage), withSkills(settings)) };
    const brought = await this.imports.bring(document.resources);
    try {
      const id = this.ids.next();
      const campaign = referringTo(asked, ({ kind, path, id: key }) => {
        // The sounds that Guichet brings are everywhere.
        if (kind === 'audio' && this.sounds.isBuiltin(key)) return key;
        return brought.idOf(key) ?? missing(path, key, SECTION_OF[kind]);
      });
      const made = await this.revisions.saved({ campaignIds: [id], numbers: false }, (manager) =>
        this.revisions.create(manager, this.stopped(id, name, campaign), [], by),
      );
      return { campaign: made, resources: brought.told };
    } catch (error) {
      await brought.takeBack();
      throw error;
    }
  }

  private stopped(id: string, name: string, { queueId, ...settings }: Referring): CampaignEntity {
    return { id, version: 1, name, state: 'stopped', queueId, settings, createdAt: this.clock.now() };
  }

  /** A sound whose file has vanished cannot travel: whoever imports the document is told that it is missing. */
  private async exportSounds(ids: ReadonlySet<string>, resources: CampaignResources): Promise<void> {
    for (const id of ids) {
      const sound = await this.sounds.exported(id);
      if (sound !== null) resources.audio[id] = { ...sound };
    }
  }

  /** Scenarios want what they name, too. */
  private want(wanted: ReadonlyMap<Section, Set<string>>, section: Section, id: string): void {
    const ids = wanted.get(section);
    if (ids === undefined || ids.has(id)) return;
    ids.add(id);
    if (section !== 'ivrScenarios') return;
    for (const { kind, id: named } of this.scenarios.namedBy(id)) this.want(wanted, SECTION_OF_IVR[kind], named);
  }
}

function soundsOfHolidays({ holidays }: Record<string, unknown>): string[] {
  return (holidays as { audioId: string | null }[]).flatMap(({ audioId }) => (audioId === null ? [] : [audioId]));
}

function missing(path: string, key: string, section: Section): never {
  const message = `The document names ${key}, which is not in its resources.${section}.`;
  throw new Refusal('impossible', 'missing-resource', message, [{ path: `campaign.${path}`, code: 'missing-resource', message }]);
}
