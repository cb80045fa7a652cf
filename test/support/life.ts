import type { Clock, Timer } from '../../src/core/ports/clock.js';
import type { Instant } from '../../src/core/kernel/time.js';
import type { Telephony, TelephonyEvent } from '../../src/core/ports/telephony.js';
import type { JournalDisk } from '../../src/engine/journal.js';
import type { SoundFiles } from '../../src/engine/sound-files.js';

export interface WireTap {
  request(name: string, args: readonly unknown[]): void;
  event(event: TelephonyEvent): void;
}

/** One run of the backend's process. What it does after its death has no effect on anything. */
export class Life {
  private dead = false;

  get isOver(): boolean {
    return this.dead;
  }

  end(): void {
    this.dead = true;
  }

  /** Its timers die with it. */
  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      at: (at: Instant, ring: () => void): Timer =>
        clock.at(at, () => {
          if (!this.dead) ring();
        }),
    };
  }

  /** Once it is dead its requests never leave and it hears nothing. `tap` hears of each request and event first. */
  telephony(telephony: Telephony, tap: WireTap): Telephony {
    const ours: object = Object.create(telephony, {
      listen: {
        value: (listener: (event: TelephonyEvent) => void): void =>
          telephony.listen((event) => {
            if (this.dead) return;
            tap.event(event);
            listener(event);
          }),
      },
    });
    for (const name of REQUESTS) {
      const method = telephony[name] as (...args: unknown[]) => unknown;
      const request = (...args: unknown[]): unknown => {
        if (this.dead) return new Promise(() => undefined);
        tap.request(name, args);
        return method.apply(telephony, args);
      };
      Object.defineProperty(ours, name, { value: request });
    }
    return ours as Telephony;
  }

  disk(disk: JournalDisk): JournalDisk {
    disk.cut();
    return {
      append: (entry) => {
        if (!this.dead) disk.append(entry);
      },
      cut: () => {
        if (!this.dead) disk.cut();
      },
      left: () => (this.dead ? [] : disk.left()),
      read: (segment) => disk.read(segment),
      remove: (segment) => {
        if (!this.dead) disk.remove(segment);
      },
      refuse: (entry) => disk.refuse(entry),
    };
  }

  /** Once it is dead it touches no file and learns nothing of one. */
  soundFiles(files: SoundFiles): SoundFiles {
    const whileAlive = <Answer>(act: () => Promise<Answer>): Promise<Answer> => (this.dead ? new Promise(() => undefined) : act());
    return {
      makeFolder: (path) => whileAlive(() => files.makeFolder(path)),
      has: (path) => whileAlive(() => files.has(path)),
      writeStereo: (left, right, path) => whileAlive(() => files.writeStereo(left, right, path)),
      describeStereo: (path) => whileAlive(() => files.describeStereo(path)),
      remove: (path) => whileAlive(() => files.remove(path)),
    };
  }
}

/** All that answers with a promise; `listen` and `phoneEndpoint` are no requests. */
const REQUESTS = [
  ...(['answer', 'ring', 'setLanguage', 'show', 'hangUp', 'startMusic', 'stopMusic', 'play', 'stopPlayback', 'dial'] as const),
  ...([
    'record',
    'stopRecording',
    'recordingState',
    'recordings',
    'fetchRecording',
    'removeRecording',
    'muteRecording',
    'unmuteRecording',
  ] as const),
  ...(['tap', 'createBridge', 'join', 'leave', 'destroyBridge', 'save', 'census', 'provisionPhone', 'removePhone'] as const),
];
