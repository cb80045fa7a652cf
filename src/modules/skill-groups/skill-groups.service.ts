import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, type EntityManager, type Repository } from 'typeorm';

import { brandId, type SkillId } from '../../core/kernel/ids.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { IdSource } from '../../core/ports/id-source.js';
import { DESK, type Desk } from '../../engine/desk.js';
import { Database } from '../../platform/database/database.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { pageOf, pageWindow, type Page, type PageQuery } from '../../platform/http/paging.js';
import { checkedAs } from '../../platform/http/validation.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { SkillGroupChanges, SkillGroupDraft, SkillGroupView, type SkillDraft } from './dto/skill-group.dto.js';
import { SkillGroupEntity, type StoredSkill } from './skill-group.entity.js';

/** Who refers to these skills, in words for the one who wants to remove them; asked within the removing transaction. */
export type SkillUsers = (manager: EntityManager, skillIds: ReadonlySet<string>) => Promise<string[]>;

@Injectable()
export class SkillGroupsService implements OnModuleInit {
  private readonly users: SkillUsers[] = [];
  private known: ReadonlySet<string> = new Set();
  private names: ReadonlyMap<string, string> = new Map();

  constructor(
    @InjectRepository(SkillGroupEntity) private readonly rows: Repository<SkillGroupEntity>,
    private readonly database: Database,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    @Inject(DESK) private readonly desk: Desk,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.configureDesk();
  }

  /** Every skill there is, by id. */
  get knownSkills(): ReadonlySet<string> {
    return this.known;
  }

  /** Null for a skill that is no more. */
  nameOf(skillId: string): string | null {
    return this.names.get(skillId) ?? null;
  }

  /** Asks `users` before a skill is removed. */
  beforeRemoval(users: SkillUsers): void {
    this.users.push(users);
  }

  async list(query: PageQuery): Promise<Page<SkillGroupView>> {
    const { skip, take } = pageWindow(query);
    const [items, total] = await this.rows.findAndCount({ order: { name: 'ASC' }, skip, take });
    return pageOf(query, items, total);
  }

  async get(id: string): Promise<SkillGroupView> {
    return (await this.rows.findOneBy({ id })) ?? unknownGroup(id);
  }

  /** A part of a document, checked like the body of a request; its faults are told below `path`. */
  draftOf(value: unknown, path: string): SkillGroupDraft {
    return checkedAs(SkillGroupDraft, value, path);
  }

  async create({ skills = [], ...draft }: SkillGroupDraft): Promise<SkillGroupView> {
    const row: SkillGroupEntity = { autoDecrement: true, ...draft, id: this.ids.next(), version: 1, skills: this.stored(skills, []) };
    await this.database.transaction(async (manager) => {
      await assertNameFree(manager, row);
      await manager.insert(SkillGroupEntity, row);
    });
    await this.configureDesk();
    return row;
  }

  async change(id: string, { skills, ...changes }: SkillGroupChanges, expectedVersion: number | null): Promise<SkillGroupView> {
    const changed = await this.database.transaction(async (manager) => {
      const row = (await this.database.locked(manager, SkillGroupEntity, { id })) ?? unknownGroup(id);
      assertCurrent(expectedVersion, row.version);
      const next = {
        ...row,
        ...changes,
        version: row.version + 1,
        skills: skills === undefined ? row.skills : this.stored(skills, row.skills),
      };
      await assertNameFree(manager, next);
      await this.assertUnused(
        manager,
        row.skills.filter((skill) => !next.skills.some((kept) => kept.id === skill.id)),
      );
      await manager.update(SkillGroupEntity, { id }, next);
      return next;
    });
    await this.configureDesk();
    return changed;
  }

  async remove(id: string, expectedVersion: number | null): Promise<void> {
    await this.database.transaction(async (manager) => {
      const row = (await this.database.locked(manager, SkillGroupEntity, { id })) ?? unknownGroup(id);
      assertCurrent(expectedVersion, row.version);
      await this.assertUnused(manager, row.skills);
      await manager.delete(SkillGroupEntity, { id });
    });
    await this.configureDesk();
  }

  /** Keeps the ids of skills that are there already; a skill without an id is new. */
  private stored(drafts: readonly SkillDraft[], before: readonly StoredSkill[]): StoredSkill[] {
    return drafts.map(({ id, name }, index) => {
      if (id === undefined) return { id: this.ids.next(), name };
      if (before.some((skill) => skill.id === id)) return { id, name };
      const message = `The group has no skill ${id}; leave the id out to add a skill.`;
      throw new Refusal('impossible', 'unknown-skill', message, [{ path: `skills[${index}].id`, code: 'unknown-skill', message }]);
    });
  }

  private async assertUnused(manager: EntityManager, skills: readonly StoredSkill[]): Promise<void> {
    if (skills.length === 0) return;
    const ids = new Set(skills.map(({ id }) => id));
    const users = (await Promise.all(this.users.map((usersOf) => usersOf(manager, ids)))).flat();
    if (users.length === 0) return;
    const names = skills.map(({ name }) => name).join(', ');
    throw new Refusal('wrong-state', 'skill-in-use', `Of ${names} something is in use by: ${users.slice(0, 20).join(', ')}.`, [], {
      users,
    });
  }

  private async configureDesk(): Promise<void> {
    const groups = await this.rows.find({ order: { id: 'ASC' } });
    this.names = new Map(groups.flatMap(({ skills }) => skills.map(({ id, name }) => [id, name] as const)));
    this.known = new Set(this.names.keys());
    this.desk.configureSkillGroups(
      groups.map(({ id, autoDecrement, skills }) => ({
        groupId: id,
        autoDecrement,
        skillIds: skills.map((skill) => brandId<SkillId>(skill.id)),
      })),
    );
  }
}

function unknownGroup(id: string): never {
  throw new Refusal('not-found', 'unknown-skill-group', `There is no skill group ${id}.`);
}

async function assertNameFree(manager: EntityManager, { id, name }: { id: string; name: string }): Promise<void> {
  if (!(await manager.existsBy(SkillGroupEntity, { name, id: Not(id) }))) return;
  const message = `Another skill group has the name ${name}.`;
  throw new Refusal('wrong-state', 'name-taken', message, [{ path: 'name', code: 'name-taken', message }]);
}
