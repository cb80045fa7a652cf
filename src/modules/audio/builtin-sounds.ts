import { readFileSync } from 'node:fs';

import { AudioView } from './dto/audio.dto.js';

export const BUILTIN = 'builtin:';
/** The prompts that come with Guichet, a folder for each language. */
export const OWN_SOUNDS = new URL('../../../sounds/', import.meta.url);

interface ManifestSound {
  readonly name: string;
  readonly language: 'fr' | 'en';
  readonly text: string | null;
  readonly durationSeconds: number;
}

/** What Guichet says by itself, by id: one sound for all languages, of which a caller hears that of the campaign. */
export function builtinSounds(): ReadonlyMap<string, AudioView> {
  const { sounds } = JSON.parse(readFileSync(new URL('manifest.json', OWN_SOUNDS), 'utf8')) as { sounds: ManifestSound[] };
  const views = new Map<string, AudioView>();
  for (const { name, language, text, durationSeconds } of sounds) {
    const id = BUILTIN + name;
    const known = views.get(id) ?? builtin(id, name, text);
    const longest = Math.max(known.durationSeconds, durationSeconds);
    views.set(id, { ...known, languages: [...known.languages, language], durationSeconds: longest });
  }
  return new Map([...views].sort(([a], [b]) => a.localeCompare(b)));
}

function builtin(id: string, name: string, text: string | null): AudioView {
  const unmeasured = { peakDbfs: null, loudnessDbfs: null, warnings: [], source: null, createdAt: null };
  return { id, version: 1, name, builtin: true, language: null, languages: [], durationSeconds: 0, text, present: true, ...unmeasured };
}
