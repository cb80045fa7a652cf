import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, expect, test } from '@jest/globals';

import { CallRetentionService } from '../../../src/modules/calls/call-retention.service.js';
import { JournalService } from '../../../src/modules/calls/journal.service.js';
import { VoicemailErasureService } from '../../../src/modules/voicemails/voicemail-erasure.service.js';
import { arrived, callOf, ended, NINE } from '../../support/journal-entries.js';
import { leaveMessage } from '../../support/messages.js';
import type { Story } from './story.js';

const DAY = 24 * 3600 * 1000;

export const RETENTION: Story = {
  title: 'What has been kept for long enough',
  environment: { VOICEMAIL_RETENTION_DAYS: '30', CALL_RETENTION_DAYS: '400' },
  tell: (lab) => {
    const folder = (): string => join(lab().configuration.dataDirectory, 'voicemails');
    const messages = (): VoicemailErasureService => lab().app.get(VoicemailErasureService);

    beforeAll(async () => {
      for (const id of ['closed', 'open', 'lost']) await leaveMessage(lab(), id, { queueId: '01JQUEUE', receivedAt: Date.now() });
      await lab().post('/voicemails/closed/close', { note: 'Done.' });
    });

    test('a message that was closed goes with its sound when its days are over; one that nobody closed stays', async () => {
      await messages().removeOutdated(Date.now() + 29 * DAY);
      expect((await lab().get('/voicemails/closed')).status).toBe(200);
      await messages().removeOutdated(Date.now() + 31 * DAY);
      expect((await lab().get('/voicemails/closed')).status).toBe(404);
      expect((await lab().get('/voicemails/open')).status).toBe(200);
      expect(readdirSync(folder()).sort()).toEqual(['lost.wav', 'open.wav']);
    });

    test('a sound of no message goes a day after it was written, and not while the journal is behind', async () => {
      const stray = join(folder(), 'stray.wav');
      writeFileSync(stray, 'nobody knows me');
      await messages().settleFiles(Date.now() + DAY / 2);
      expect(existsSync(stray)).toBe(true);
      utimesSync(stray, new Date(Date.now() - 2 * DAY), new Date(Date.now() - 2 * DAY));
      lab().desk.lacking = ['database'];
      await messages().settleFiles(Date.now());
      expect(existsSync(stray)).toBe(true);
      lab().desk.lacking = [];
      await messages().settleFiles(Date.now());
      expect(readdirSync(folder()).sort()).toEqual(['lost.wav', 'open.wav']);
    });

    test('calls and their journal go when their days are over; what is under way stays whole', async () => {
      const now = NINE + 1_000 * DAY;
      const journal = lab().app.get(JournalService);
      const at = (id: string, days: number) => callOf(id, { arrivedAt: now - days * DAY });
      const old = Array.from({ length: 450 }, (_, index) => at(`old-${index}`, 500));
      await journal.write(old.flatMap((call) => [arrived(call), ended(call, 'answered', call.arrivedAt + 60_000)]));
      const going = at('going', 450);
      const recent = at('recent', 300);
      await journal.write([arrived(going), arrived(recent), ended(recent, 'answered', recent.arrivedAt + 60_000)]);
      const retention = lab().app.get(CallRetentionService);
      await retention.removeOutdated(now);
      expect((await lab().get('/calls')).body['items'].map(({ id }: { id: string }) => id)).toEqual(['recent', 'going']);
      expect(await journal.ofCall('old-7')).toEqual([]);
      expect(await journal.ofCall('going')).toHaveLength(1);
      expect(await journal.ofCall('recent')).toHaveLength(2);
    });
  },
};
