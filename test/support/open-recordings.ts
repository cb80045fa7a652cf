import type { OpenRecording } from '../../src/core/calls/recordings.js';
import type { Fact } from '../../src/core/journal/facts.js';

/** The recordings that were neither kept nor given up, as the database would know them. */
export function openRecordings(facts: readonly Fact[]): OpenRecording[] {
  const open = new Map<string, OpenRecording>();
  const mute = (recordingId: string, muted: boolean): void => {
    const known = open.get(recordingId);
    if (known !== undefined) open.set(recordingId, { ...known, muted });
  };
  for (const fact of facts) {
    if (fact.type === 'recording-begun') {
      const { type: _type, ...recording } = fact;
      open.set(fact.recordingId, { ...recording, muted: false });
    } else if (fact.type === 'recording-muted') mute(fact.recordingId, true);
    else if (fact.type === 'recording-unmuted') mute(fact.recordingId, false);
    else if (fact.type === 'recording-kept' || fact.type === 'recording-discarded') open.delete(fact.recordingId);
  }
  return [...open.values()];
}
