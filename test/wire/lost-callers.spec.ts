import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CallbackLab, CUSTOMER_HZ } from '../support/callback-lab.js';
import { eventually } from '../support/eventually.js';
import type { RestAnswer } from '../support/rest.js';
import type { LabAgent } from '../support/wire-lab.js';

const ANNE = 1700;

let place: CallbackLab;

beforeAll(async () => {
  place = await CallbackLab.start();
  await place.queue({ ringTimeoutSeconds: 20 });
  await place.campaign({ messages: { welcomeAudioId: null } });
}, 300_000);

afterEach(async () => {
  await place.clear();
});

afterAll(async () => {
  await place.stop();
});

/** Somebody who calls and waits in the line; answers the record of the call. */
async function waits(from: string): Promise<RestAnswer['body']> {
  await place.lab.dial({ from });
  return place.lab.callFrom(from, (call) => call.queuedAt !== null, `${from} to be in the line`);
}

async function asteriskDies(): Promise<void> {
  const pid = Number(readFileSync(join(place.lab.environment['DATA_DIR'] ?? '', 'pbx', 'asterisk.pid'), 'utf8'));
  const before = place.lab.backend.printed.length;
  process.kill(pid, 'SIGKILL');
  await eventually(() => place.lab.backend.printed.slice(before).includes('has been started again'), {
    what: 'the PBX to be started again',
    withinMs: 30_000,
  });
  await eventually(async () => (await fetch(`${place.lab.backend.baseUrl}/health/ready`)).status === 200, {
    what: 'everything to be ready again',
    withinMs: 30_000,
  });
}

const lost = async (from: string): Promise<RestAnswer['body']> => {
  const call = await place.lab.ended(from);
  expect(call.ending).toMatchObject({ how: 'lost' });
  return call;
};

/** The callbacks that came of these calls, in the order of their places. */
async function callbacksOf(calls: readonly RestAnswer['body'][]): Promise<RestAnswer['body'][]> {
  const ids = calls.map(({ id }) => String(id));
  const { items } = await place.lab.rest.get('/callbacks?pageSize=500');
  return items.filter(({ callId }: RestAnswer['body']) => ids.includes(String(callId)));
}

async function isCalledBack(agent: LabAgent, number: string, nth: number): Promise<void> {
  const ringing = await agent.phone.nextCall();
  expect(ringing.fromUser).toBe(number);
  await ringing.answer();
  const customer = await place.customer(nth);
  await customer.answer();
  await customer.media.heard.waitForTone(ANNE);
  await ringing.media.heard.waitForTone(CUSTOMER_HZ);
  await customer.hangUp();
  await ringing.endedByPeer();
}

describe('callers whom a death of Asterisk took from the line', () => {
  it('are called back by themselves, in the order in which they had come, where the campaign wants it', async () => {
    await place.campaign({ callback: { recoverLost: 'automatic' } });
    const [first, second] = ['+33472000701', '+33472000702'];
    const before = [await waits(first), await waits(second)];
    await asteriskDies();
    const calls = [await lost(first), await lost(second)];
    const callbacks = await eventually(
      async () => {
        const found = await callbacksOf(calls);
        return found.length === 2 ? found : null;
      },
      { what: 'both to be called back' },
    );
    expect(callbacks).toMatchObject(
      before.map(({ id, caller, arrivedAt, queuedAt }) => ({
        callId: id,
        number: caller,
        arrivedAt,
        queuedAt,
        state: 'waiting',
        attempts: 0,
      })),
    );
    const anne = await place.lab.agent('anne', { says: { hz: ANNE } });
    // Whoever came before the crash comes before whoever calls after it.
    const newcomer = await place.lab.dial({ from: '+33472000703' });
    await isCalledBack(anne, first, 1);
    await isCalledBack(anne, second, 2);
    for (const { id } of callbacks) expect(await place.comesTo(id, 'done')).toMatchObject({ attempts: 1, agentId: anne.id });
    for (const { id, arrivedAt, queuedAt } of before) {
      const { items } = await place.lab.rest.get('/calls?pageSize=500');
      const [callback] = callbacks.filter(({ callId }) => callId === id);
      const served = items.find((call: RestAnswer['body']) => call.callbackId === callback.id);
      expect([served.queuedAt, callback.arrivedAt]).toEqual([queuedAt, arrivedAt]);
    }
    const next = await anne.phone.nextCall();
    expect(next.fromUser).toBe('+33472000703');
    await newcomer.hangUp();
  });

  it('are proposed, and called once somebody confirms it', async () => {
    await place.campaign({ callback: { recoverLost: 'propose' } });
    const number = '+33472000704';
    await waits(number);
    await asteriskDies();
    const call = await lost(number);
    const callback = await eventually(async () => (await callbacksOf([call]))[0], { what: 'the callback to be proposed' });
    expect(callback).toMatchObject({ number, state: 'proposed', arrivedAt: call.arrivedAt });
    const anne = await place.lab.agent('anne', { says: { hz: ANNE } });
    await place.agentIs(anne.id, 'available');
    expect([anne.phone.calls.length, place.dialled.length]).toEqual([0, 0]);
    await place.lab.rest.send('POST', `/callbacks/${String(callback.id)}/confirm`);
    await isCalledBack(anne, number, 1);
    expect(await place.comesTo(callback.id, 'done')).toMatchObject({ attempts: 1 });
  });

  it('are left alone where the campaign says so; an agent who was in a conversation is free again', async () => {
    await place.campaign({ callback: { recoverLost: 'off' } });
    const anne = await place.lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: ANNE } });
    const talking = await place.lab.dial({ from: '+33472000705' });
    await talking.media.heard.waitForTone(ANNE);
    await waits('+33472000706');
    await asteriskDies();
    const calls = [await lost('+33472000705'), await lost('+33472000706')];
    await eventually(
      async () => {
        await place.lab.rest.ask('POST', `/agents/${anne.id}/wrap-up/end`);
        return (await place.lab.agentState(anne.id)) === 'available';
      },
      { what: 'the agent to be free' },
    );
    expect(await callbacksOf(calls)).toEqual([]);
  });
});
