import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, type EntityManager, type Repository } from 'typeorm';

import { Refusal } from '../../core/kernel/refusal.js';
import type { IdSource } from '../../core/ports/id-source.js';
import { Database } from '../../platform/database/database.js';
import { isBrokenReference } from '../../platform/database/database-unavailable.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { pageOf, pageWindow, type Page, type PageQuery } from '../../platform/http/paging.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { isCountry, type Country } from '../../platform/phone-numbers/phone-numbers.js';
import { SiteChanges, SiteDraft, SiteView } from './dto/site.dto.js';
import { SiteEntity } from './site.entity.js';

@Injectable()
export class SitesService {
  private readonly listeners: (() => Promise<void>)[] = [];

  constructor(
    @InjectRepository(SiteEntity) private readonly rows: Repository<SiteEntity>,
    private readonly database: Database,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
  ) {}

  async list(query: PageQuery): Promise<Page<SiteView>> {
    const { skip, take } = pageWindow(query);
    const [items, total] = await this.rows.findAndCount({ order: { code: 'ASC' }, skip, take });
    return pageOf(query, items, total);
  }

  async get(id: string): Promise<SiteView> {
    return (await this.rows.findOneBy({ id })) ?? unknownSite(id);
  }

  async create(draft: SiteDraft): Promise<SiteView> {
    const site = { country: 'FR', timeZone: 'Europe/Paris', ...draft, id: this.ids.next(), version: 1 };
    assertCountry(site.country);
    await this.database.transaction(async (manager) => {
      await assertCodeFree(manager, site);
      await manager.insert(SiteEntity, site);
    });
    await this.tellListeners();
    return site;
  }

  async change(id: string, changes: SiteChanges, expectedVersion: number | null): Promise<SiteView> {
    if (changes.country !== undefined) assertCountry(changes.country);
    const changed = await this.database.transaction(async (manager) => {
      const site = (await this.database.locked(manager, SiteEntity, { id })) ?? unknownSite(id);
      assertCurrent(expectedVersion, site.version);
      const next = { ...site, ...changes, version: site.version + 1 };
      await assertCodeFree(manager, next);
      await manager.update(SiteEntity, { id }, next);
      return next;
    });
    await this.tellListeners();
    return changed;
  }

  async remove(id: string, expectedVersion: number | null): Promise<void> {
    await this.database.transaction(async (manager) => {
      const site = (await this.database.locked(manager, SiteEntity, { id })) ?? unknownSite(id);
      assertCurrent(expectedVersion, site.version);
      await manager.delete(SiteEntity, { id }).catch((error: unknown) => {
        if (!isBrokenReference(error)) throw error;
        throw new Refusal('wrong-state', 'site-in-use', `The site ${site.code} still has numbers. Delete them first.`);
      });
    });
    await this.tellListeners();
  }

  /** Country of each site, by site id. */
  async countries(): Promise<ReadonlyMap<string, Country>> {
    const sites = await this.rows.find({ select: { id: true, country: true } });
    return new Map(sites.map(({ id, country }) => [id, country as Country]));
  }

  /** Calls `listener` after every change, before the change is answered. */
  whenChanged(listener: () => Promise<void>): void {
    this.listeners.push(listener);
  }

  private async tellListeners(): Promise<void> {
    for (const listener of this.listeners) await listener();
  }
}

function unknownSite(id: string): never {
  throw new Refusal('not-found', 'unknown-site', `There is no site ${id}.`);
}

function assertCountry(country: string): void {
  if (isCountry(country)) return;
  const message = `${country} is no country whose numbering plan is known.`;
  throw new Refusal('impossible', 'unknown-country', message, [{ path: 'country', code: 'unknown-country', message }]);
}

async function assertCodeFree(manager: EntityManager, { id, code }: { id: string; code: string }): Promise<void> {
  if (!(await manager.existsBy(SiteEntity, { code, id: Not(id) }))) return;
  const message = `Another site has the code ${code}.`;
  throw new Refusal('wrong-state', 'code-taken', message, [{ path: 'code', code: 'code-taken', message }]);
}
