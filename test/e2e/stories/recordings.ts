import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, expect, test } from '@jest/globals';

import type { ConversationRecording } from '../../../src/core/calls/recordings.js';
import type { RecordingFact } from '../../../src/core/journal/recording-facts.js';
import type { CallDisposed } from '../../../src/core/journal/facts.js';
import { brandId, type CallId } from '../../../src/core/kernel/ids.js';
import { JournalService } from '../../../src/modules/calls/journal.service.js';
import { RecordingDeletionsService } from '../../../src/modules/recordings/recording-deletions.service.js';
import { arrived, callOf, ended, entryOf, NINE } from '../../support/journal-entries.js';
import { toneWav } from '../../support/sip/tone-wav.js';
import type { Story } from './story.js';

const DAY = 24 * 3600 * 1000;
const SOUND = toneWav([{ hz: 400, ms: 1_000 }]);

const DISPOSED: Omit<CallDisposed, 'callId' | 'code'> = {
  agentId: brandId('01JANNE'),
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

export const RECORDINGS: Story = {
  title: 'Recorded conversations',
  tell: (lab) => {
    let token: string;
    const directory = (): string => join(lab().configuration.dataDirectory, 'recordings');
    const file = (id: string): string => join(directory(), `${id}.wav`);

    const begun = (recordingId: string, more: Partial<ConversationRecording> = {}): ConversationRecording => ({
      recordingId,
      callId: brandId(`call-of-${recordingId}`),
      campaignId: brandId('01JSALES'),
      agentId: brandId('01JANNE'),
      startedAt: NINE,
      node: 'pbx1',
      keptFor: null,
      retentionDays: 90,
      ...more,
    });

    const tell = (...facts: RecordingFact[]): Promise<void> =>
      lab()
        .app.get(JournalService)
        .write(facts.map((fact) => entryOf(fact)));

    /** Begun, ended after 61.5 seconds, and safe on our disk. */
    async function kept(recording: ConversationRecording, expiresAt: number | null = null): Promise<void> {
      mkdirSync(directory(), { recursive: true });
      writeFileSync(file(recording.recordingId), SOUND);
      const sha256 = createHash('sha256').update(SOUND).digest('hex');
      await tell(
        { ...recording, type: 'recording-begun' },
        { ...recording, type: 'recording-kept', durationSeconds: 61.5, bytes: SOUND.length, sha256, expiresAt },
      );
    }

    const ids = async (query = ''): Promise<string[]> => {
      const { body } = await lab().get(`/recordings${query}`);
      return (body['items'] as { id: string }[]).map(({ id }) => id);
    };

    beforeAll(async () => {
      await lab().made('/agents', { login: 'anne', password: 'anne knows it' });
      token = await lab().signIn('anne', 'anne knows it');
      const far = Date.now() + 90 * DAY;
      await kept(begun('first'), far);
      await kept(begun('second', { startedAt: NINE + 60_000, campaignId: brandId('01JHELP'), agentId: brandId('01JBOB') }), null);
      await tell({ ...begun('third', { startedAt: NINE + 120_000 }), type: 'recording-begun' });
    });

    test('a supervisor lists those that are on the disk, the latest first', async () => {
      const { body } = await lab().get('/recordings');
      expect(body).toMatchObject({ total: 2 });
      expect(body['items'][1]).toEqual({
        id: 'first',
        callId: 'call-of-first',
        campaignId: '01JSALES',
        agentId: '01JANNE',
        startedAt: '2026-01-31T09:00:00.000Z',
        durationSeconds: 61.5,
        channels: 2,
        sha256: createHash('sha256').update(SOUND).digest('hex'),
        expiresAt: expect.any(String),
        decided: true,
      });
      expect(body['items'][0]).toMatchObject({ id: 'second', expiresAt: null });
    });

    test.each([
      ['campaignId=01JSALES', ['first']],
      ['agentId=01JBOB', ['second']],
      ['callId=call-of-first', ['first']],
      ['callId=nobody', []],
      ['from=2026-01-31T09:00:30Z', ['second']],
      ['to=2026-01-31T09:00:30Z', ['first']],
      ['pageSize=1&page=2', ['first']],
    ])('recordings are found by %s', async (query, expected) => {
      expect(await ids(`?${query}`)).toEqual(expected);
    });

    test('what is no instant finds nothing', async () => {
      expect((await lab().get('/recordings?from=yesterday')).status).toBe(400);
      expect((await lab().get('/recordings?to=tomorrow')).status).toBe(400);
    });

    test('a recording is listened to, whole or in part, and one that is still made is not', async () => {
      const headers = { authorization: `Bearer ${String(lab().token)}` };
      const whole = await lab().fetch('/recordings/first/audio', { headers });
      expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'audio/wav']);
      expect(Buffer.from(await whole.arrayBuffer()).equals(SOUND)).toBe(true);
      const part = await lab().fetch('/recordings/first/audio', { headers: { ...headers, range: 'bytes=8-11' } });
      expect([part.status, await part.text()]).toEqual([206, 'WAVE']);
      expect((await lab().get('/recordings/third/audio')).body).toMatchObject({ status: 404, code: 'unknown-recording' });
      expect((await lab().get('/recordings/third')).status).toBe(404);
    });

    test('an agent neither hears nor deletes them, a supervisor deletes none', async () => {
      expect((await lab().get('/recordings', { token })).status).toBe(403);
      expect((await lab().get('/recordings/first/audio', { token })).status).toBe(403);
      expect((await lab().delete('/recordings/first', { token })).status).toBe(403);
    });

    test('a call tells its recordings', async () => {
      await lab()
        .app.get(JournalService)
        .write([arrived(callOf('call-of-first'))]);
      const { body } = await lab().get('/calls/call-of-first');
      const recording = { id: 'first', agentId: '01JANNE', startedAt: '2026-01-31T09:00:00.000Z', durationSeconds: 61.5 };
      expect(body['recordings']).toEqual([recording]);
      expect((body['timeline'] as { type: string }[]).map(({ type }) => type)).toEqual(
        expect.arrayContaining(['recording-begun', 'recording-kept']),
      );
    });

    test('what is told twice, or late, changes nothing', async () => {
      const journal = lab().app.get(JournalService);
      const recording = begun('again');
      const entries = [
        entryOf({ ...recording, type: 'recording-begun' }),
        entryOf({ type: 'recording-muted', callId: recording.callId, recordingId: 'again' }),
        entryOf({ ...recording, type: 'recording-kept', durationSeconds: 3, bytes: 96_044, sha256: 'f'.repeat(64), expiresAt: null }),
      ];
      await journal.write(entries);
      await journal.write(entries);
      await journal.write(entries.slice(0, 2));
      expect((await lab().get('/recordings/again')).body).toMatchObject({ durationSeconds: 3, decided: true });
      expect((await lab().get('/recordings/again/audio')).body).toMatchObject({ status: 404, code: 'file-vanished' });
    });

    test('after a restart the desk learns which were under way, and whether they were paused', async () => {
      await tell({ type: 'recording-muted', callId: brandId('call-of-third'), recordingId: 'third' });
      await lab().restart();
      expect(lab().desk.resumedRecordings).toEqual([{ ...begun('third', { startedAt: NINE + 120_000 }), muted: true }]);
    });

    test('an administrator deletes one before its time: file and row are gone, and the call says so', async () => {
      await kept(begun('unwanted'));
      expect((await lab().delete('/recordings/unwanted')).status).toBe(204);
      expect(existsSync(file('unwanted'))).toBe(false);
      expect((await lab().delete('/recordings/unwanted')).body).toMatchObject({ status: 404, code: 'unknown-recording' });
      expect(lab().desk.recorded.map(({ fact }) => fact)).toContainEqual({
        type: 'recording-deleted',
        callId: 'call-of-unwanted',
        recordingId: 'unwanted',
        why: 'asked',
        by: 'admin',
      });
    });

    test('the retention job deletes what is over, and what nobody decided on in a day', async () => {
      await kept(begun('old'), Date.now() - 1_000);
      await kept(begun('undecided', { keptFor: ['SALE'] }), Date.now() + DAY);
      await kept(begun('young', { keptFor: ['SALE'], startedAt: Date.now() - 3_600_000 }), Date.now() + DAY);
      expect((await lab().get('/recordings/undecided')).body).toMatchObject({ decided: false });
      await lab().app.get(RecordingDeletionsService).deleteDue();
      expect(existsSync(file('old')) || existsSync(file('undecided'))).toBe(false);
      expect(existsSync(file('young')) && existsSync(file('first'))).toBe(true);
      const why = lab().desk.recorded.flatMap(({ fact }) =>
        fact.type === 'recording-deleted' ? [`${fact.recordingId}: ${fact.why}`] : [],
      );
      expect(why).toEqual(expect.arrayContaining(['old: expired', 'undecided: undecided']));
    });

    test('an agent decides by the disposition: kept with the right one, deleted with another, whenever it is given', async () => {
      const disposed = (id: string, code: string) =>
        lab()
          .app.get(JournalService)
          .write([entryOf({ type: 'call-disposed', ...DISPOSED, callId: brandId<CallId>(`call-of-${id}`), code })]);
      const undecided = { keptFor: ['SALE'], startedAt: Date.now() - 60_000 };
      const far = Date.now() + DAY;
      await kept(begun('sold', undecided), far);
      await disposed('sold', 'SALE');
      await kept(begun('lost', undecided), far);
      await disposed('lost', 'NONE');
      await tell({ ...begun('sold-early', undecided), type: 'recording-begun' });
      await disposed('sold-early', 'SALE');
      await kept(begun('sold-early', undecided), far);
      await disposed('first', 'NONE');
      expect((await lab().get('/recordings/lost')).status).toBe(404);
      await lab().app.get(RecordingDeletionsService).deleteDue();
      expect(existsSync(file('lost'))).toBe(false);
      for (const id of ['sold', 'sold-early', 'first']) {
        expect((await lab().get(`/recordings/${id}`)).body).toMatchObject({ id, decided: true });
        expect(existsSync(file(id))).toBe(true);
      }
      expect(lab().desk.recorded.map(({ fact }) => fact)).toContainEqual(
        expect.objectContaining({ type: 'recording-deleted', recordingId: 'lost', why: 'disposition' }),
      );
    });

    test('the personal data of a caller have the recordings, and their erasure takes them', async () => {
      const call = callOf('call-of-erased', { caller: '+33699999901', endedAt: NINE + 60_000 });
      await lab()
        .app.get(JournalService)
        .write([arrived(call), ended(call, 'answered', NINE + 60_000)]);
      await kept(begun('erased'));
      const path = `/personal-data?number=${encodeURIComponent('+33699999901')}`;
      expect((await lab().get(path)).body['data']).toMatchObject({ recordings: [{ id: 'erased', callId: 'call-of-erased' }] });
      expect((await lab().delete(path)).body['erased']).toMatchObject({ recordings: 1, calls: 1 });
      expect(existsSync(file('erased'))).toBe(false);
      expect((await lab().get('/recordings/erased')).status).toBe(404);
    });

    test('files that belong to nothing are swept a day later, others never', async () => {
      const left = ['lost.wav', 'lost.caller.wav', 'first.agent.wav', 'second.wav.part', 'third.caller.wav', 'notes.txt', 'new.wav'];
      for (const name of left) writeFileSync(join(directory(), name), SOUND);
      const yesterday = new Date(Date.now() - 2 * DAY);
      for (const name of readdirSync(directory())) if (name !== 'new.wav') utimesSync(join(directory(), name), yesterday, yesterday);
      await lab().app.get(RecordingDeletionsService).deleteOrphans();
      const there = readdirSync(directory());
      expect(there).toEqual(expect.arrayContaining(['first.wav', 'second.wav', 'third.caller.wav', 'notes.txt', 'new.wav']));
      for (const name of ['lost.wav', 'lost.caller.wav', 'first.agent.wav', 'second.wav.part']) expect(there).not.toContain(name);
    });
  },
};
