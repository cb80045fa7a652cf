import { renameSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, expect, test } from '@jest/globals';

import { MediaAddress } from '../../../src/platform/audio/media-address.js';
import { SecretBox } from '../../../src/platform/secrets/secret-box.js';
import { agentState, NINE } from '../../support/journal-entries.js';
import { eventually } from '../../support/eventually.js';
import { journalCatchesUp, leaveMessage } from '../../support/messages.js';
import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

const MINUTE = 60_000;

export const VOICEMAIL_WORK: Story = {
  title: 'Messages as the work of agents',
  tell: (lab) => {
    const tokens = { alice: '', bob: '' };
    const ids = { alice: '', bob: '', support: '', sales: '', other: '', campaign: '' };
    const next = (who: 'alice' | 'bob') => lab().post('/agent/voicemails/next', undefined, { token: tokens[who] });
    const close = (id: string, body: object, token?: string) =>
      lab().post(`/voicemails/${id}/close`, body, token === undefined ? {} : { token });
    const listed = async (token: string): Promise<string[]> =>
      ((await lab().get('/voicemails', { token })).body['items'] as Body[]).map(({ id }) => String(id));
    const boardOf = async (queueId: string): Promise<Body> => {
      const none = { available: 0, offered: 0, talking: 0, wrapUp: 0, paused: 0, conventionalPause: 0 };
      lab().desk.view = {
        queues: [{ queueId: queueId as never, waiting: 0, longestWaitSeconds: 0, ewtSeconds: null, agents: none }],
        calls: [],
        agents: [],
      };
      const { body } = await lab().get('/live');
      lab().desk.view = null;
      return body['queues'][0].voicemails as Body;
    };

    beforeAll(async () => {
      for (const name of ['alice', 'bob'] as const) {
        ids[name] = String((await lab().made('/agents', { login: name, password: `${name} knows it` }))['id']);
        tokens[name] = await lab().signIn(name, `${name} knows it`);
      }
      ids.support = String((await lab().made('/queues', { code: '500', agentIds: [ids.alice, ids.bob] }))['id']);
      ids.sales = String((await lab().made('/queues', { code: '501', agentIds: [ids.alice] }))['id']);
      ids.other = String((await lab().made('/queues', { code: '502' }))['id']);
      const disposition = { code: 'DONE', label: 'Traité', category: 'positive' };
      const group = await lab().made('/disposition-groups', { name: 'Messages', includeSystem: false, dispositions: [disposition] });
      const siteId = String((await lab().made('/sites', { code: 'PAR', name: 'Paris' }))['id']);
      const did = String((await lab().made('/dids', { number: '+33174990010', siteId }))['id']);
      const campaign = { name: 'Messages', didIds: [did], queueId: ids.support, dispositionGroupId: group['id'] };
      ids.campaign = String((await lab().made('/campaigns', campaign))['id']);
      const { support, sales, other } = ids;
      await leaveMessage(lab(), 'second', { queueId: support, receivedAt: NINE + MINUTE, campaignId: ids.campaign });
      await leaveMessage(lab(), 'first', { queueId: sales, receivedAt: NINE, caller: null });
      await leaveMessage(lab(), 'third', { queueId: support, receivedAt: NINE + 2 * MINUTE });
      await leaveMessage(lab(), 'elsewhere', { queueId: other, receivedAt: NINE - MINUTE });
    });

    test('who is signed out claims nothing', async () => {
      expect((await next('alice')).body).toMatchObject({ status: 409, code: 'agent-signed-out' });
      expect((await lab().post('/agent/voicemails/next')).body).toMatchObject({ status: 403, code: 'not-an-agent' });
    });

    test('an agent sees the messages of the own queues, and hears them', async () => {
      expect(await listed(tokens.alice)).toEqual(['first', 'second', 'third']);
      expect(await listed(tokens.bob)).toEqual(['second', 'third']);
      const elsewhere = await lab().get(`/voicemails?queueId=${ids.other}`, { token: tokens.bob });
      expect(elsewhere.body['items']).toEqual([]);
      expect((await lab().get('/voicemails/elsewhere', { token: tokens.bob })).body).toMatchObject({ code: 'unknown-voicemail' });
      const authorization = { authorization: `Bearer ${tokens.bob}` };
      expect((await lab().fetch('/voicemails/elsewhere/audio', { headers: authorization })).status).toBe(404);
      const part = await lab().fetch('/voicemails/second/audio', { headers: { ...authorization, range: 'bytes=5-13' } });
      expect([part.status, await part.text()]).toEqual([206, 'the sound']);
    });

    test('the oldest of all queues of the agent is claimed, and claimed again while it is open', async () => {
      for (const token of Object.values(tokens)) await lab().post('/agent/sign-in', undefined, { token });
      const claimed = { id: 'first', state: 'claimed', agentId: ids.alice, claimedAt: expect.any(String), queueId: ids.sales };
      expect(await next('alice')).toMatchObject({ status: 200, body: claimed });
      expect(await next('alice')).toMatchObject({ status: 200, body: claimed });
      expect((await next('bob')).body).toMatchObject({ id: 'second', agentId: ids.bob });
    });

    test('the live board counts what waits and what is claimed, without asking the database', async () => {
      expect(await boardOf(ids.support)).toEqual({ new: 1, claimed: 1, oldestAt: '2026-01-31T09:02:00.000Z' });
      expect(await boardOf(ids.sales)).toEqual({ new: 0, claimed: 1, oldestAt: null });
    });

    test('a message is heard on the phone of whom it was claimed by, with the caller and the campaign on its display', async () => {
      const play = (id: string, who: 'alice' | 'bob') => lab().post(`/voicemails/${id}/play`, undefined, { token: tokens[who] });
      expect((await play('second', 'alice')).body).toMatchObject({ status: 409, code: 'voicemail-not-yours' });
      expect((await play('third', 'bob')).body).toMatchObject({ status: 409, code: 'voicemail-not-yours' });
      expect((await play('elsewhere', 'bob')).body).toMatchObject({ status: 404, code: 'unknown-voicemail' });
      expect(await play('second', 'bob')).toMatchObject({ status: 200, body: { id: 'second', state: 'claimed' } });
      const message = { voicemailId: 'second', from: { number: '+33612345678', name: 'Messages' }, language: 'fr' };
      expect(lab().desk.played).toEqual([{ agentId: ids.bob, message }]);
      const sound = join(lab().configuration.dataDirectory, 'voicemails', 'second.wav');
      renameSync(sound, `${sound}.away`);
      expect((await play('second', 'bob')).body).toMatchObject({ status: 404, code: 'file-vanished' });
      renameSync(`${sound}.away`, sound);
    });

    test('a PBX fetches a message at the address that it was given, and at no other', async () => {
      const path = MediaAddress.of(lab().app.get(SecretBox)).pathOfVoicemail('second');
      const sound = await fetch(lab().base + path);
      expect([sound.status, await sound.text()]).toEqual([200, 'RIFF the sound of second']);
      for (const other of [path.replace('second', 'third'), path.replace(/voicemails\/./, 'voicemails/x')])
        expect((await fetch(lab().base + other)).status).toBe(404);
    });

    test('who left a message is called back by the agent who has it, in one request', async () => {
      const callBack = (id: string, who: 'alice' | 'bob') => lab().post(`/voicemails/${id}/call-back`, undefined, { token: tokens[who] });
      expect((await callBack('third', 'bob')).body).toMatchObject({ status: 409, code: 'voicemail-not-claimed' });
      expect((await callBack('second', 'alice')).body).toMatchObject({ status: 409, code: 'voicemail-not-yours' });
      // The message of whoever withheld the number.
      expect((await callBack('first', 'alice')).body).toMatchObject({ status: 422, code: 'number-withheld' });
      const asked = { callbackId: '01JPLANNED', state: 'claimed' };
      expect(await callBack('second', 'bob')).toMatchObject({ status: 200, body: asked });
      expect((await lab().get('/voicemails/second')).body).toMatchObject(asked);
      const wish = { campaignId: ids.campaign, number: '+33612345678', agentId: ids.bob, at: null, callId: null };
      expect(lab().desk.planned).toEqual([wish]);
    });

    test('a message is closed by whom it was claimed, with a disposition of the campaign', async () => {
      expect((await close('second', { code: 'DONE' }, tokens.alice)).body).toMatchObject({ status: 409, code: 'voicemail-not-yours' });
      const faults = [{ path: 'code', code: 'unknown-disposition' }];
      for (const body of [{}, { code: null }, { code: 'OTHER' }])
        expect(await close('second', body, tokens.bob)).toMatchObject({ status: 422, body: { errors: faults } });
      expect(await close('second', { code: 'no good', note: '', more: 1 }, tokens.bob)).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'more' }, { path: 'code' }, { path: 'note' }] },
      });
      const done = { state: 'closed', code: 'DONE', note: 'Called back.', closedBy: 'bob', agentId: ids.bob, closedAt: expect.any(String) };
      expect(await close('second', { code: 'DONE', note: 'Called back.' }, tokens.bob)).toMatchObject({ status: 200, body: done });
      expect((await close('second', { code: 'DONE' }, tokens.bob)).body).toMatchObject({ status: 409, code: 'voicemail-closed' });
      expect((await close('01JZZZ', {}, tokens.bob)).status).toBe(404);
    });

    test('where the campaign has no dispositions, or is no more, a word is enough, or none', async () => {
      expect(await close('first', {}, tokens.alice)).toMatchObject({ status: 200, body: { state: 'closed', code: null } });
    });

    test('a message is given back, and the next agent gets it', async () => {
      expect((await next('alice')).body).toMatchObject({ id: 'third' });
      expect((await next('bob')).status).toBe(204);
      const release = (token?: string) => lab().post('/voicemails/third/release', undefined, token === undefined ? {} : { token });
      expect((await release(tokens.bob)).body).toMatchObject({ status: 409, code: 'voicemail-not-yours' });
      expect((await release(tokens.alice)).body).toMatchObject({ id: 'third', state: 'new', agentId: null, claimedAt: null });
      expect((await release(tokens.alice)).body).toMatchObject({ status: 409, code: 'voicemail-not-claimed' });
      expect((await next('bob')).body).toMatchObject({ id: 'third', agentId: ids.bob });
      expect((await release()).body).toMatchObject({ id: 'third', state: 'new' });
    });

    test('an agent who signs out leaves the message to the others', async () => {
      expect((await lab().post(`/agents/${ids.alice}/voicemails/next`)).body).toMatchObject({ id: 'third', agentId: ids.alice });
      await lab().post('/agent/sign-out', undefined, { token: tokens.alice });
      lab().desk.tell(agentState(ids.alice, 'signed-out'));
      const state = async (): Promise<boolean> => (await lab().get('/voicemails/third')).body['state'] === 'new';
      await eventually(state, { what: 'the message is new again' });
      expect((await next('bob')).body).toMatchObject({ id: 'third' });
    });

    test('an agent who is deleted leaves the message to the others', async () => {
      await lab().post('/agent/sign-out', undefined, { token: tokens.bob });
      expect((await lab().delete(`/agents/${ids.bob}`)).status).toBe(204);
      expect((await lab().get('/voicemails/third')).body).toMatchObject({ state: 'new', agentId: null });
    });

    test('a queue with open messages stays', async () => {
      const queue = await lab().delete(`/queues/${ids.other}`);
      expect(queue.body).toMatchObject({ status: 409, code: 'queue-in-use', detail: expect.stringContaining('1 open voicemail') });
      expect(await close('elsewhere', { code: 'ANY.thing' })).toMatchObject({ status: 200, body: { closedBy: 'admin', agentId: null } });
      expect((await lab().delete(`/queues/${ids.other}`)).status).toBe(204);
    });

    test('all of it is told to whoever listens', async () => {
      const told = lab().desk.recorded.map(({ fact }) => ('voicemailId' in fact ? `${fact.type} ${fact.voicemailId}` : fact.type));
      expect(told.filter((line) => /first|second|elsewhere/.test(line))).toEqual([
        'voicemail-claimed first',
        'voicemail-claimed second',
        'voicemail-closed second',
        'voicemail-closed first',
        'voicemail-closed elsewhere',
      ]);
      expect(told.filter((line) => line.startsWith('voicemail-released third'))).toHaveLength(4);
      await journalCatchesUp(lab());
      expect(await boardOf(ids.support)).toMatchObject({ new: 1, claimed: 0 });
    });
  },
};
