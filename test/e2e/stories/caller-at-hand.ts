import { beforeAll, expect, test } from '@jest/globals';

import type { Fact } from '../../../src/core/journal/facts.js';
import { brandId, type AgentId, type CallId } from '../../../src/core/kernel/ids.js';
import { JournalService } from '../../../src/modules/calls/journal.service.js';
import { arrived, callOf, entryOf, NINE } from '../../support/journal-entries.js';
import { KeptRecordings } from '../../support/kept-recordings.js';
import type { Story } from './story.js';

const NOTHING = { heldSince: null, consultation: null, recording: 'none' };

export const CALLER_AT_HAND: Story = {
  title: 'The caller whom an agent has',
  tell: (lab) => {
    let alice: AgentId;
    let bruno: AgentId;
    const callId = brandId<CallId>('at-hand');
    const told: Fact[] = [];

    const tell = (at: number, ...facts: Fact[]): void => {
      told.push(...facts);
      for (const fact of facts) lab().desk.tell(entryOf(fact, at));
    };
    const connected = (agentId: AgentId): Fact => {
      const call = callOf(callId, { agentId, answeredAt: NINE });
      return { type: 'call-connected', callId, agentId, queueId: brandId('01JQUEUE'), call };
    };
    const seenBy = async (agentId: AgentId): Promise<unknown> => {
      const { heldSince, consultation, recording } = (await lab().get(`/agents/${agentId}/call`)).body;
      return { heldSince, consultation, recording };
    };

    beforeAll(async () => {
      alice = brandId<AgentId>(String((await lab().made('/agents', { login: 'alice', password: 'alice knows it' }))['id']));
      bruno = brandId<AgentId>(String((await lab().made('/agents', { login: 'bruno', password: 'bruno knows it' }))['id']));
      lab().desk.tell(arrived(callOf(callId)));
      tell(NINE, connected(alice));
      lab().desk.place(alice, 'talking', callId);
    });

    test('is on hold or not, and recorded or not, as whoever reloads the page can see', async () => {
      expect(await seenBy(alice)).toEqual(NOTHING);
      tell(NINE, { ...new KeptRecordings(lab).begun('r1', { callId }), type: 'recording-begun' });
      expect(await seenBy(alice)).toEqual({ ...NOTHING, recording: 'on' });
      tell(NINE + 1_000, { type: 'recording-muted', callId, recordingId: 'r1', agentId: alice });
      tell(NINE + 2_000, { type: 'call-held', callId, agentId: alice, by: 'phone' });
      expect(await seenBy(alice)).toEqual({ ...NOTHING, heldSince: '2026-01-31T09:00:02.000Z', recording: 'paused' });
      tell(NINE + 3_000, { type: 'call-unheld', callId, agentId: alice, heldSeconds: 1 });
      tell(NINE + 3_000, { type: 'recording-unmuted', callId, recordingId: 'r1', agentId: alice });
      expect(await seenBy(alice)).toEqual({ ...NOTHING, recording: 'on' });
    });

    test('is asked about with a colleague, who has no caller by that', async () => {
      const to = { kind: 'agent', agentId: bruno } as const;
      tell(NINE + 4_000, { type: 'consultation-begun', callId, agentId: alice, to });
      const begunAt = '2026-01-31T09:00:04.000Z';
      expect(await seenBy(alice)).toMatchObject({ consultation: { to, begunAt, connectedAt: null, withAgentId: null } });
      lab().desk.place(bruno, 'talking', brandId<CallId>(`${callId}~1`));
      tell(NINE + 5_000, { type: 'consultation-connected', callId, agentId: alice, withAgentId: bruno });
      expect(await seenBy(alice)).toMatchObject({
        consultation: { to, begunAt, connectedAt: '2026-01-31T09:00:05.000Z', withAgentId: bruno },
        recording: 'on',
      });
      expect(await seenBy(bruno)).toEqual(NOTHING);
    });

    test('is the colleague’s alone once handed over, after a restart too', async () => {
      tell(
        NINE + 6_000,
        { type: 'call-transferred', callId, agentId: alice, to: { kind: 'agent', agentId: bruno }, mode: 'attended' },
        { type: 'conversation-handed-over', callId, consultation: brandId<CallId>(`${callId}~1`), agentId: bruno },
        { type: 'phase-entered', callId, phase: 'conversation', call: callOf(callId, { agentId: bruno, answeredAt: NINE }) },
        { type: 'call-held', callId, agentId: bruno, by: 'request' },
      );
      const placed = (): void => {
        lab().desk.place(alice, 'wrap-up', callId);
        lab().desk.place(bruno, 'talking', callId);
      };
      placed();
      const held = { heldSince: '2026-01-31T09:00:06.000Z', consultation: null, recording: 'on' };
      expect([await seenBy(alice), await seenBy(bruno)]).toEqual([NOTHING, held]);
      await lab()
        .app.get(JournalService)
        .write([arrived(callOf(callId)), ...told.map((fact) => entryOf(fact, NINE + 6_000))]);
      await lab().restart();
      placed();
      expect([await seenBy(alice), await seenBy(bruno)]).toEqual([NOTHING, held]);
      tell(NINE + 7_000, { ...new KeptRecordings(lab).begun('r2', { callId }), type: 'recording-begun' });
      tell(NINE + 7_000, { type: 'recording-discarded', callId, recordingId: 'r1' });
      expect(await seenBy(bruno)).toMatchObject({ recording: 'on' });
      tell(NINE + 8_000, { type: 'recording-failed', callId, recordingId: 'r2' });
      expect(await seenBy(bruno)).toMatchObject({ recording: 'none' });
    });
  },
};
