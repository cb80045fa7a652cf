import { createHash } from 'node:crypto';
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, expect, test } from '@jest/globals';

import { brandId } from '../../../src/core/kernel/ids.js';
import { JournalService } from '../../../src/modules/calls/journal.service.js';
import { RecordingDeletionsService } from '../../../src/modules/recordings/recording-deletions.service.js';
import { arrived, callOf, ended, entryOf, NINE } from '../../support/journal-entries.js';
import { KeptRecordings, SOUND } from '../../support/kept-recordings.js';
import type { Story } from './story.js';

const DAY = 24 * 3600 * 1000;

export const RECORDINGS: Story = {
  title: 'Recorded conversations',
  tell: (lab) => {
    let token: string;
    const recordings = new KeptRecordings(lab);
    const directory = (): string => recordings.directory;
    const file = (id: string): string => recordings.file(id);
    const begun: KeptRecordings['begun'] = (id, more) => recordings.begun(id, more);
    const tell: KeptRecordings['tell'] = (...facts) => recordings.tell(...facts);
    const kept: KeptRecordings['keep'] = (recording, expiresAt) => recordings.keep(recording, expiresAt);
    const ids: KeptRecordings['ids'] = (query) => recordings.ids(query);

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
        agentIds: ['01JANNE'],
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

    test('one of a caller who was put through is found by each agent who talked in it', async () => {
      const recording = begun('passed-on', { startedAt: NINE - 60_000 });
      const record = callOf(recording.callId, { agentId: brandId('01JBOB'), answeredAt: NINE });
      const { callId } = recording;
      await tell({ ...recording, type: 'recording-begun' });
      await lab()
        .app.get(JournalService)
        .write([
          entryOf({ type: 'call-connected', callId, agentId: brandId('01JDORA'), queueId: brandId('01JQUEUE'), call: record }, NINE),
          entryOf({ type: 'conversation-handed-over', callId, consultation: brandId('c~1'), agentId: brandId('01JCLEO') }, NINE + 1),
        ]);
      await kept(recording);
      for (const agentId of ['01JANNE', '01JDORA', '01JCLEO']) expect(await ids(`?agentId=${agentId}`)).toContain('passed-on');
      expect(await ids('?agentId=01JBOB')).toEqual(['second']);
      expect((await lab().get('/recordings/passed-on')).body).toMatchObject({
        agentId: '01JANNE',
        agentIds: ['01JANNE', '01JDORA', '01JCLEO'],
      });
      expect((await lab().delete('/recordings/passed-on')).status).toBe(204);
      expect(await ids('?agentId=01JDORA')).toEqual([]);
    });

    test('what is no instant finds nothing', async () => {
      expect((await lab().get('/recordings?from=yesterday')).status).toBe(400);
      expect((await lab().get('/recordings?to=tomorrow')).status).toBe(400);
    });

    test('a recording is listened to, whole or in part, and one that is still made is not', async () => {
      const headers = { authorization: `Bearer ${String(lab().token)}` };
      const whole = await lab().fetch('/recordings/first/audio', { headers });
      expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'audio/wav']);
      expect(whole.headers.get('content-disposition')).toBe('inline; filename="call-of-first_2026-01-31T09-00-00.000Z.wav"');
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

    test('a file is named by its call, whatever that is called, and a refusal by nothing', async () => {
      await kept(begun('oddly', { callId: brandId('pbx 1/"é\r\n.7') }));
      const headers = { authorization: `Bearer ${String(lab().token)}` };
      const name = async (range: string): Promise<string | null> =>
        (await lab().fetch('/recordings/oddly/audio', { headers: { ...headers, range } })).headers.get('content-disposition');
      expect(await name('bytes=0-3')).toBe('inline; filename="pbx-1-----.7_2026-01-31T09-00-00.000Z.wav"');
      expect(await name('bytes=99999999-')).toBeNull();
      expect((await lab().delete('/recordings/oddly')).status).toBe(204);
    });

    test('what is told twice, or late, changes nothing', async () => {
      const journal = lab().app.get(JournalService);
      const recording = begun('again');
      const entries = [
        entryOf({ ...recording, type: 'recording-begun' }),
        entryOf({ type: 'recording-muted', callId: recording.callId, recordingId: 'again', agentId: recording.agentId }),
        entryOf({ ...recording, type: 'recording-kept', durationSeconds: 3, bytes: 96_044, sha256: 'f'.repeat(64), expiresAt: null }),
      ];
      await journal.write(entries);
      await journal.write(entries);
      await journal.write(entries.slice(0, 2));
      expect((await lab().get('/recordings/again')).body).toMatchObject({ durationSeconds: 3, decided: true });
      expect((await lab().get('/recordings/again/audio')).body).toMatchObject({ status: 404, code: 'file-vanished' });
    });

    test('after a restart the desk learns which were under way, and whether they were paused', async () => {
      await tell({ type: 'recording-muted', callId: brandId('call-of-third'), recordingId: 'third', agentId: brandId('01JBOB') });
      await lab().restart();
      expect(lab().desk.resumedRecordings).toEqual([{ ...begun('third', { startedAt: NINE + 120_000 }), mutedBy: '01JBOB' }]);
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
