import { mkdirSync, rmSync } from 'node:fs';
import type { FetchedRecording } from '../../../src/core/ports/telephony.js';
import type { SoundFiles } from '../../../src/engine/sound-files.js';
import type { FakeTelephony } from './fake-telephony.js';

/** Our disk in memory: what the PBX was asked for, and recordings made one of two. It outlives the processes that use it. */
export class FakeSoundFiles implements SoundFiles {
  /** Every recording made of two sides, by its path. */
  readonly written = new Map<string, FetchedRecording>();
  /** Our disk is full. What cannot be fetched then is up to `FakeRecordings.unwritable`. */
  unwritable = false;

  constructor(private readonly pbx: FakeTelephony) {}

  makeFolder(path: string): Promise<void> {
    if (this.pbx.recorder.files === 'whole') mkdirSync(path, { recursive: true });
    return Promise.resolve();
  }

  has(path: string): Promise<boolean> {
    return Promise.resolve(this.written.has(path) || this.pbx.recorder.fetched.has(path));
  }

  writeStereo(left: string | null, right: string | null, path: string): Promise<FetchedRecording> {
    if (this.unwritable) return Promise.reject(new Error('ENOSPC: no space left on device'));
    const sides: (FetchedRecording | null)[] = [];
    for (const side of [left, right]) {
      const fetched = side === null ? null : this.pbx.recorder.fetched.get(side);
      if (fetched === undefined) return Promise.reject(new Error(`ENOENT: no such file or directory, open '${String(side)}'`));
      sides.push(fetched);
    }
    const seconds = Math.max(...sides.map((side) => side?.seconds ?? 0));
    const file = { bytes: 44 + 32_000 * seconds, sha256: sides.map((side) => side?.sha256 ?? 'nothing').join('+'), seconds };
    this.written.set(path, file);
    return Promise.resolve(file);
  }

  describeStereo(path: string): Promise<FetchedRecording | null> {
    return Promise.resolve(this.written.get(path) ?? null);
  }

  remove(path: string): Promise<void> {
    if (this.pbx.recorder.files === 'whole') rmSync(path, { force: true });
    this.written.delete(path);
    this.pbx.recorder.fetched.delete(path);
    return Promise.resolve();
  }
}
