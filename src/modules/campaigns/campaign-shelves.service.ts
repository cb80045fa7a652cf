import { Inject, Injectable } from '@nestjs/common';

import { type Section } from './campaign-sections.js';
import { CONFIGURATION, type Configuration } from '../../platform/config/configuration.js';
import type { Page, PageQuery } from '../../platform/http/paging.js';
import { TravellingSoundsService } from '../audio/travelling-sounds.service.js';
import { CallingHoursService } from '../calling-hours/calling-hours.service.js';
import { DispositionGroupsService } from '../disposition-groups/disposition-groups.service.js';
import { HolidayGroupsService } from '../holiday-groups/holiday-groups.service.js';
import { IvrScenariosService } from '../ivr-scenarios/ivr-scenarios.service.js';
import { QueuesService } from '../queues/queues.service.js';
import { ScriptsService } from '../scripts/scripts.service.js';
import { SkillGroupsService } from '../skill-groups/skill-groups.service.js';
import { WorkSchedulesService } from '../work-schedules/work-schedules.service.js';

/** A resource as it travels: the body that would make it. */
export type Resource = Record<string, unknown>;

/** A resource of this installation. */
export interface Shelved {
  readonly id: string;
  readonly resource: Resource;
}

/** Where the resources of one section are kept. */
export interface Shelf {
  /** What makes two of them the same one: the name, or the code of a queue. */
  readonly identity: 'name' | 'code';
  all(): Promise<Shelved[]>;
  /** Checked like the body of a request; its faults are told below `path`. */
  checked(value: unknown, path: string): Resource;
  create(resource: Resource): Promise<Shelved>;
  remove(id: string): Promise<void>;
}

const PAGE = 500;

/** What a service of such resources can do. */
interface Keeper<Draft, View> {
  list(query: PageQuery): Promise<Page<View>>;
  draftOf(value: unknown, path: string): Draft;
  create(draft: Draft): Promise<View>;
  remove(id: string, expectedVersion: number | null): Promise<void>;
}

/** Reads and makes what campaigns refer to, through the services that own it and with all their checks. */
@Injectable()
export class CampaignShelvesService {
  readonly shelves: Readonly<Record<Section, Shelf>>;

  constructor(
    sounds: TravellingSoundsService,
    skillGroups: SkillGroupsService,
    queues: QueuesService,
    workSchedules: WorkSchedulesService,
    callingHours: CallingHoursService,
    holidayGroups: HolidayGroupsService,
    dispositionGroups: DispositionGroupsService,
    scripts: ScriptsService,
    ivrScenarios: IvrScenariosService,
    @Inject(CONFIGURATION) { defaultLanguage: language }: Configuration,
  ) {
    this.shelves = {
      audio: {
        identity: 'name',
        // What is in them is compared by its checksum.
        all: async () => (await sounds.all()).map(shelved),
        checked: (value, path) => plain(sounds.draftOf(value, path)),
        create: async (resource) => shelved(await sounds.create(sounds.draftOf(resource, ''))),
        remove: (id) => sounds.remove(id),
      },
      skillGroups: {
        ...shelf(skillGroups),
        // The ids of skills are the document's own, by which the campaign names them: a new group gets others.
        checked: (value, path) => {
          const { skills } = skillGroups.draftOf(value, path);
          return { ...(value as Resource), skills: (skills ?? []).map(({ id, name }) => ({ ...(id === undefined ? {} : { id }), name })) };
        },
        create: async ({ skills, ...rest }) => {
          const names = (skills as { name: string }[]).map(({ name }) => ({ name }));
          return shelved(await skillGroups.create(skillGroups.draftOf({ ...rest, skills: names }, '')));
        },
      },
      // The agents of a queue are people of one installation.
      queues: { ...shelf(queues, ({ agentIds, ...rest }) => rest), identity: 'code' },
      workSchedules: shelf(workSchedules),
      callingHours: shelf(callingHours),
      holidayGroups: shelf(holidayGroups),
      dispositionGroups: shelf(
        {
          list: (query) => dispositionGroups.list(query, language),
          draftOf: (value, path) => dispositionGroups.draftOf(value, path),
          create: (draft) => dispositionGroups.create(draft, language),
          remove: (id, version) => dispositionGroups.remove(id, version),
        },
        ({ dispositions, ...rest }) => ({ ...rest, dispositions: withoutSystem(dispositions) }),
      ),
      scripts: shelf(scripts),
      ivrScenarios: shelf(ivrScenarios),
    };
  }
}

function shelf<Draft extends object, View extends object>(
  keeper: Keeper<Draft, View>,
  travelling: (resource: Resource) => Resource = (resource) => resource,
): Shelf {
  const asShelved = (view: View): Shelved => {
    const { id, resource } = shelved(view);
    return { id, resource: travelling(resource) };
  };
  return {
    identity: 'name',
    all: async () => {
      const found: Shelved[] = [];
      for (let page = 1; ; page++) {
        const { items, total } = await keeper.list({ page, pageSize: PAGE });
        found.push(...items.map(asShelved));
        if (items.length === 0 || found.length >= total) return found;
      }
    },
    checked: (value, path) => plain(keeper.draftOf(value, path)),
    create: async (resource) => asShelved(await keeper.create(keeper.draftOf(resource, ''))),
    remove: (id) => keeper.remove(id, null),
  };
}

function shelved(view: object): Shelved {
  const { id, version, ...resource } = plain(view);
  return { id: String(id), resource };
}

function withoutSystem(dispositions: unknown): Resource[] {
  return (dispositions as Resource[]).flatMap(({ system, ...rest }) => (system === true ? [] : [rest]));
}

function plain(value: object): Resource {
  return JSON.parse(JSON.stringify(value)) as Resource;
}
