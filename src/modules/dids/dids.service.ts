import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Between, In, IsNull, Not, type EntityManager, type FindOptionsWhere, type Repository } from 'typeorm';

import { Bug } from '../../core/kernel/bug.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { IdSource } from '../../core/ports/id-source.js';
import type { Principal } from '../../platform/auth/principal.js';
import { Database } from '../../platform/database/database.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { toE164, type Country } from '../../platform/phone-numbers/phone-numbers.js';
import { SitesService } from '../sites/sites.service.js';
import { DidEntity } from './did.entity.js';
import { DidChanges, DidDraft, DidQuery, DidRangeDraft, DidRangeView, DidView } from './dto/did.dto.js';
import { numbersBetween } from './number-range.js';

const ROWS_AT_ONCE = 500;

/** What numbers lead to, as the module of campaigns tells it: that module knows of numbers, so numbers cannot know of it. */
export interface DidOwner {
  /** Refuses (`impossible`, `unknown-campaign`) when there is no such campaign. */
  assertKnown(manager: EntityManager, campaignId: string): Promise<void>;
  name(manager: EntityManager, campaignId: string): Promise<string>;
  /** The numbers of these campaigns change in this transaction. */
  numbersMoved(manager: EntityManager, campaignIds: readonly string[], by: Principal, move: () => Promise<void>): Promise<void>;
  /** Numbers changed, and it holds. */
  numbersChanged(): Promise<void>;
}

@Injectable()
export class DidsService {
  private knownOwner: DidOwner | null = null;

  constructor(
    @InjectRepository(DidEntity) private readonly rows: Repository<DidEntity>,
    private readonly database: Database,
    private readonly sites: SitesService,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
  ) {}

  ownedBy(owner: DidOwner): void {
    this.knownOwner = owner;
  }

  private get owner(): DidOwner {
    if (this.knownOwner === null) throw new Bug('nobody told the numbers what they lead to');
    return this.knownOwner;
  }

  async list(query: DidQuery): Promise<Page<DidView>> {
    const { skip, take } = pageWindow(query);
    const where: FindOptionsWhere<DidEntity> = {
      ...(query.free === undefined ? {} : { campaignId: query.free === 'true' ? IsNull() : Not(IsNull()) }),
      ...(query.campaignId === undefined ? {} : { campaignId: query.campaignId }),
      ...(query.siteId === undefined ? {} : { siteId: query.siteId }),
    };
    const [rows, total] = await this.rows.findAndCount({ where, order: { number: 'ASC' }, skip, take });
    return pageOf(query, rows, total);
  }

  async get(id: string): Promise<DidView> {
    return (await this.rows.findOneBy({ id })) ?? unknownDid(id);
  }

  async create({ number, siteId, campaignId = null }: DidDraft, by: Principal): Promise<DidView> {
    const country = await this.countryOf(siteId);
    const did: DidEntity = { id: this.ids.next(), version: 1, number: normalised(number, country, 'number'), siteId, campaignId };
    await this.database.transaction(async (manager) => {
      await this.assertNoneTaken(manager, [did.number], 'number');
      if (campaignId !== null) await this.owner.assertKnown(manager, campaignId);
      const owners = campaignId === null ? [] : [campaignId];
      await this.owner.numbersMoved(manager, owners, by, async () => {
        await manager.insert(DidEntity, did);
      });
    });
    await this.owner.numbersChanged();
    return did;
  }

  async createRange({ first, last, siteId }: DidRangeDraft): Promise<DidRangeView> {
    const country = await this.countryOf(siteId);
    const numbers = numbersBetween(normalised(first, country, 'first'), normalised(last, country, 'last'));
    await this.database.transaction(async (manager) => {
      await this.assertNoneTaken(manager, numbers, 'first');
      const rows = numbers.map((number) => ({ id: this.ids.next(), version: 1, number, siteId, campaignId: null }));
      for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
        await manager
          .createQueryBuilder()
          .insert()
          .into(DidEntity)
          .values(rows.slice(at, at + ROWS_AT_ONCE))
          .updateEntity(false)
          .execute();
      }
    });
    await this.owner.numbersChanged();
    return { created: numbers.length };
  }

  async change(id: string, changes: DidChanges, expectedVersion: number | null, by: Principal): Promise<DidView> {
    if (changes.siteId !== undefined) await this.countryOf(changes.siteId);
    const changed = await this.database.transaction(async (manager) => {
      const did = (await this.database.locked(manager, DidEntity, { id })) ?? unknownDid(id);
      assertCurrent(expectedVersion, did.version);
      const next = { ...did, ...changes, version: did.version + 1 };
      const moved = next.campaignId !== did.campaignId;
      if (moved && next.campaignId !== null) {
        await this.owner.assertKnown(manager, next.campaignId);
        if (did.campaignId !== null) throw taken(did, await this.owner.name(manager, did.campaignId), 'campaignId');
      }
      const owners = moved ? [did.campaignId, next.campaignId].filter((campaign) => campaign !== null) : [];
      await this.owner.numbersMoved(manager, owners, by, async () => {
        await manager.update(DidEntity, { id }, next);
      });
      return next;
    });
    await this.owner.numbersChanged();
    return changed;
  }

  async remove(id: string, expectedVersion: number | null): Promise<void> {
    await this.database.transaction(async (manager) => {
      const did = (await this.database.locked(manager, DidEntity, { id })) ?? unknownDid(id);
      assertCurrent(expectedVersion, did.version);
      if (did.campaignId !== null) {
        const name = await this.owner.name(manager, did.campaignId);
        const message = `${did.number} leads to the campaign "${name}". Take it out of that campaign first.`;
        throw new Refusal('wrong-state', 'did-in-use', message, [], { campaign: { id: did.campaignId, name } });
      }
      await manager.delete(DidEntity, { id });
    });
    await this.owner.numbersChanged();
  }

  /** Gives the campaign these numbers and no others, in the caller's transaction. Refused, with a fault each, when one is unknown or taken. */
  async assign(manager: EntityManager, campaignId: string, didIds: readonly string[]): Promise<void> {
    const wanted = didIds.length === 0 ? [] : await manager.findBy(DidEntity, { id: In([...didIds]) });
    const byId = new Map(wanted.map((did) => [did.id, did]));
    const unknown = didIds.flatMap((id, index) =>
      byId.has(id) ? [] : [{ path: `didIds[${index}]`, code: 'unknown-did', message: `There is no DID ${id}.` }],
    );
    if (unknown.length > 0) throw new Refusal('impossible', 'unknown-did', unknown.map(({ message }) => message).join(' '), unknown);
    for (const [index, id] of didIds.entries()) {
      const did = byId.get(id);
      if (did?.campaignId == null || did.campaignId === campaignId) continue;
      throw taken(did, await this.owner.name(manager, did.campaignId), `didIds[${index}]`);
    }
    const before = await this.idsOf(manager, [campaignId]);
    const kept = new Set(didIds);
    const released = (before.get(campaignId) ?? []).filter((id) => !kept.has(id));
    const added = didIds.filter((id) => byId.get(id)?.campaignId !== campaignId);
    await move(manager, released, { from: campaignId, to: null });
    await move(manager, added, { from: null, to: campaignId });
  }

  /** Ids of the numbers of each campaign, by campaign id, in the order of the numbers. */
  async idsOf(manager: EntityManager, campaignIds: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const ids = new Map<string, string[]>(campaignIds.map((id) => [id, []]));
    if (campaignIds.length === 0) return ids;
    const rows = await manager
      .createQueryBuilder(DidEntity, 'did')
      .select(['did.id AS id', 'did.campaignId AS campaignId'])
      .where('did.campaignId IN (:...campaignIds)', { campaignIds })
      .orderBy('did.number')
      .getRawMany<{ id: string; campaignId: string }>();
    for (const { id, campaignId } of rows) ids.get(campaignId)?.push(id);
    return ids;
  }

  /** Every number with the country of its site, for the directory. */
  async numbers(): Promise<{ number: string; country: Country; campaignId: string | null }[]> {
    const countries = await this.sites.countries();
    const rows = await this.rows
      .createQueryBuilder('did')
      .select(['did.number AS number', 'did.siteId AS siteId', 'did.campaignId AS campaignId'])
      .getRawMany<{ number: string; siteId: string; campaignId: string | null }>();
    return rows.map(({ number, siteId, campaignId }) => ({ number, campaignId, country: countries.get(siteId) ?? 'FR' }));
  }

  private async countryOf(siteId: string): Promise<Country> {
    const country = (await this.sites.countries()).get(siteId);
    if (country !== undefined) return country;
    const message = `There is no site ${siteId}.`;
    throw new Refusal('impossible', 'unknown-site', message, [{ path: 'siteId', code: 'unknown-site', message }]);
  }

  private async assertNoneTaken(manager: EntityManager, numbers: readonly string[], path: string): Promise<void> {
    const [first, last] = [numbers[0] ?? '', numbers.at(-1) ?? ''];
    // Numbers of one length compare as text like numbers; longer and shorter ones between them are others.
    const between = await manager.find(DidEntity, { where: { number: Between(first, last) }, order: { number: 'ASC' } });
    const clashes = between.filter(({ number }) => number.length === first.length);
    if (clashes.length === 0) return;
    const faults = clashes.map(({ number }) => ({ path, code: 'did-exists', message: `${number} exists already.` }));
    const detail =
      clashes.length === 1
        ? `${clashes[0]?.number ?? ''} exists already.`
        : `${clashes.length} of these numbers exist already; none was created.`;
    throw new Refusal('wrong-state', 'did-exists', detail, faults, { clashes: clashes.map(({ number }) => number) });
  }
}

/** Refused when another request moved one of them since it was looked at. */
async function move(
  manager: EntityManager,
  ids: readonly string[],
  { from, to }: { from: string | null; to: string | null },
): Promise<void> {
  for (let at = 0; at < ids.length; at += ROWS_AT_ONCE) {
    const some = ids.slice(at, at + ROWS_AT_ONCE);
    const { affected } = await manager
      .createQueryBuilder()
      .update(DidEntity)
      .set({ campaignId: to, version: () => 'version + 1' })
      .where({ id: In(some), campaignId: from ?? IsNull() })
      .execute();
    if (affected !== some.length)
      throw new Refusal('wrong-state', 'did-taken', 'Another request gave one of these numbers away at this moment.');
  }
}

function normalised(text: string, country: Country, path: string): string {
  const number = toE164(text, country);
  if (number !== null) return number;
  const message = `"${text}" is not a telephone number of ${country}, nor an international one.`;
  throw new Refusal('impossible', 'not-a-number', message, [{ path, code: 'not-a-number', message }]);
}

function taken(did: DidEntity, campaign: string, path: string): Refusal {
  const message = `${did.number} already leads to the campaign "${campaign}". Take it out of that campaign first.`;
  return new Refusal('wrong-state', 'did-taken', message, [{ path, code: 'did-taken', message }]);
}

function unknownDid(id: string): never {
  throw new Refusal('not-found', 'unknown-did', `There is no DID ${id}.`);
}
