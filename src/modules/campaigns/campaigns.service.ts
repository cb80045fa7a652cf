import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, type Repository } from 'typeorm';

import { Refusal, type RefusalFault } from '../../core/kernel/refusal.js';
import type { Clock } from '../../core/ports/clock.js';
import type { IdSource } from '../../core/ports/id-source.js';
import type { Principal } from '../../platform/auth/principal.js';
import { CLOCK } from '../../platform/clock/system-clock.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import { Database } from '../../platform/database/database.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { toRfc3339 } from '../../platform/http/instants.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { AudioService } from '../audio/audio.service.js';
import { DidsService, type DidOwner } from '../dids/dids.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { SkillGroupsService } from '../skill-groups/skill-groups.service.js';
import { obstacles } from './campaign-obstacles.js';
import {
  campaignDefaults,
  completed,
  differences,
  laidOver,
  withSkills,
  type CampaignDocument,
  type CampaignSettings,
} from './campaign-settings.js';
import { othersOf, soundsOf } from './campaign-references.js';
import { CampaignEntity, CampaignVersionEntity } from './campaign.entity.js';
import { DirectoryRefreshService } from './directory-refresh.service.js';
import { CampaignChanges, CampaignDraft, CampaignQuery } from './dto/campaign.dto.js';
import { CampaignView } from './dto/campaign-view.dto.js';

@Injectable()
export class CampaignsService implements OnModuleInit, DidOwner {
  constructor(
    @InjectRepository(CampaignEntity) private readonly rows: Repository<CampaignEntity>,
    private readonly database: Database,
    private readonly dids: DidsService,
    private readonly queues: QueuesService,
    private readonly audio: AudioService,
    private readonly skills: SkillGroupsService,
    private readonly directory: DirectoryRefreshService,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  onModuleInit(): void {
    this.dids.ownedBy(this);
    this.skills.beforeRemoval(async (manager, skillIds) => {
      const rows = await manager.find(CampaignEntity, { order: { name: 'ASC' } });
      const users = rows.filter(({ settings }) => completed(settings).skills.some(({ skillId }) => skillIds.has(skillId)));
      return users.map(({ name }) => `the campaign "${name}"`);
    });
    this.queues.whoUses(async (manager, queueId) => {
      const users = await manager.find(CampaignEntity, { where: { queueId }, order: { name: 'ASC' }, take: 10 });
      return users.map(({ name }) => `the campaign "${name}"`);
    });
  }

  async list(query: CampaignQuery): Promise<Page<CampaignView>> {
    const { skip, take } = pageWindow(query);
    const where = {
      ...(query.state === undefined ? {} : { state: query.state }),
      ...(query.queueId === undefined ? {} : { queueId: query.queueId }),
    };
    const [rows, total] = await this.rows.findAndCount({ where, order: { name: 'ASC', id: 'ASC' }, skip, take });
    const didIds = await this.dids.idsOf(
      this.rows.manager,
      rows.map(({ id }) => id),
    );
    return pageOf(
      query,
      rows.map((row) => view(row, didIds.get(row.id) ?? [])),
      total,
    );
  }

  async get(id: string): Promise<CampaignView> {
    return this.viewOf(this.rows.manager, (await this.rows.findOneBy({ id })) ?? unknownCampaign(id));
  }

  async create({ didIds, name, queueId = null, ...draft }: CampaignDraft, by: Principal): Promise<CampaignView> {
    const settings = laidOver(campaignDefaults(this.configuration.defaultLanguage), withSkills(draft));
    const row: CampaignEntity = { id: this.ids.next(), version: 1, name, state: 'stopped', queueId, settings, createdAt: this.clock.now() };
    return this.saved(async (manager) => {
      await this.assertPossible(manager, row);
      await manager.insert(CampaignEntity, row);
      await this.dids.assign(manager, row.id, didIds);
      return this.remember(manager, row, { didIds: [] }, by);
    });
  }

  async change(id: string, { didIds, ...changes }: CampaignChanges, expectedVersion: number | null, by: Principal): Promise<CampaignView> {
    return this.saved(async (manager) => {
      const { name, queueId, ...settings } = changes;
      return this.revise(manager, id, by, {
        expectedVersion,
        apply: (row) => ({
          ...row,
          name: name ?? row.name,
          queueId: queueId === undefined ? row.queueId : queueId,
          settings: laidOver(completed(row.settings), withSkills(settings)),
        }),
        move: async () => {
          if (didIds !== undefined) await this.dids.assign(manager, id, didIds);
        },
      });
    });
  }

  /** Refused (`campaign-not-ready`) with the red elements when something keeps it from running. */
  async start(id: string, by: Principal): Promise<CampaignView> {
    return this.saved(async (manager) => {
      const now = await this.viewOf(manager, (await this.database.locked(manager, CampaignEntity, { id })) ?? unknownCampaign(id));
      if (now.state === 'running') return now;
      const elements = obstacles(now);
      if (elements.length > 0) {
        const faults = elements.map(({ element, code, message }) => ({ path: element === 'dids' ? 'didIds' : 'queueId', code, message }));
        throw new Refusal('wrong-state', 'campaign-not-ready', faults.map(({ message }) => message).join(' '), faults, { elements });
      }
      return this.revise(manager, id, by, { apply: (row) => ({ ...row, state: 'running' }) });
    });
  }

  async stop(id: string, by: Principal): Promise<CampaignView> {
    return this.saved(async (manager) => {
      const row = (await this.database.locked(manager, CampaignEntity, { id })) ?? unknownCampaign(id);
      if (row.state === 'stopped') return this.viewOf(manager, row);
      return this.revise(manager, id, by, { apply: (now) => ({ ...now, state: 'stopped' }) });
    });
  }

  async remove(id: string, expectedVersion: number | null): Promise<void> {
    await this.saved(async (manager) => {
      const row = (await this.database.locked(manager, CampaignEntity, { id })) ?? unknownCampaign(id);
      assertCurrent(expectedVersion, row.version);
      if (row.state === 'running') throw new Refusal('wrong-state', 'campaign-running', `The campaign "${row.name}" runs. Stop it first.`);
      await this.dids.assign(manager, id, []);
      await manager.delete(CampaignEntity, { id });
    });
  }

  async assertKnown(manager: EntityManager, campaignId: string): Promise<void> {
    if (await manager.existsBy(CampaignEntity, { id: campaignId })) return;
    const message = `There is no campaign ${campaignId}.`;
    throw new Refusal('impossible', 'unknown-campaign', message, [{ path: 'campaignId', code: 'unknown-campaign', message }]);
  }

  async name(manager: EntityManager, campaignId: string): Promise<string> {
    return (await manager.findOne(CampaignEntity, { where: { id: campaignId }, select: { name: true } }))?.name ?? campaignId;
  }

  async numbersMoved(manager: EntityManager, campaignIds: readonly string[], by: Principal, move: () => Promise<void>): Promise<void> {
    const rows: CampaignEntity[] = [];
    // In one order, so that two moves at once do not wait for each other.
    for (const id of [...campaignIds].sort()) {
      const row = await this.database.locked(manager, CampaignEntity, { id });
      if (row !== null) rows.push(row);
    }
    const before = await this.dids.idsOf(manager, campaignIds);
    await move();
    for (const row of rows) {
      const next = { ...row, version: row.version + 1 };
      await manager.update(CampaignEntity, { id: row.id }, { version: next.version });
      await this.remember(manager, next, { ...documentOf(row), didIds: before.get(row.id) ?? [] }, by);
    }
  }

  async numbersChanged(): Promise<void> {
    await this.directory.refresh();
  }

  /** Runs the change whole or not at all, and answers when new calls see it. */
  private async saved<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const outcome = await this.database.transaction(work);
    await this.directory.refresh();
    return outcome;
  }

  /** The one way a campaign changes: checked, one version up, and written down with its author. */
  private async revise(manager: EntityManager, id: string, by: Principal, revision: Revision): Promise<CampaignView> {
    const row = (await this.database.locked(manager, CampaignEntity, { id })) ?? unknownCampaign(id);
    assertCurrent(revision.expectedVersion ?? null, row.version);
    const before = { ...documentOf(row), didIds: (await this.dids.idsOf(manager, [id])).get(id) ?? [] };
    const next = { ...revision.apply(row), version: row.version + 1 };
    await this.assertPossible(manager, next);
    await revision.move?.();
    await manager.update(CampaignEntity, { id }, next);
    return this.remember(manager, next, before, by);
  }

  private async remember(manager: EntityManager, row: CampaignEntity, before: object, by: Principal): Promise<CampaignView> {
    const now = await this.viewOf(manager, row);
    const document = documentOf(row);
    await manager.insert(CampaignVersionEntity, {
      campaignId: row.id,
      version: row.version,
      at: this.clock.now(),
      by: by.name,
      document,
      changes: row.version === 1 ? [] : differences(before, { ...document, didIds: now.didIds }),
    });
    return now;
  }

  private async assertPossible(manager: EntityManager, { queueId, settings }: CampaignEntity): Promise<void> {
    const faults: RefusalFault[] = [];
    if (queueId !== null && !(await this.queues.exists(manager, queueId))) {
      faults.push({ path: 'queueId', code: 'unknown-queue', message: `There is no queue ${queueId}.` });
    }
    for (const [path, audioId] of soundsOf(completed(settings))) {
      if (this.audio.exists(audioId)) continue;
      faults.push({ path, code: 'unknown-audio', message: `There is no sound ${audioId}.` });
    }
    for (const [path, id] of othersOf(completed(settings))) {
      faults.push({ path, code: 'unknown-reference', message: `There is no ${id}.` });
    }
    completed(settings).skills.forEach(({ skillId }, index) => {
      if (this.skills.knownSkills.has(skillId)) return;
      faults.push({ path: `skills[${index}].skillId`, code: 'unknown-skill', message: `There is no skill ${skillId}.` });
    });
    const [first] = faults;
    if (first !== undefined) throw new Refusal('impossible', first.code, faults.map(({ message }) => message).join(' '), faults);
  }

  private async viewOf(manager: EntityManager, row: CampaignEntity): Promise<CampaignView> {
    return view(row, (await this.dids.idsOf(manager, [row.id])).get(row.id) ?? []);
  }
}

interface Revision {
  readonly expectedVersion?: number | null;
  readonly apply: (row: CampaignEntity) => CampaignEntity;
  /** Moves numbers, once the rest was found possible. */
  readonly move?: () => Promise<void>;
}

export function documentOf({ name, state, queueId, settings }: CampaignEntity): CampaignDocument {
  return { name, state, queueId, ...completed(settings) };
}

function view({ id, version, name, state, queueId, settings, createdAt }: CampaignEntity, didIds: string[]): CampaignView {
  return {
    id,
    version,
    name,
    state,
    didIds,
    queueId,
    ...(completed(settings) as Pick<CampaignView, keyof CampaignSettings>),
    createdAt: toRfc3339(createdAt),
  };
}

function unknownCampaign(id: string): never {
  throw new Refusal('not-found', 'unknown-campaign', `There is no campaign ${id}.`);
}
