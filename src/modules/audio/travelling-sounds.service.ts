import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { Injectable } from '@nestjs/common';

import { Refusal } from '../../core/kernel/refusal.js';
import { checkedAs } from '../../platform/http/validation.js';
import { AudioService } from './audio.service.js';
import { BUILTIN } from './builtin-sounds.js';
import { TravellingSound } from './dto/travelling-sound.dto.js';

const PAGE = 500;

/** A sound as it is known here, without what is in it. */
export interface KnownSound {
  readonly id: string;
  readonly name: string;
  readonly language: string | null;
  readonly sha256: string;
}

/** Sounds that go from one installation to another, as callers hear them. */
@Injectable()
export class TravellingSoundsService {
  constructor(private readonly audio: AudioService) {}

  isBuiltin(id: string): boolean {
    return id.startsWith(BUILTIN);
  }

  /** Every upload whose file is there. Reads all the files: for documents, not for calls. */
  async all(): Promise<KnownSound[]> {
    const known: KnownSound[] = [];
    for (let page = 1; ; page++) {
      const { items } = await this.audio.list({ builtin: false, page, pageSize: PAGE });
      for (const { id, name, language } of items) {
        if (this.audio.present(id)) known.push({ id, name, language, sha256: sha256Of(await this.content(id)) });
      }
      if (items.length < PAGE) return known;
    }
  }

  /** Null for one that is built in, or whose file has vanished. */
  async exported(id: string): Promise<TravellingSound | null> {
    if (this.isBuiltin(id) || !this.audio.exists(id)) return null;
    const { name, language } = await this.audio.get(id);
    if (language === null || !this.audio.present(id)) return null;
    const content = await this.content(id);
    return { name, language, sha256: sha256Of(content), content: content.toString('base64') };
  }

  /** Its faults are told below `path`; refused (422) when its content is not what the checksum says. */
  draftOf(value: unknown, path: string): TravellingSound {
    const sound = checkedAs(TravellingSound, value, path);
    if (sha256Of(Buffer.from(sound.content, 'base64')) === sound.sha256) return sound;
    const message = 'The content of the sound is not what its checksum says.';
    throw new Refusal('impossible', 'wrong-checksum', message, [{ path: `${path}.sha256`, code: 'wrong-checksum', message }]);
  }

  async create({ name, language, content, sha256 }: TravellingSound): Promise<KnownSound> {
    const { id } = await this.audio.upload(Buffer.from(content, 'base64'), { name, language });
    return { id, name, language, sha256 };
  }

  remove(id: string): Promise<void> {
    return this.audio.remove(id, null);
  }

  private async content(id: string): Promise<Buffer> {
    return readFile(await this.audio.wavFile(id));
  }
}

function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
