import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, type EntityManager, type Repository } from 'typeorm';

import { referencesOf, type IvrReference } from '../../core/ivr/check-references.js';
import type { KnownThings } from '../../core/ivr/known-things.js';
import { programOf } from '../../core/ivr/program.js';
import { spokenTexts } from '../../core/ivr/spoken-texts.js';
import type { IvrProgram, IvrScenario } from '../../core/ivr/scenario.js';
import { validateScenario } from '../../core/ivr/validate-scenario.js';
import { Refusal } from '../../core/kernel/refusal.js';
import type { IdSource } from '../../core/ports/id-source.js';
import { Database } from '../../platform/database/database.js';
import { assertCurrent } from '../../platform/http/if-match.js';
import { pageOf, pageWindow, type Page, type PageQuery } from '../../platform/http/paging.js';
import { checkedAs } from '../../platform/http/validation.js';
import { ID_SOURCE } from '../../platform/ids/monotonic-ids.js';
import { AudioService } from '../audio/audio.service.js';
import { SpokenTextsService, type SpeechTrouble } from '../audio/spoken-texts.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { SkillGroupsService } from '../skill-groups/skill-groups.service.js';
import { WorkSchedulesService } from '../work-schedules/work-schedules.service.js';
import { IvrScenarioChanges, IvrScenarioDraft, IvrScenarioView } from './dto/ivr-scenario.dto.js';
import { IvrScenarioEntity } from './ivr-scenario.entity.js';
import { merged } from './merge-patch.js';

/** Who refers to the scenario, in words for the one who wants to remove it; asked within the removing transaction. */
export type ScenarioUsers = (manager: EntityManager, scenarioId: string) => Promise<string[]>;

const USERS_NAMED = 20;
/** What a change of one scenario can spoil in those that lead to it. */
const SPOILT = ['endless-loop', 'too-deep', 'missing-input', 'too-many-names', 'scenario-within-itself'];

@Injectable()
export class IvrScenariosService implements OnModuleInit {
  private readonly users: ScenarioUsers[] = [];
  private readonly listeners: (() => Promise<void>)[] = [];
  private known: ReadonlyMap<string, IvrScenario> = new Map();

  constructor(
    @InjectRepository(IvrScenarioEntity) private readonly rows: Repository<IvrScenarioEntity>,
    private readonly database: Database,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    private readonly audio: AudioService,
    private readonly speech: SpokenTextsService,
    private readonly queues: QueuesService,
    private readonly skills: SkillGroupsService,
    private readonly schedules: WorkSchedulesService,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.recall();
    this.queues.whoUses((manager, id) => this.usersOf(manager, 'queue', new Set([id])));
    this.audio.whoUses((manager, id) => this.usersOf(manager, 'audio', new Set([id])));
    this.skills.beforeRemoval((manager, ids) => this.usersOf(manager, 'skill', ids));
    this.schedules.whoUses((manager, id) => this.usersOf(manager, 'workSchedule', new Set([id])));
  }

  /** From memory; null for one that is not, or no more. */
  scenario(id: string): IvrScenario | null {
    return this.known.get(id) ?? null;
  }

  /** From memory: the scenario with all that it leads to, ready to be run; null for one that is not, or no more. */
  program(id: string): IvrProgram | null {
    return programOf(id, (wanted) => this.scenario(wanted));
  }

  /** What keeps callers from hearing the texts of the scenario and of all that it leads to; null: nothing does. */
  speechTrouble(id: string): SpeechTrouble | null {
    return this.speech.troubleWith(spokenTexts(Object.values(this.program(id)?.scenarios ?? {})));
  }

  /** What a scenario names outside itself; nothing when it is none. */
  namedBy(id: string): readonly IvrReference[] {
    return Object.values(this.known.get(id)?.nodes ?? {}).flatMap((node) => [...referencesOf(node)]);
  }

  /** Asks `users` before a scenario is removed. */
  whoUses(users: ScenarioUsers): void {
    this.users.push(users);
  }

  /** Calls `listener` after every change, before the change is answered. */
  whenChanged(listener: () => Promise<void>): void {
    this.listeners.push(listener);
  }

  async list(query: PageQuery): Promise<Page<IvrScenarioView>> {
    const { skip, take } = pageWindow(query);
    const [items, total] = await this.rows.findAndCount({ order: { name: 'ASC' }, skip, take });
    return pageOf(query, items, total);
  }

  async get(id: string): Promise<IvrScenarioView> {
    return (await this.rows.findOneBy({ id })) ?? unknownScenario(id);
  }

  /** A part of a document, checked like the body of a request; its faults are told below `path`. */
  draftOf(value: unknown, path: string): IvrScenarioDraft {
    return checkedAs(IvrScenarioDraft, value, path);
  }

  async create(draft: IvrScenarioDraft): Promise<IvrScenarioView> {
    const id = this.ids.next();
    return this.saved(async (manager) => {
      const row = rowOf(id, 1, this.checked(draft, null, await this.read(manager)));
      await assertNameFree(manager, row);
      await manager.insert(IvrScenarioEntity, { ...row });
      return row;
    });
  }

  async change(id: string, changes: IvrScenarioChanges, expectedVersion: number | null): Promise<IvrScenarioView> {
    return this.saved(async (manager) => {
      const before = (await this.database.locked(manager, IvrScenarioEntity, { id })) ?? unknownScenario(id);
      assertCurrent(expectedVersion, before.version);
      const all = await this.read(manager);
      const scenario = this.checked(merged(scenarioOf(before), changes), id, all);
      const row = rowOf(id, before.version + 1, scenario);
      await assertNameFree(manager, row);
      this.assertOthersStand(id, scenario, all);
      await manager.update(IvrScenarioEntity, { id }, { ...row });
      return row;
    });
  }

  async remove(id: string, expectedVersion: number | null): Promise<void> {
    await this.saved(async (manager) => {
      const row = (await this.database.locked(manager, IvrScenarioEntity, { id })) ?? unknownScenario(id);
      assertCurrent(expectedVersion, row.version);
      const others = await this.usersOf(manager, 'scenario', new Set([id]));
      const users = [...others, ...(await Promise.all(this.users.map((usersOf) => usersOf(manager, id)))).flat()];
      if (users.length > 0) {
        const message = `The IVR scenario "${row.name}" is used by ${users.slice(0, USERS_NAMED).join(', ')}.`;
        throw new Refusal('wrong-state', 'ivr-scenario-in-use', message, [], { users });
      }
      await manager.delete(IvrScenarioEntity, { id });
    });
  }

  /** Scenarios, in words, that refer to one of these. */
  async usersOf(manager: EntityManager, kind: IvrReference['kind'], ids: ReadonlySet<string>): Promise<string[]> {
    const rows = await manager.find(IvrScenarioEntity, { order: { name: 'ASC' } });
    const uses = (row: IvrScenarioEntity): boolean =>
      Object.values(scenarioOf(row).nodes).some((node) =>
        referencesOf(node).some((reference) => reference.kind === kind && ids.has(reference.id)),
      );
    return rows.filter(uses).map(({ name }) => `the IVR scenario "${name}"`);
  }

  private async saved<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const outcome = await this.database.transaction(work);
    await this.recall();
    for (const listener of this.listeners) await listener();
    return outcome;
  }

  private async recall(): Promise<void> {
    this.known = await this.read(this.rows.manager);
    this.speech.prepare(spokenTexts([...this.known.values()]).fixed);
  }

  private async read(manager: EntityManager): Promise<ReadonlyMap<string, IvrScenario>> {
    const rows = await manager.find(IvrScenarioEntity, { order: { id: 'ASC' } });
    return new Map(rows.map((row) => [row.id, scenarioOf(row)]));
  }

  private checked(document: unknown, id: string | null, all: ReadonlyMap<string, IvrScenario>): IvrScenario {
    const { scenario, faults } = validateScenario(document, id, this.knownThings(all));
    if (scenario !== null) return scenario;
    const [first] = faults;
    const message = faults.length === 1 ? (first?.message ?? '') : `${faults.length} faults; the first: ${first?.message ?? ''}`;
    throw new Refusal('impossible', 'invalid-scenario', message, faults);
  }

  /** Refused when a scenario that leads to the changed one would go wrong by the change. */
  private assertOthersStand(id: string, scenario: IvrScenario, all: ReadonlyMap<string, IvrScenario>): void {
    const next = new Map([...all, [id, scenario]]);
    const lookUp = (wanted: string): IvrScenario | null => next.get(wanted) ?? null;
    for (const [otherId, other] of all) {
      if (otherId === id || !Object.hasOwn(programOf(otherId, lookUp)?.scenarios ?? {}, id)) continue;
      const spoilt = validateScenario(other, otherId, this.knownThings(next)).faults.filter(({ code }) => SPOILT.includes(code));
      if (spoilt.length === 0) continue;
      const faults = spoilt.map(({ code, message }) => ({ path: 'nodes', code, message: `In the scenario "${other.name}": ${message}` }));
      const message = `The IVR scenario "${other.name}", which leads to this one, would go wrong: ${spoilt[0]?.message ?? ''}`;
      throw new Refusal('impossible', 'spoils-scenario', message, faults);
    }
  }

  private knownThings(all: ReadonlyMap<string, IvrScenario>): KnownThings {
    return {
      audio: (id) => this.audio.exists(id),
      skill: (id) => this.skills.knownSkills.has(id),
      queue: (id) => this.queues.codeOf(id) !== null,
      workSchedule: (id) => this.schedules.hours(id) !== null,
      scenario: (id) => all.get(id) ?? null,
      canSpeakText: this.speech.canSpeak(),
    };
  }
}

function rowOf(id: string, version: number, { name, language, inputs, start, nodes }: IvrScenario): IvrScenarioEntity {
  return { id, version, name, language, inputs: [...inputs], start, nodes: { ...nodes } };
}

function scenarioOf({ name, language, inputs, start, nodes }: IvrScenarioEntity): IvrScenario {
  return { name, language, inputs, start, nodes: nodes as IvrScenario['nodes'] };
}

function unknownScenario(id: string): never {
  throw new Refusal('not-found', 'unknown-ivr-scenario', `There is no IVR scenario ${id}.`);
}

async function assertNameFree(manager: EntityManager, { id, name }: { id: string; name: string }): Promise<void> {
  if (!(await manager.existsBy(IvrScenarioEntity, { name, id: Not(id) }))) return;
  const message = `Another IVR scenario has the name ${name}.`;
  throw new Refusal('wrong-state', 'name-taken', message, [{ path: 'name', code: 'name-taken', message }]);
}
