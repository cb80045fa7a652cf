import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { WireLab } from '../support/wire-lab.js';

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
}, 300_000);

afterAll(async () => {
  await lab.stop();
});

describe('the backend killed with -9 while one caller waits and another talks', () => {
  it('costs no caller anything: both calls go on, a newcomer enters, the line is served in order, the talk ends in wrap-up', async () => {
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: 1700 } });
    const talking = await lab.dial({ from: '+33611111201', says: { hz: 1000 } });
    await talking.media.heard.waitForTone(1700);
    const conversation = await anne.phone.nextCall();
    const waiting = await lab.dial({ from: '+33611111202' });
    await waiting.answered();
    const before = await lab.callFrom('+33611111202', (call) => call.queuedAt !== null, 'the second caller to be queued');

    await lab.backend.kill();
    const newcomer = await lab.dial({ from: '+33611111203' });
    await newcomer.answered();
    await newcomer.media.heard.waitForSound();
    await talking.media.heard.waitForTone(1700, { since: performance.now() });
    await conversation.media.heard.waitForTone(1000, { since: performance.now() });
    await waiting.media.heard.waitForSound({ since: performance.now() });
    expect(await lab.backend.start()).toBeLessThan(10_000);

    expect([talking.isOver, waiting.isOver, newcomer.isOver]).toEqual([false, false, false]);
    expect(await lab.agentState(anne.id)).toBe('talking');
    const after = await lab.callFrom('+33611111202', () => true, 'the waiting call');
    expect([after.id, after.arrivedAt, after.queuedAt]).toEqual([before.id, before.arrivedAt, before.queuedAt]);
    await lab.callFrom('+33611111203', (call) => call.queuedAt !== null, 'the newcomer to be queued');

    await conversation.hangUp();
    await talking.endedByPeer();
    await eventually(async () => ['wrap-up', 'offered', 'talking'].includes(await lab.agentState(anne.id)), { what: 'the wrap-up' });
    await waiting.media.heard.waitForTone(1700);
    expect((await anne.phone.nextCall()).fromUser).toBe('+33611111202');
    await waiting.hangUp();
    await newcomer.media.heard.waitForTone(1700);
    await newcomer.hangUp();

    for (const number of ['+33611111201', '+33611111202', '+33611111203']) {
      expect((await lab.ended(number)).ending.how).toBe('answered');
    }
    const { total } = await lab.rest.get('/calls');
    expect(total).toBe(3);
    const { items: states } = await lab.rest.get(`/calls?pageSize=10`);
    expect(new Set(states.map(({ id }: { id: string }) => id)).size).toBe(3);
    await lab.clear();
  });

  it('stopped with SIGTERM, it ends with 0 within five seconds and callers keep their music', async () => {
    const caller = await lab.dial({ from: '+33611111204' });
    await caller.answered();
    await caller.media.heard.waitForSound();
    const began = performance.now();
    expect(await lab.backend.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
    await caller.media.heard.waitForSound({ since: performance.now() });
    await lab.backend.start();
    expect(caller.isOver).toBe(false);
    await caller.hangUp();
    expect((await lab.ended('+33611111204')).ending.how).toBe('abandoned');
    await lab.clear();
  });
});
