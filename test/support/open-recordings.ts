import type { OpenRecording } from '../../src/core/calls/recordings.js';
import type { Fact } from '../../src/core/journal/facts.js';

/** The recordings that were neither kept nor given up, as the database would know them. */
export function openRecordings(facts: readonly Fact[]): OpenRecording[] {
  const open = new Map<string, OpenRecording>();
  const mute = (recordingId: string, mutedBy: OpenRecording['mutedBy']): void => {
    const known = open.get(recordingId);
    if (known !== undefined) open.set(recordingId, { ...known, mutedBy });
  };
  for (const fact of facts) {
    if (fact.type === 'recording-begun') {
      const { type: _type, ...recording } = fact;
      open.set(fact.recordingId, { ...recording, mutedBy: null });
    } else if (fact.type === 'recording-muted') mute(fact.recordingId, fact.agentId);
    else if (fact.type === 'recording-unmuted') mute(fact.recordingId, null);
    else if (fact.type === 'recording-kept' || fact.type === 'recording-discarded') open.delete(fact.recordingId);
  }
  return [...open.values()];
}
