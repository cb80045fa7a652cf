import { existsSync } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What the PBX is told to play is `<id>/sound`, and it takes the format that suits the caller. */
const STEM = 'sound';
/** Names that no id has: what is under way, and what is kept although nobody knows it. */
const INCOMING = '.incoming-';
const LEAVING = '.leaving-';
const APART = '.without-a-row';

/** What became of the files at a start. */
export interface Settled {
  /** Files that no row knows: kept apart, and brought back when a row is there again, for instance after a restore. */
  readonly setApart: readonly string[];
  readonly broughtBack: readonly string[];
  readonly missing: readonly string[];
}

/**
 * The sounds of the library on disk, a directory for each. A sound is there whole or not at all, whenever we die; only this user reads it.
 * Ids come from our own rows, never from a request.
 */
export class AudioFiles {
  constructor(readonly directory: string) {}

  /** Where one of its files is, or would be. */
  path(id: string, extension: 'wav' | 'ulaw'): string {
    return join(this.directory, id, `${STEM}.${extension}`);
  }

  /** Whether it can be played. */
  present(id: string): boolean {
    return existsSync(this.path(id, 'wav'));
  }

  /** Resolves when the files, by extension, are safe on disk. Leaves nothing behind when it rejects. */
  async keep(id: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
    const incoming = join(this.directory, `${INCOMING}${id}`);
    try {
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      for (const [extension, bytes] of Object.entries(files)) await writeSafely(join(incoming, `${STEM}.${extension}`), bytes);
      await flush(incoming);
      await rename(incoming, join(this.directory, id));
      await flush(this.directory);
    } catch (error) {
      await rm(incoming, { recursive: true, force: true });
      throw error;
    }
  }

  /** Gone at once for whoever looks; a caller who is hearing it hears it to its end. */
  async remove(id: string): Promise<void> {
    const leaving = join(this.directory, `${LEAVING}${id}`);
    try {
      await rename(join(this.directory, id), leaving);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    await rm(leaving, { recursive: true, force: true });
  }

  /** At a start: clears what a death left half done, and sees to it that files and rows agree. */
  async settle(ids: ReadonlySet<string>): Promise<Settled> {
    const apart = join(this.directory, APART);
    await mkdir(apart, { recursive: true, mode: 0o700 });
    const there = await readdir(this.directory);
    for (const name of there) {
      if (name.startsWith(INCOMING) || name.startsWith(LEAVING)) await rm(join(this.directory, name), { recursive: true, force: true });
    }
    const setApart = there.filter((name) => !name.startsWith('.') && !ids.has(name));
    for (const id of setApart) {
      await rm(join(apart, id), { recursive: true, force: true });
      await rename(join(this.directory, id), join(apart, id));
    }
    const broughtBack: string[] = [];
    const missing: string[] = [];
    for (const id of ids) {
      if (this.present(id)) continue;
      if (await this.bringBack(id, apart)) broughtBack.push(id);
      else missing.push(id);
    }
    return { setApart, broughtBack, missing };
  }

  private async bringBack(id: string, apart: string): Promise<boolean> {
    try {
      await access(join(apart, id, `${STEM}.wav`));
      await rm(join(this.directory, id), { recursive: true, force: true });
      await rename(join(apart, id), join(this.directory, id));
      return true;
    } catch {
      // It is not there either: a file that vanished, which is told.
      return false;
    }
  }
}

async function writeSafely(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name in a directory is safe only when the directory is. */
async function flush(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
