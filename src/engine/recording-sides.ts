import type { ConversationRecording } from '../core/calls/recordings.js';
import { brandId, localIdOf, recordingId, type LegId, type RecordingId } from '../core/kernel/ids.js';
import type { Tapping } from '../core/ports/telephony.js';

/** One side of a conversation, as it is overheard on the caller's leg. */
export interface RecordingSide {
  readonly name: 'caller' | 'agent';
  readonly hears: Tapping['hears'];
}

/** The caller first: the left channel. */
export const SIDES: readonly [RecordingSide, RecordingSide] = [
  { name: 'caller', hears: 'says' },
  { name: 'agent', hears: 'hears' },
];

/** The id on the PBX of what one side says. */
export function recordingOf({ node, recordingId: id }: ConversationRecording, { name }: RecordingSide): RecordingId {
  return recordingId(node, `${id}-${name}`);
}

/** The leg that overhears one side. */
export function tapOf({ node, recordingId: id }: ConversationRecording, { name }: RecordingSide): LegId {
  return brandId<LegId>(`${node}:${id}-${name}-tap`);
}

/** The recording that this is a side of; null for any other, as a message of a caller. */
export function conversationOf(recording: RecordingId): string | null {
  return /^(.+)-(?:caller|agent)$/.exec(localIdOf(recording))?.[1] ?? null;
}
