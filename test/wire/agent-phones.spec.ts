import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { WireLab } from '../support/wire-lab.js';

const VOICE = 1700;

let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

const reachable = async (id: string): Promise<boolean> => (await lab.rest.get(`/agents/${id}/state`)).phoneReachable;
const lightOfAgents = async (): Promise<string> => {
  const { elements } = await lab.rest.get(`/campaigns/${lab.campaignId}/summary`);
  return elements.find(({ element }: { element: string }) => element === 'agents').code;
};

describe('an agent’s SIP phone', () => {
  it('that has never registered is offered nothing, which the agent and the campaign’s summary say, until it registers', async () => {
    const id = await lab.hire('anne');
    await lab.rest.send('POST', `/agents/${id}/sign-in`);
    await eventually(async () => !(await reachable(id)), { what: 'the phone to be known as unreachable' });
    expect(await lightOfAgents()).toBe('no-phone-reachable');
    const caller = await lab.dial({ from: '+33611111701' });
    await lab.callFrom('+33611111701', (call) => call.queuedAt !== null, 'the caller to be queued');
    expect(await lab.agentState(id)).toBe('available');

    await lab.plugIn(id, 'anne', { behaviour: { does: 'answer' }, says: { hz: VOICE } });
    await caller.media.heard.waitForTone(VOICE);
    expect(await lightOfAgents()).not.toBe('no-phone-reachable');
    await caller.hangUp();
    const record = await lab.ended('+33611111701');
    const { timeline } = await lab.rest.get(`/calls/${String(record.id)}`);
    expect(timeline.filter(({ type }: { type: string }) => type === 'call-offered')).toHaveLength(1);
  });

  it('that goes away is offered nothing while it is away, and the waiting call once it is back', async () => {
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: VOICE } });
    await anne.phone.unregister();
    await eventually(async () => !(await reachable(anne.id)), { what: 'the phone to be known as unreachable' });
    const caller = await lab.dial({ from: '+33611111702' });
    await lab.callFrom('+33611111702', (call) => call.queuedAt !== null, 'the caller to be queued');
    expect([await lab.agentState(anne.id), anne.phone.calls.length]).toEqual(['available', 0]);
    await anne.phone.renew();
    await caller.media.heard.waitForTone(VOICE);
    await caller.hangUp();
  });

  it('that registered before the backend started is reachable at once, and one that never did is not', async () => {
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: VOICE } });
    const bob = await lab.hire('bob');
    await lab.rest.send('POST', `/agents/${bob}/sign-in`);
    await lab.backend.kill();
    await lab.backend.start();
    await eventually(async () => !(await reachable(bob)), { what: 'the phone of bob to be known as unreachable' });
    expect(await reachable(anne.id)).toBe(true);
    const caller = await lab.dial({ from: '+33611111703' });
    await caller.media.heard.waitForTone(VOICE);
    await caller.hangUp();
    await lab.ended('+33611111703');
    await lab.rest.send('POST', `/agents/${bob}/sign-out`);
  });
});

describe('a phone that forwards its calls', () => {
  it('is not followed: the agent has missed the call, is paused after two, and nobody else is called', async () => {
    const anne = await lab.agent('anne', { behaviour: { does: 'refuse', code: 302 } });
    const caller = await lab.dial({ from: '+33611111704' });
    await eventually(async () => (await lab.agentState(anne.id)) === 'paused', { what: 'the agent to be paused', withinMs: 20_000 });
    const { id } = await lab.callFrom('+33611111704', () => true, 'the call');
    const misses = async (): Promise<string[]> => {
      const { timeline } = await lab.rest.get(`/calls/${String(id)}`);
      return timeline.flatMap(({ type, failure }: { type: string; failure: string }) => (type === 'ring-no-answer' ? [failure] : []));
    };
    await eventually(async () => (await misses()).length === 2, { what: 'both misses to be written down' });
    expect(await misses()).toEqual(['refused', 'refused']);
    expect(await lab.onPbx('channels')).toHaveLength(1);
    expect(caller.isOver).toBe(false);
    await caller.hangUp();
  });
});
