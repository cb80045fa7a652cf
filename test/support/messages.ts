import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { JournalService } from '../../src/modules/calls/journal.service.js';
import type { VoicemailRecord } from '../../src/core/journal/facts.js';
import { brandId, type CallId, type CampaignId, type QueueId } from '../../src/core/kernel/ids.js';
import type { HttpLab } from './http-lab.js';
import { entryOf, NINE } from './journal-entries.js';

/** A message as the engine records it: told to whoever listens, written, and its sound on disk. */
export interface Left {
  readonly queueId: string;
  readonly campaignId?: string;
  readonly caller?: string | null;
  readonly receivedAt?: number;
}

/** A caller leaves the message `id` in the call `call-<id>`. */
export async function leaveMessage(lab: HttpLab, id: string, left: Left): Promise<void> {
  const { queueId, campaignId = '01JCAMPAIGN', caller = '+33612345678', receivedAt = NINE } = left;
  const directory = join(lab.configuration.dataDirectory, 'voicemails');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `${id}.wav`), `RIFF the sound of ${id}`);
  const callId = brandId<CallId>(`call-${id}`);
  const voicemail: VoicemailRecord = {
    ...{ voicemailId: id, callId, campaignId: brandId<CampaignId>(campaignId), queueId: brandId<QueueId>(queueId) },
    ...{ caller, receivedAt, durationSeconds: 7.5, bytes: 120_044, sha256: 'f'.repeat(64) },
  };
  const entry = entryOf({ type: 'voicemail-deposited', callId, voicemail }, receivedAt);
  lab.desk.tell(entry);
  await lab.app.get(JournalService).write([entry]);
}

/** Writes what the modules put on the journal since the last time, as the engine does a moment later. */
export async function journalCatchesUp(lab: HttpLab): Promise<void> {
  await lab.app.get(JournalService).write(lab.desk.recorded.splice(0));
}
