import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

import type { CallId } from '../../core/kernel/ids.js';
import type { Instant } from '../../core/kernel/time.js';
import { AudioFiles } from './audio-files.js';

/** What may be on disk; above either, what was heard longest ago goes. */
export interface ShelfLimits {
  readonly texts: number;
  readonly bytes: number;
}

/** What more calls than these were told tells of nobody in particular. */
const MOST_CALLS = 100;
const LIMITS: ShelfLimits = { texts: 5_000, bytes: 500_000_000 };
/** What one caller alone was told, named after nothing; and what tells something of a caller. Neither outlives the process. */
export const ONCE = 'once-';
export const PASSING = 'passing-';
/** The digest of a text and its voice. Whatever else lies there was under way when a process died, or was to be kept for a moment only. */
const LASTING = /^[0-9a-f]{64}$/;

interface Kept {
  readonly bytes: number;
  readonly heardAt: Instant;
  /** Of whose callers it tells something, the latest. */
  readonly callIds: readonly CallId[];
}

/** What is on disk of what a person was told. */
export interface PassingText {
  readonly id: string;
  readonly callIds: readonly CallId[];
  readonly heardAt: Instant;
}

/** Sounds that were made of texts, on disk for whoever is told the same: bounded, and the one heard longest ago makes room. */
export class SpeechShelf {
  readonly files: AudioFiles;
  /** By id, the one heard longest ago first. */
  private readonly kept = new Map<string, Kept>();
  private bytes = 0;

  constructor(
    readonly directory: string,
    private readonly limits = LIMITS,
  ) {
    this.files = new AudioFiles(directory);
  }

  /** Takes stock of what earlier processes left. */
  async open(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const found: { id: string; bytes: number; heardAt: number }[] = [];
    for (const id of await readdir(this.directory)) {
      const folder = join(this.directory, id);
      if (LASTING.test(id) && this.files.present(id))
        found.push({ id, bytes: await sizeOf(folder), heardAt: (await stat(folder)).mtimeMs });
      else await rm(folder, { recursive: true, force: true });
    }
    for (const { id, bytes, heardAt } of found.sort((one, other) => one.heardAt - other.heardAt)) this.note(id, bytes, heardAt);
    await this.makeRoom();
  }

  /** Whether it is there to be played now: somebody may have removed the file. */
  has(id: string): boolean {
    return this.kept.has(id) && this.files.present(id);
  }

  /** When it was last about to be heard; null when it is not there. */
  heardAt(id: string): Instant | null {
    return this.kept.get(id)?.heardAt ?? null;
  }

  /** It is about to be heard: it stays longer than what is not. `tellsOf`: the call of whose caller it tells something. */
  heard(id: string, at: Instant, tellsOf: CallId | null = null): void {
    const known = this.kept.get(id);
    if (known === undefined) return;
    this.kept.delete(id);
    const callIds =
      tellsOf === null ? known.callIds : [...known.callIds.filter((callId) => callId !== tellsOf), tellsOf].slice(-MOST_CALLS);
    this.kept.set(id, { ...known, heardAt: at, callIds });
    // For the next process only: nobody waits, and a file that has just gone is missed by nobody.
    utimes(join(this.directory, id), at / 1_000, at / 1_000).catch(() => undefined);
  }

  /** Resolves when the files, by extension, are safe on disk. Rejects when the disk refuses them. */
  async keep(id: string, files: Readonly<Record<string, Uint8Array>>, at: Instant): Promise<void> {
    await this.remove(id);
    await this.files.keep(id, files);
    const bytes = Object.values(files).reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.note(id, bytes, at);
    await this.makeRoom();
  }

  /** Removes what nobody has heard since. */
  async clearUnheardSince(instant: Instant): Promise<void> {
    for (const [id, { heardAt }] of [...this.kept]) if (heardAt < instant) await this.remove(id);
  }

  /** What callers were told in these calls of what only they know. */
  toldIn(callIds: ReadonlySet<string>): readonly PassingText[] {
    return [...this.kept].flatMap(([id, { heardAt, callIds: all }]) => {
      const theirs = all.filter((callId) => callIds.has(callId));
      return theirs.length === 0 ? [] : [{ id, callIds: theirs, heardAt }];
    });
  }

  /** Removes what was told in these calls; what others were told in the same words stays as theirs alone. */
  async forgetCalls(callIds: ReadonlySet<string>): Promise<number> {
    const texts = this.toldIn(callIds);
    for (const { id } of texts) {
      const known = this.kept.get(id);
      const others = known?.callIds.filter((callId) => !callIds.has(callId)) ?? [];
      if (known === undefined || others.length === 0) await this.remove(id);
      else this.kept.set(id, { ...known, callIds: others });
    }
    return texts.length;
  }

  async remove(id: string): Promise<void> {
    this.bytes -= this.kept.get(id)?.bytes ?? 0;
    this.kept.delete(id);
    await this.files.remove(id);
  }

  private note(id: string, bytes: number, heardAt: Instant): void {
    this.kept.set(id, { bytes, heardAt, callIds: [] });
    this.bytes += bytes;
  }

  /** The newest stays, however large it is: somebody is about to hear it. */
  private async makeRoom(): Promise<void> {
    while (this.kept.size > 1 && (this.kept.size > this.limits.texts || this.bytes > this.limits.bytes)) {
      const [oldest] = this.kept.keys();
      if (oldest === undefined) return;
      await this.remove(oldest);
    }
  }
}

async function sizeOf(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
