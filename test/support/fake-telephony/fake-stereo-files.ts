import { mkdirSync, rmSync } from 'node:fs';
import type { FetchedRecording } from '../../../src/core/ports/telephony.js';
import type { StereoFiles } from '../../../src/engine/recording-shelf.js';
import type { FakeTelephony } from './fake-telephony.js';

/** Recordings made one of two, without a disk: what is told of them is what their sides were told to be. */
export class FakeStereoFiles implements StereoFiles {
  /** Every file, by its path. */
  readonly written = new Map<string, FetchedRecording>();
  /** Our disk is full. */
  unwritable = false;

  constructor(private readonly pbx: FakeTelephony) {}

  write(left: string | null, right: string | null, path: string): Promise<FetchedRecording> {
    if (this.unwritable) return Promise.reject(new Error('ENOSPC: no space left on device'));
    const sides = [left, right].map((side) => (side === null ? undefined : this.pbx.recorder.fetched.get(side)));
    const seconds = Math.max(...sides.map((side) => side?.seconds ?? 0));
    const file = { bytes: 44 + 32_000 * seconds, sha256: sides.map((side) => side?.sha256 ?? 'nothing').join('+'), seconds };
    this.written.set(path, file);
    return Promise.resolve(file);
  }

  makeFolder(path: string): Promise<void> {
    if (this.pbx.recorder.files === 'whole') mkdirSync(path, { recursive: true });
    return Promise.resolve();
  }

  remove(path: string): Promise<void> {
    if (this.pbx.recorder.files === 'whole') rmSync(path, { force: true });
    return Promise.resolve();
  }

  describe(path: string): Promise<FetchedRecording | null> {
    return Promise.resolve(this.written.get(path) ?? null);
  }
}
