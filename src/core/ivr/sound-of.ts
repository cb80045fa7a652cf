import type { Sound } from '../ports/telephony.js';

const BUILTIN = 'builtin:';
const PBX = 'pbx:';

/** A sound that Guichet brings. */
export function builtinSound(name: string): Sound {
  return { kind: 'builtin', name };
}

/** The sound that scenarios and campaigns refer to by this id. */
export function soundOf(audioId: string): Sound {
  if (audioId.startsWith(BUILTIN)) return builtinSound(audioId.slice(BUILTIN.length));
  if (audioId.startsWith(PBX)) return { kind: 'pbx', name: audioId.slice(PBX.length) };
  return { kind: 'upload', audioId };
}

/** The id that stands for a sound. */
export function audioIdOf(sound: Sound): string {
  if (sound.kind === 'voicemail') return `voicemail:${sound.voicemailId}`;
  if (sound.kind === 'speech') return `speech:${sound.speechId}`;
  return sound.kind === 'upload' ? sound.audioId : `${sound.kind}:${sound.name}`;
}
