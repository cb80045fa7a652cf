import { Injectable } from '@nestjs/common';

import { Refusal } from '../../core/kernel/refusal.js';
import { HttpProblem } from '../../platform/http/problem.js';
import { SECTIONS, type Section } from './campaign-sections.js';
import { CampaignShelvesService, type Resource, type Shelf, type Shelved } from './campaign-shelves.service.js';
import { ImportedResource } from './dto/campaign-transfer.dto.js';

/** By section, then by the key that the document uses: the id that the resource had where it comes from. */
export type Resources = Readonly<Partial<Record<Section, Readonly<Record<string, unknown>>>>>;

/** What a document brought, found here or made. */
export interface Brought {
  readonly told: ImportedResource[];
  /** The id here of what the document calls `key`; undefined when it did not bring it. */
  idOf(key: string): string | undefined;
  /** Removes again what was made. */
  takeBack(): Promise<void>;
}

/** Brings what documents of campaigns refer to into this installation. */
@Injectable()
export class CampaignImportsService {
  constructor(private readonly kept: CampaignShelvesService) {}

  /**
   * Finds each resource by name and content, and makes those that are not here; one whose name is taken by another content gets a number
   * after its name, as what a document says must never become something else in silence. A queue is the installation's own: it is found by its code.
   * What fails takes back what was made before.
   */
  async bring(resources: Resources): Promise<Brought> {
    const checked = SECTIONS.map((section) => [section, this.checked(section, resources[section] ?? {})] as const);
    const ids = new Map<string, string>();
    const told: ImportedResource[] = [];
    const made: { shelf: Shelf; id: string }[] = [];
    const takeBack = async (): Promise<void> => {
      for (const { shelf, id } of made.reverse()) await shelf.remove(id);
    };
    try {
      for (const [section, all] of checked) {
        if (all.length === 0) continue;
        const shelf = this.kept.shelves[section];
        const there = await shelf.all();
        for (const [key, resource] of inOrder(all)) {
          const wanted = renamed(resource, ids) as Resource;
          const { shelved, outcome } = await place(shelf, there, `resources.${section}.${key}`, wanted);
          if (outcome !== 'reused') {
            made.push({ shelf, id: shelved.id });
            there.push(shelved);
          }
          ids.set(key, shelved.id);
          noteSkills(resource, shelved.resource, ids);
          told.push({ section, key, id: shelved.id, name: String(shelved.resource[shelf.identity]), outcome });
        }
      }
    } catch (error) {
      await takeBack();
      throw error;
    }
    return { told, idOf: (key) => ids.get(key), takeBack };
  }

  private checked(section: Section, resources: Readonly<Record<string, unknown>>): [key: string, resource: Resource][] {
    const shelf = this.kept.shelves[section];
    return Object.entries(resources).map(([key, value]) => [key, shelf.checked(value, `resources.${section}.${key}`)]);
  }
}

/** `there` is what is on the shelf already. */
async function place(
  shelf: Shelf,
  there: readonly Shelved[],
  path: string,
  wanted: Resource,
): Promise<{ shelved: Shelved; outcome: ImportedResource['outcome'] }> {
  const name = String(wanted[shelf.identity]);
  const taken = new Map(there.map((one) => [String(one.resource[shelf.identity]), one]));
  if (shelf.identity === 'code') {
    const own = taken.get(name);
    if (own !== undefined) return { shelved: own, outcome: 'reused' };
  }
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name} (${count})`;
    const namesake = taken.get(candidate);
    if (namesake === undefined) {
      const shelved = await shelf.create({ ...wanted, [shelf.identity]: candidate }).catch((error: unknown) => {
        throw within(path, error);
      });
      return { shelved, outcome: count === 1 ? 'created' : 'renamed' };
    }
    if (canonical(namesake.resource) === canonical({ ...wanted, [shelf.identity]: candidate })) {
      return { shelved: namesake, outcome: 'reused' };
    }
  }
}

/** Those that name others of their own section come after them. */
function inOrder(all: readonly [string, Resource][]): [string, Resource][] {
  const left = new Map(all);
  const ordered: [string, Resource][] = [];
  while (left.size > 0) {
    const keys = new Set(left.keys());
    const free = [...left].filter(([key, resource]) => !namesAny(resource, keys, key));
    // In a circle nobody is first: each is tried, and refused for what it names.
    const next = free.length > 0 ? free : [...left];
    for (const [key, resource] of next) {
      ordered.push([key, resource]);
      left.delete(key);
    }
  }
  return ordered;
}

function namesAny(value: unknown, keys: ReadonlySet<string>, own: string): boolean {
  if (typeof value === 'string') return value !== own && keys.has(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((inner) => namesAny(inner, keys, own));
}

/** The same with the ids of this installation where it names what came before it. */
function renamed(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return ids.get(value) ?? value;
  if (Array.isArray(value)) return value.map((inner) => renamed(inner, ids));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renamed(inner, ids)]));
}

/** Campaigns and scenarios name skills, not their groups; here and there they are known by the group and their name. */
function noteSkills({ skills: theirs }: Resource, { skills: ours }: Resource, ids: Map<string, string>): void {
  if (!Array.isArray(theirs) || !Array.isArray(ours)) return;
  const byName = new Map((ours as { id: string; name: string }[]).map(({ id, name }) => [name, id]));
  for (const { id, name } of theirs as { id?: string; name: string }[]) {
    const here = byName.get(name);
    if (id !== undefined && here !== undefined) ids.set(id, here);
  }
}

/** Text that two resources share when they say the same, however their properties are ordered; ids of skills say nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    // A sound has a checksum of what is in it.
    if (key === 'content') return undefined;
    if (key === 'skills' && Array.isArray(inner) && inner.every((skill) => isSkill(skill))) return inner.map(({ name }) => name);
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function isSkill(value: unknown): value is { name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && !('skillId' in value);
}

/** The same refusal, its paths told from the beginning of the document. */
function within(path: string, error: unknown): unknown {
  if (error instanceof Refusal) {
    const faults = error.faults.map((fault) => ({ ...fault, path: `${path}.${fault.path}` }));
    return new Refusal(error.kind, error.code, error.message, faults, error.details);
  }
  if (error instanceof HttpProblem) {
    return new HttpProblem(
      error.getStatus(),
      error.code,
      error.detail,
      error.errors.map((fault) => ({ ...fault, path: `${path}.${fault.path}` })),
    );
  }
  return error;
}
