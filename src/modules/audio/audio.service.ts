import { readFileSync } from 'node:fs';

import { Injectable } from '@nestjs/common';

import type { Sound } from '../../core/ports/telephony.js';
import { pageOf, pageWindow, type Page } from '../../platform/http/paging.js';
import { AudioQuery, AudioView } from './dto/audio.dto.js';

const MANIFEST = new URL('../../../sounds/manifest.json', import.meta.url);
const BUILTIN = 'builtin:';

interface ManifestSound {
  readonly name: string;
  readonly language: string;
  readonly text: string | null;
  readonly durationSeconds: number;
}

/** What can be played: for now the sounds that Guichet brings. */
@Injectable()
export class AudioService {
  private readonly sounds: ReadonlyMap<string, AudioView> = builtinSounds();

  list(query: AudioQuery): Page<AudioView> {
    const { skip, take } = pageWindow(query);
    const fitting = [...this.sounds.values()].filter(({ languages }) => query.language === undefined || languages.includes(query.language));
    return pageOf(query, fitting.slice(skip, skip + take), fitting.length);
  }

  exists(audioId: string): boolean {
    return this.sounds.has(audioId);
  }

  /** The sound of an id that was found to exist. */
  sound(audioId: string): Sound {
    if (audioId.startsWith(BUILTIN)) return { kind: 'builtin', name: audioId.slice(BUILTIN.length) };
    return { kind: 'upload', audioId };
  }
}

function builtinSounds(): Map<string, AudioView> {
  const { sounds } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { sounds: ManifestSound[] };
  const views = new Map<string, AudioView>();
  for (const { name, language, text, durationSeconds } of sounds) {
    const id = BUILTIN + name;
    const known = views.get(id) ?? { id, name, builtin: true, languages: [], durationSeconds: 0, text };
    views.set(id, {
      ...known,
      languages: [...known.languages, language],
      durationSeconds: Math.max(known.durationSeconds, durationSeconds),
    });
  }
  return new Map([...views].sort(([a], [b]) => a.localeCompare(b)));
}
