import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, type EntityManager, type Repository } from 'typeorm';

import { Refusal } from '../../core/kernel/refusal.js';
import type { ScriptPlan } from '../../core/plan/briefing.js';
import type { IdSource } from '../../core/ports/id-source.js';
import { Database } from '../../platform/database/database.js';
import { plainHtml } from '../../platform/html/plain-html.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { pageOf, pageWindow, type Page, type PageQuery } from '../../platform/http/paging.js';
import { checkedAs } from '../../platform/http/validation.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { ScriptChanges, ScriptDraft, ScriptView, type SectionDraft } from './dto/script.dto.js';
import { assertPossible } from './script-rules.js';
import { ScriptEntity, type StoredSection } from './script.entity.js';

/** Who refers to this script, in words for the one who wants to remove it; asked within the removing transaction. */
export type ScriptUsers = (manager: EntityManager, scriptId: string) => Promise<string[]>;

/** What agents read and ask during a call. */
@Injectable()
export class ScriptsService implements OnModuleInit {
  private readonly users: ScriptUsers[] = [];
  private readonly listeners: (() => Promise<void>)[] = [];
  /** In memory, as agents are handed scripts while the database is away. */
  private readonly known = new Map<string, ScriptEntity>();

  constructor(
    @InjectRepository(ScriptEntity) private readonly rows: Repository<ScriptEntity>,
    private readonly database: Database,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const row of await this.rows.find()) this.known.set(row.id, row);
  }

  async list(query: PageQuery): Promise<Page<ScriptView>> {
    const { skip, take } = pageWindow(query);
    const [rows, total] = await this.rows.findAndCount({ order: { name: 'ASC' }, skip, take });
    return pageOf(query, rows.map(view), total);
  }

  async get(id: string): Promise<ScriptView> {
    return view((await this.rows.findOneBy({ id })) ?? unknownScript(id));
  }

  /** A part of a document, checked like the body of a request; its faults are told below `path`. */
  draftOf(value: unknown, path: string): ScriptDraft {
    return checkedAs(ScriptDraft, value, path);
  }

  async create({ name, sections = [] }: ScriptDraft): Promise<ScriptView> {
    const row: ScriptEntity = { id: this.ids.next(), version: 1, name, sections: stored(sections) };
    assertPossible(row.sections);
    await this.database.transaction(async (manager) => {
      await assertNameFree(manager, row);
      await manager.insert(ScriptEntity, row);
    });
    await this.changed(row);
    return view(row);
  }

  async change(id: string, { name, sections }: ScriptChanges, expectedVersion: number | null): Promise<ScriptView> {
    const kept = sections === undefined ? undefined : stored(sections);
    if (kept !== undefined) assertPossible(kept);
    const changed = await this.database.transaction(async (manager) => {
      const row = (await this.database.locked(manager, ScriptEntity, { id })) ?? unknownScript(id);
      assertCurrent(expectedVersion, row.version);
      const next: ScriptEntity = { id, version: row.version + 1, name: name ?? row.name, sections: kept ?? row.sections };
      await assertNameFree(manager, next);
      await manager.update(ScriptEntity, { id }, next);
      return next;
    });
    await this.changed(changed);
    return view(changed);
  }

  async remove(id: string, expectedVersion: number | null): Promise<void> {
    await this.database.transaction(async (manager) => {
      const row = (await this.database.locked(manager, ScriptEntity, { id })) ?? unknownScript(id);
      assertCurrent(expectedVersion, row.version);
      const users = (await Promise.all(this.users.map((usersOf) => usersOf(manager, id)))).flat();
      if (users.length > 0) {
        const message = `The script ${row.name} is in use by: ${users.slice(0, 20).join(', ')}.`;
        throw new Refusal('wrong-state', 'script-in-use', message, [], { users });
      }
      await manager.delete(ScriptEntity, { id });
    });
    this.known.delete(id);
    for (const listener of this.listeners) await listener();
  }

  async exists(manager: EntityManager, id: string): Promise<boolean> {
    return manager.existsBy(ScriptEntity, { id });
  }

  /** For an agent's screen; null when there is no such script. From memory. */
  plan(id: string): ScriptPlan | null {
    const script = this.known.get(id);
    return script === undefined ? null : view(script);
  }

  whoUses(users: ScriptUsers): void {
    this.users.push(users);
  }

  /** Calls `listener` after every change, before the change is answered. */
  whenChanged(listener: () => Promise<void>): void {
    this.listeners.push(listener);
  }

  private async changed(row: ScriptEntity): Promise<void> {
    // Of two changes at once the later one counts, whichever is heard of last.
    if (row.version > (this.known.get(row.id)?.version ?? 0)) this.known.set(row.id, row);
    for (const listener of this.listeners) await listener();
  }
}

function stored(drafts: readonly SectionDraft[]): StoredSection[] {
  return drafts.map(({ title, html = '', questions = [] }) => ({
    title,
    html: plainHtml(html),
    questions: questions.map(({ key, label, type, options }) => ({ key, label, type, options: options ?? [] })),
  }));
}

function view({ id, version, name, sections }: ScriptEntity): ScriptView {
  return {
    id,
    version,
    name,
    sections: sections.map(({ title, html, questions }) => ({
      title,
      html,
      questions: questions.map((question) => ({ ...question, options: [...question.options] })),
    })),
  };
}

function unknownScript(id: string): never {
  throw new Refusal('not-found', 'unknown-script', `There is no script ${id}.`);
}

async function assertNameFree(manager: EntityManager, { id, name }: { id: string; name: string }): Promise<void> {
  if (!(await manager.existsBy(ScriptEntity, { name, id: Not(id) }))) return;
  const message = `Another script has the name ${name}.`;
  throw new Refusal('wrong-state', 'name-taken', message, [{ path: 'name', code: 'name-taken', message }]);
}
