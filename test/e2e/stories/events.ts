import { connect } from 'node:net';

import { expect, test } from '@jest/globals';

import type { JournalEntry } from '../../../src/core/journal/facts.js';
import { brandId, type AgentId } from '../../../src/core/kernel/ids.js';
import { JournalService } from '../../../src/modules/calls/journal.service.js';
import { EventsService } from '../../../src/modules/events/events.service.js';
import { EventReader } from '../../support/event-reader.js';
import { eventually } from '../../support/eventually.js';
import { agentState, arrived, callOf, ended, entryOf, NINE } from '../../support/journal-entries.js';
import type { Story } from './story.js';

export const EVENTS: Story = {
  title: 'Events',
  tell: (lab) => {
    const open = (lastEventId?: string, token = lab().token ?? ''): Promise<EventReader> =>
      EventReader.open(lab().base, token, lastEventId);

    test('a supervisor receives what happens, as it happens', async () => {
      const reader = await open();
      const entry = arrived(callOf('live'));
      lab().desk.tell(entry);
      const [event] = await reader.until(1);
      expect(event).toMatchObject({
        id: entry.id,
        event: 'call-arrived',
        data: {
          id: entry.id,
          at: '2026-01-31T09:00:00.000Z',
          type: 'call-arrived',
          callId: 'live',
          call: { id: 'live', caller: '+33612345678' },
        },
      });
      reader.close();
      await eventually(() => lab().app.get(EventsService).readers === 0, { what: 'the reader to be forgotten' });
    });

    test('a reader who comes back gets what was missed, from the journal and from what it has not written yet, in order and once', async () => {
      const before = arrived(callOf('seen before'));
      const written = Array.from({ length: 2_500 }, (_, index) => arrived(callOf(`w-${index}`)));
      await lab()
        .app.get(JournalService)
        .write([before, ...written]);
      const unwritten = [arrived(callOf('u-1')), arrived(callOf('u-2'))];
      // A new process remembers nothing of what came before it.
      await lab().restart();
      for (const entry of [written.at(-1), ...unwritten]) if (entry !== undefined) lab().desk.tell(entry);
      const reader = await open(before.id);
      const next = arrived(callOf('next'));
      lab().desk.tell(next);
      const events = await reader.until(written.length + 3);
      expect(events.map(({ id }) => id)).toEqual([...written, ...unwritten, next].map(({ id }) => id));
      reader.close();
    });

    test('an agent receives the own events only', async () => {
      const alice = await lab().made('/agents', { login: 'alice', password: 'alice knows it' });
      const id = String(alice['id']);
      const reader = await open(undefined, await lab().signIn('alice', 'alice knows it'));
      const own = brandId<AgentId>(id);
      const others = [arrived(callOf('not mine')), agentState('01JOTHER', 'available')];
      const mine = [
        agentState(id, 'available'),
        entryOf({
          type: 'call-ended',
          callId: callOf('c').callId,
          ending: { how: 'answered', during: 'conversation', blame: 'caller' },
          call: callOf('c', { agentId: own }),
        }),
      ];
      for (const entry of [...others, ...mine]) lab().desk.tell(entry);
      const events = await reader.until(2);
      expect(events.map((event) => event.id)).toEqual(mine.map((entry) => entry.id));
      expect(events[0]?.data).not.toHaveProperty('memory');
      reader.close();
    });

    test('an agent who comes back gets what was missed of the own work, without the journal of everybody', async () => {
      const { id } = await lab().made('/agents', { login: 'nora', password: 'nora knows it' });
      const own = { agentId: brandId<AgentId>(String(id)) };
      const before = arrived(callOf('before nora'));
      const others = Array.from({ length: 1_200 }, (_, index) => arrived(callOf(`o-${index}`)));
      const mine = [agentState(String(id), 'available'), ended(callOf('of nora', own), 'answered', NINE + 60_000)];
      await lab()
        .app.get(JournalService)
        .write([before, ...others, ...mine]);
      const read = await lab().app.get(JournalService).after(before.id, 1_000, String(id));
      expect(read.map((entry) => entry.id)).toEqual(mine.map((entry) => entry.id));
      await lab().restart();
      const reader = await open(before.id, await lab().signIn('nora', 'nora knows it'));
      expect((await reader.until(2)).map((event) => event.id)).toEqual(mine.map((entry) => entry.id));
      reader.close();
    });

    test('a reader who asks for everything is given the newest, not the journal of years', async () => {
      const written = Array.from({ length: 30 }, (_, index) => arrived(callOf(`y-${index}`)));
      const journal = lab().app.get(JournalService);
      await journal.write(written);
      expect(await journal.notBefore('0', 10)).toBe(written[19]?.id);
      expect(await journal.notBefore(String(written[25]?.id), 10)).toBe(written[25]?.id);
    });

    test('an agent receives what happens to a call while talking in it, live and on coming back, and no longer', async () => {
      const { id } = await lab().made('/agents', { login: 'omar', password: 'omar knows it' });
      const token = await lab().signIn('omar', 'omar knows it');
      const sound = (callId: string): JournalEntry =>
        entryOf({ type: 'sound-played', callId: callOf(callId).callId, purpose: 'whisper', seconds: 1, end: 'played' });
      const before = sound('x');
      const talks = agentState(String(id), 'talking', { callId: 'x' });
      const [during, other, again] = [sound('x'), sound('y'), sound('x')];
      const done = agentState(String(id), 'wrap-up', { callId: 'x' });
      const inOrder = [before, talks, during, other, again, done, sound('x')];
      const reader = await open(undefined, token);
      for (const entry of inOrder) lab().desk.tell(entry);
      expect((await reader.until(4)).map((event) => event.id)).toEqual([talks, during, again, done].map((entry) => entry.id));
      reader.close();
      await lab().app.get(JournalService).write(inOrder);
      for (const since of ['memory', 'the journal']) {
        if (since === 'the journal') await lab().restart();
        const next = agentState(String(id), 'available');
        const back = await open(during.id, since === 'memory' ? token : await lab().signIn('omar', 'omar knows it'));
        lab().desk.tell(next);
        expect((await back.until(3)).map((event) => event.id).slice(0, 2)).toEqual([again.id, done.id]);
        back.close();
      }
    });

    test('an agent is not told that a supervisor listens, live or on coming back; supervisors are', async () => {
      const { id } = await lab().made('/agents', { login: 'ruth', password: 'ruth knows it' });
      const [agentId, { callId }] = [brandId<AgentId>(String(id)), callOf('overheard')];
      const step = { callId, agentId, supervisionId: 's-1' };
      const talks = agentState(String(id), 'talking', { callId });
      const joined = entryOf({ ...step, type: 'supervisor-joined', by: 'chief', mode: 'listen' });
      const left = entryOf({ ...step, type: 'supervisor-left' });
      const done = agentState(String(id), 'wrap-up', { callId });
      const inOrder = [talks, joined, left, done];
      const token = await lab().signIn('ruth', 'ruth knows it');
      const [own, chief] = [await open(undefined, token), await open()];
      for (const entry of inOrder) lab().desk.tell(entry);
      const ids = (of: readonly { readonly id: string }[]): string[] => of.map((each) => each.id);
      expect(ids(await own.until(2))).toEqual(ids([talks, done]));
      expect(ids(await chief.until(4))).toEqual(ids(inOrder));
      const back = await open(talks.id, token);
      expect(ids(await back.until(1))).toEqual([done.id]);
      for (const reader of [own, chief, back]) reader.close();
    });

    test('both agents are told that they talk about a caller, and nobody else', async () => {
      const [asks, asked, other] = await Promise.all(
        ['iris', 'ivan', 'ines'].map(async (login) => {
          const { id } = await lab().made('/agents', { login, password: `${login} knows it` });
          return { id: String(id), reader: await open(undefined, await lab().signIn(login, `${login} knows it`)) };
        }),
      );
      if (asks === undefined || asked === undefined || other === undefined) throw new Error('three agents were made');
      const pair = { agentId: brandId<AgentId>(asks.id), withAgentId: brandId<AgentId>(asked.id) };
      const both = entryOf({ type: 'consultation-connected', callId: callOf('asked about').callId, ...pair });
      const after = [asks, asked, other].map(({ id }) => agentState(id, 'available'));
      for (const entry of [both, ...after]) lab().desk.tell(entry);
      const told = async (reader: EventReader, count: number): Promise<string[]> => (await reader.until(count)).map(({ id }) => id);
      expect(await told(asks.reader, 2)).toEqual([both.id, after[0]?.id]);
      expect(await told(asked.reader, 2)).toEqual([both.id, after[1]?.id]);
      expect(await told(other.reader, 1)).toEqual([after[2]?.id]);
      for (const { reader } of [asks, asked, other]) reader.close();
    });

    test('one person may read twenty times at once, and others all the same', async () => {
      const { id } = await lab().made('/agents', { login: 'lea', password: 'lea knows it' });
      expect(id).toEqual(expect.any(String));
      const token = await lab().signIn('lea', 'lea knows it');
      const readers = await Promise.all(Array.from({ length: 20 }, () => open(undefined, token)));
      expect((await lab().get('/events', { token })).body).toMatchObject({ status: 429, code: 'too-many-readers' });
      (await open()).close();
      for (const reader of readers) reader.close();
      await eventually(() => lab().app.get(EventsService).readers === 0, { what: 'the readers to be forgotten' });
      (await open(undefined, token)).close();
    });

    test('whose account is taken away reads no further', async () => {
      const { id } = await lab().made('/agents', { login: 'tom', password: 'tom knows it' });
      const reader = await open(undefined, await lab().signIn('tom', 'tom knows it'));
      expect((await lab().delete(`/agents/${String(id)}`)).status).toBe(204);
      lab().app.get(EventsService).beat();
      await eventually(() => reader.over, { what: 'the end of the stream' });
    });

    test('a reader who does not read is sent away, and costs the others nothing', async () => {
      const { port } = new URL(lab().base);
      const deaf = connect(Number(port), '127.0.0.1');
      deaf.pause();
      deaf.write(`GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${lab().token ?? ''}\r\n\r\n`);
      const { readers } = lab().app.get(EventsService);
      await eventually(() => lab().app.get(EventsService).readers > readers, { what: 'the deaf reader to be served' });
      const reader = await open();
      const long = 'é'.repeat(60_000);
      await eventually(
        () => {
          lab().desk.tell(arrived(callOf('long', { caller: long })));
          return lab().app.get(EventsService).readers === readers + 1;
        },
        { what: 'the deaf reader to be cut off' },
      );
      const heard = reader.events.length;
      lab().desk.tell(arrived(callOf('short')));
      await eventually(() => reader.events.at(-1)?.data['callId'] === 'short' && reader.events.length > heard, { what: 'the last event' });
      reader.close();
      deaf.destroy();
    });

    test('a reader without a token, or with a wrong Last-Event-ID, is refused', async () => {
      expect((await lab().get('/events', { token: null })).status).toBe(401);
      expect((await lab().get('/events', { headers: { 'last-event-id': "' OR 1" } })).body).toMatchObject({
        status: 400,
        code: 'bad-last-event-id',
      });
    });
  },
};
