import type { FetchedRecording } from '../core/ports/telephony.js';

/** Our disk, as far as recordings and messages need it: see `sound-disk.ts`. Only who asks waits while it works; its faults reject. */
export interface SoundFiles {
  /** With all that is above it; one that is there already is no fault. */
  makeFolder(path: string): Promise<void>;
  /** Whether there is a file; one that cannot be looked at is none, and nothing rejects. */
  has(path: string): Promise<boolean>;
  /** Two mono files as the channels of one; null is silence. The path has all of it or nothing. */
  writeStereo(left: string | null, right: string | null, path: string): Promise<FetchedRecording>;
  /** What is known of a file that `writeStereo` wrote; null when there is none. */
  describeStereo(path: string): Promise<FetchedRecording | null>;
  /** One that is not there is no fault. */
  remove(path: string): Promise<void>;
}
