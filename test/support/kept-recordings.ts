import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ConversationRecording } from '../../src/core/calls/recordings.js';
import type { Fact } from '../../src/core/journal/facts.js';
import { brandId } from '../../src/core/kernel/ids.js';
import { JournalService } from '../../src/modules/calls/journal.service.js';
import type { HttpLab } from './http-lab.js';
import { entryOf, NINE } from './journal-entries.js';
import { toneWav } from './sip/tone-wav.js';

/** What is in every file. */
export const SOUND = toneWav([{ hz: 400, ms: 1_000 }]);

/** Recordings as the engine would tell of them, and leave them on the disk. */
export class KeptRecordings {
  constructor(private readonly lab: () => HttpLab) {}

  get directory(): string {
    return join(this.lab().configuration.dataDirectory, 'recordings');
  }

  file(id: string): string {
    return join(this.directory, `${id}.wav`);
  }

  begun(recordingId: string, more: Partial<ConversationRecording> = {}): ConversationRecording {
    return {
      recordingId,
      callId: brandId(`call-of-${recordingId}`),
      campaignId: brandId('01JSALES'),
      agentId: brandId('01JANNE'),
      startedAt: NINE,
      node: 'pbx1',
      keptFor: null,
      retentionDays: 90,
      ...more,
    };
  }

  tell(...facts: Fact[]): Promise<void> {
    return this.tellAt(NINE, ...facts);
  }

  tellAt(at: number, ...facts: Fact[]): Promise<void> {
    return this.lab()
      .app.get(JournalService)
      .write(facts.map((fact) => entryOf(fact, at)));
  }

  /** Begun, ended after 61.5 seconds, and safe on our disk. */
  async keep(recording: ConversationRecording, expiresAt: number | null = null): Promise<void> {
    mkdirSync(this.directory, { recursive: true });
    writeFileSync(this.file(recording.recordingId), SOUND);
    const sha256 = createHash('sha256').update(SOUND).digest('hex');
    await this.tell(
      { ...recording, type: 'recording-begun' },
      { ...recording, type: 'recording-kept', durationSeconds: 61.5, bytes: SOUND.length, sha256, expiresAt },
    );
  }

  /** The ids of those that a query finds. */
  async ids(query = ''): Promise<string[]> {
    const { body } = await this.lab().get(`/recordings${query}`);
    return (body['items'] as { id: string }[]).map(({ id }) => id);
  }
}
