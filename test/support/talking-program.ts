import { appendFileSync, chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { toneWav } from './sip/tone-wav.js';

export const TALKS_HZ = 760;

/** A program that is called like pico2wave, and whose every text is the same tone. */
export class TalkingProgram {
  readonly path: string;
  private readonly spokenBefore: string;

  constructor(private readonly folder: string) {
    this.path = join(folder, 'pico2wave');
    this.spokenBefore = join(folder, 'spoken');
    writeFileSync(join(folder, 'tone.wav'), toneWav([{ hz: TALKS_HZ, ms: 400 }]));
    appendFileSync(this.spokenBefore, '');
    this.install();
  }

  /** What it was told to say, in order. */
  get spoken(): string[] {
    return readFileSync(this.spokenBefore, 'utf8').split('\n').slice(0, -1);
  }

  /** `before` is what a shell does first: `exit 1`, or `sleep 9`. */
  install(before = ':'): void {
    const writes = `for word; do case "$word" in --wave=*) cp '${join(this.folder, 'tone.wav')}' "\${word#--wave=}";; esac; done`;
    writeFileSync(this.path, `#!/bin/sh\nfor text; do :; done\necho "$text" >> '${this.spokenBefore}'\n${before}\n${writes}\n`);
    chmodSync(this.path, 0o700);
  }

  uninstall(): void {
    if (existsSync(this.path)) rmSync(this.path);
  }
}
