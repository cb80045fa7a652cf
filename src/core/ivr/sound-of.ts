import type { Sound } from '../ports/telephony.js';

const BUILTIN = 'builtin:';

/** The sound that scenarios and campaigns refer to by this id. */
export function soundOf(audioId: string): Sound {
  if (audioId.startsWith(BUILTIN)) return { kind: 'builtin', name: audioId.slice(BUILTIN.length) };
  return { kind: 'upload', audioId };
}
