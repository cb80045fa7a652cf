import { existsSync } from 'node:fs';

import { expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';

import type { CallDisposed } from '../../../src/core/journal/facts.js';
import { brandId, type AgentId, type CallId } from '../../../src/core/kernel/ids.js';
import { RecordingDeletionsService } from '../../../src/modules/recordings/recording-deletions.service.js';
import { RecordingEntity } from '../../../src/modules/recordings/recording.entity.js';
import { NINE } from '../../support/journal-entries.js';
import { KeptRecordings } from '../../support/kept-recordings.js';
import type { Story } from './story.js';

const DAY = 24 * 3600 * 1000;

const DISPOSED: Omit<CallDisposed, 'agentId' | 'callId' | 'code'> = {
  campaignId: brandId('01JSALES'),
  arrivedAt: NINE,
  label: 'Said',
  detailCode: null,
  detailLabel: null,
  category: 'argued',
  profit: null,
  currency: null,
  countsForQuota: false,
  note: null,
  answers: {},
};

export const RECORDINGS_BY_DISPOSITION: Story = {
  title: 'Recordings that are kept by the disposition',
  tell: (lab) => {
    const recordings = new KeptRecordings(lab);
    const begun: KeptRecordings['begun'] = (id, more) => recordings.begun(id, more);
    const kept: KeptRecordings['keep'] = (recording, expiresAt) => recordings.keep(recording, expiresAt);
    const file = (id: string): string => recordings.file(id);
    const disposed = (id: string, code: string, { at = Date.now(), agentId = '01JANNE' } = {}): Promise<void> => {
      const who = { agentId: brandId<AgentId>(agentId), callId: brandId<CallId>(`call-of-${id}`) };
      return recordings.tellAt(at, { type: 'call-disposed', ...DISPOSED, ...who, code });
    };
    const bySale = { keptFor: ['SALE'], startedAt: Date.now() - 60_000 };
    const far = Date.now() + 90 * DAY;
    const decided = async (id: string): Promise<unknown> => (await lab().get(`/recordings/${id}`)).body['decided'];
    const deleteDue = (): Promise<void> => lab().app.get(RecordingDeletionsService).deleteDue();

    test('with the right one it is, whenever that is given; and what is kept anyway is with any', async () => {
      await kept(begun('sold', bySale), far);
      await disposed('sold', 'SALE');
      await recordings.tell({ ...begun('sold-early', bySale), type: 'recording-begun' });
      await disposed('sold-early', 'SALE');
      await kept(begun('sold-early', bySale), far);
      await kept(begun('all', { startedAt: bySale.startedAt }), far);
      await disposed('all', 'NONE');
      await deleteDue();
      for (const id of ['sold', 'sold-early', 'all']) {
        expect(await decided(id)).toBe(true);
        expect(existsSync(file(id))).toBe(true);
      }
    });

    test('with another it is still there for a day, and a correction brings it back', async () => {
      await kept(begun('corrected', bySale), far);
      await disposed('corrected', 'NONE');
      await deleteDue();
      const { body } = await lab().get('/recordings/corrected');
      expect(body).toMatchObject({ decided: false });
      expect(Date.parse(body['expiresAt']) - Date.now()).toBeGreaterThan(DAY - 60_000);
      expect(Date.parse(body['expiresAt']) - Date.now()).toBeLessThan(DAY + 60_000);
      await disposed('corrected', 'SALE');
      await deleteDue();
      expect((await lab().get('/recordings/corrected')).body).toMatchObject({
        decided: true,
        expiresAt: new Date(far).toISOString(),
      });
      expect(existsSync(file('corrected'))).toBe(true);
    });

    test('a day after its end, and after the last word about the call, it is deleted', async () => {
      const longAgo = { ...bySale, startedAt: Date.now() - 3 * DAY };
      await kept(begun('lost', longAgo), far);
      await disposed('lost', 'NONE', { at: Date.now() - DAY - 60_000 });
      await kept(begun('just-said', longAgo), far);
      await disposed('just-said', 'NONE', { at: Date.now() - DAY + 60_000 });
      await deleteDue();
      expect((await lab().get('/recordings/lost')).status).toBe(404);
      expect([existsSync(file('lost')), existsSync(file('just-said'))]).toEqual([false, true]);
      expect(await decided('just-said')).toBe(false);
      expect(lab().desk.recorded.map(({ fact }) => fact)).toContainEqual(
        expect.objectContaining({ type: 'recording-deleted', recordingId: 'lost', why: 'disposition' }),
      );
    });

    test('the word of any agent who had the call keeps it, whatever the others say', async () => {
      await kept(begun('handed-on', bySale), far);
      await disposed('handed-on', 'SALE', { agentId: '01JBOB' });
      await disposed('handed-on', 'NONE');
      expect(await decided('handed-on')).toBe(true);
      await disposed('handed-on', 'OTHER', { agentId: '01JBOB' });
      expect(await decided('handed-on')).toBe(false);
    });

    test('of one in which there is nothing, nothing is left', async () => {
      await recordings.tell({ ...begun('empty', bySale), type: 'recording-begun' });
      await recordings.tell({ type: 'recording-discarded', callId: brandId('call-of-empty'), recordingId: 'empty' });
      expect((await lab().get('/recordings/empty')).status).toBe(404);
      await deleteDue();
      expect(await lab().app.get(DataSource).getRepository(RecordingEntity).findOneBy({ id: 'empty' })).toBeNull();
    });
  },
};
