import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { TONES, WireLab } from '../support/wire-lab.js';

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

describe('a caller', () => {
  it('hears the welcome as early media, waits with music, and talks to the agent, each hearing the other', async () => {
    const caller = await lab.dial({ says: { hz: 1000 } });
    const early = await caller.earlyMedia();
    await caller.media.heard.waitForTone(TONES.welcome);
    expect(caller.steps.has('answered')).toBe(false);
    const answered = await caller.answered();
    expect(answered.at.ms - early.at.ms).toBeGreaterThan(1_500);
    await caller.media.heard.waitForSound();

    const anne = await lab.agent('anne', { says: { hz: 1700 } });
    const ringing = await anne.phone.nextCall();
    expect(ringing.fromUser).toBe('+33612345678');
    expect(ringing.displayName).toBe('Support');
    await ringing.answer();
    await caller.media.heard.waitForTone(1700);
    await ringing.media.heard.waitForTone(1000);
    expect(await lab.agentState(anne.id)).toBe('talking');

    await ringing.hangUp();
    await caller.endedByPeer();
    const record = await lab.ended();
    expect(record).toMatchObject({
      did: '+33170000001',
      agentId: anne.id,
      queueId: lab.queueId,
      ending: { how: 'answered', during: 'conversation', blame: 'agent' },
    });
    const { timeline } = await lab.rest.get(`/calls/${record.id}`);
    expect(timeline.map(({ type }: { type: string }) => type)).toEqual(
      expect.arrayContaining([
        'call-arrived',
        'sound-played',
        'call-answered',
        'call-queued',
        'call-offered',
        'call-connected',
        'call-ended',
      ]),
    );
    expect(linesOfTheLog('a call is over')).toEqual([
      expect.objectContaining({
        level: 'info',
        callId: record.id,
        campaign: 'Support',
        caller: '+336******78',
        how: 'answered',
        by: 'agent',
        agentId: anne.id,
        waitedSeconds: expect.any(Number),
      }),
    ]);
    await eventually(async () => (await lab.agentState(anne.id)) === 'available', { what: 'the end of wrap-up' });
  });

  it('hangs up during the welcome: abandoned in the greeting', async () => {
    const caller = await lab.dial({ from: '+33611111101' });
    await caller.media.heard.waitForTone(TONES.welcome);
    await caller.hangUp();
    expect((await lab.ended('+33611111101')).ending).toEqual({ how: 'abandoned', during: 'greeting', blame: 'caller' });
  });

  it('hangs up while waiting: abandoned in the line', async () => {
    const caller = await lab.dial({ from: '+33611111102' });
    await caller.answered();
    await lab.callFrom('+33611111102', (call) => call.queuedAt !== null, 'the caller to be queued');
    await caller.hangUp();
    expect((await lab.ended('+33611111102')).ending).toEqual({ how: 'abandoned', during: 'waiting', blame: 'caller' });
  });

  it('hangs up while the phone rings: the phone stops and the agent is free at once', async () => {
    const anne = await lab.agent('anne');
    const caller = await lab.dial({ from: '+33611111103' });
    const ringing = await anne.phone.nextCall();
    await caller.hangUp();
    await ringing.cancelled();
    await eventually(async () => (await lab.agentState(anne.id)) === 'available', { what: 'the agent to be free' });
    expect((await lab.ended('+33611111103')).ending).toMatchObject({ how: 'abandoned', during: 'waiting' });
  });

  it('hangs up while talking: the agent goes to wrap-up', async () => {
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: 1700 } });
    const caller = await lab.dial({ from: '+33611111104' });
    await caller.media.heard.waitForTone(1700);
    await caller.hangUp();
    await (await anne.phone.nextCall()).endedByPeer();
    await eventually(async () => ['wrap-up', 'available'].includes(await lab.agentState(anne.id)), { what: 'the end of the talk' });
    expect((await lab.ended('+33611111104')).ending).toMatchObject({ how: 'answered', blame: 'caller' });
  });

  it('of a stopped campaign hears that it is closed and is not billed', async () => {
    await lab.rest.send('POST', `/campaigns/${lab.campaignId}/stop`);
    const caller = await lab.dial({ from: '+33611111105' });
    await caller.media.heard.waitForTone(TONES.closed);
    await caller.ended();
    expect(caller.steps.has('answered')).toBe(false);
    expect((await lab.ended('+33611111105')).ending.how).toBe('closed');
    await lab.rest.send('POST', `/campaigns/${lab.campaignId}/start`);
  });

  it('who dials a number that is none of ours is told so', async () => {
    const caller = await lab.dial({ to: '+33199999999', from: '+33611111106' });
    expect((await caller.rejected()).value.status).toBe(404);
    await lab.ended('+33611111106');
    const { items } = await lab.rest.get('/calls?pageSize=500');
    expect(items.filter((call: { caller: string }) => call.caller === '+33611111106')).toHaveLength(1);
  });
});

describe('an agent', () => {
  it('who does not answer is paused after two misses, and the caller keeps the place', async () => {
    const anne = await lab.agent('anne', { behaviour: { does: 'ring' } });
    const caller = await lab.dial({ from: '+33611111107' });
    await (await anne.phone.nextCall()).cancelled(15_000);
    await (await anne.phone.nextCall()).cancelled(15_000);
    await eventually(async () => (await lab.agentState(anne.id)) === 'paused', { what: 'the agent to be paused' });
    const bob = await lab.agent('bob', { behaviour: { does: 'answer' }, says: { hz: 1700 } });
    await caller.media.heard.waitForTone(1700);
    expect(await lab.agentState(bob.id)).toBe('talking');
  });

  it('who refuses leaves the call to the next agent', async () => {
    await lab.agent('anne', { behaviour: { does: 'refuse', code: 486 } });
    const caller = await lab.dial({ from: '+33611111108' });
    await lab.agents[0]?.phone.nextCall();
    await lab.agent('bob', { behaviour: { does: 'answer' }, says: { hz: 1700 } });
    await caller.media.heard.waitForTone(1700);
  });

  it('serves two callers in the order they came', async () => {
    const first = await lab.dial({ from: '+33611111109' });
    await first.answered();
    const second = await lab.dial({ from: '+33611111110' });
    await lab.callFrom('+33611111110', (call) => call.queuedAt !== null, 'the second to be queued');
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: 1700 } });
    await first.media.heard.waitForTone(1700);
    expect((await anne.phone.nextCall()).fromUser).toBe('+33611111109');
    expect(second.media.heard.tone(1700)).toBe(false);
    await first.hangUp();
    await second.media.heard.waitForTone(1700);
    expect((await anne.phone.nextCall()).fromUser).toBe('+33611111110');
  });

  it('who answers in the same instant as a colleague: one wins, the other is released', async () => {
    await lab.rest.send('PATCH', `/queues/${lab.queueId}`, { distribution: 'ring-all' });
    const team = [await lab.agent('anne', { says: { hz: 1700 } }), await lab.agent('bob', { says: { hz: 1700 } })];
    const caller = await lab.dial({ from: '+33611111111' });
    const rings = await Promise.all(team.map(({ phone }) => phone.nextCall()));
    await Promise.allSettled(rings.map((ring) => ring.answer()));
    await caller.media.heard.waitForTone(1700);
    const loser = await Promise.race(rings.map((ring) => ring.ended().then(() => ring)));
    expect(rings.filter((ring) => !ring.isOver)).toHaveLength(1);
    expect(loser.isOver).toBe(true);
    const states = await Promise.all(team.map(({ id }) => lab.agentState(id)));
    expect(states.sort()).toEqual(['available', 'talking']);
    await lab.rest.send('PATCH', `/queues/${lab.queueId}`, { distribution: 'longest-idle' });
  });
});

describe('a caller on a holiday', () => {
  it('hears the holiday’s own message, and on the next working day the campaign again', async () => {
    const days = [-1, 0, 1].map((offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10));
    const group = await lab.rest.send('POST', '/holiday-groups', {
      name: 'Fêtes',
      holidays: days.map((date) => ({ date, yearly: false, audioId: 'builtin:apology' })),
    });
    await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { opening: { holidayGroupId: group.id } });
    const caller = await lab.dial({ from: '+33611111530' });
    await caller.media.heard.waitForTone(TONES.apology);
    expect((await lab.ended('+33611111530')).ending).toEqual({ how: 'closed', during: 'closed', blame: 'campaign' });
    expect(await lab.rest.get(`/campaigns/${lab.campaignId}/opening`)).toMatchObject({ open: false, reason: 'holiday' });

    await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { opening: { holidayGroupId: null } });
    const next = await lab.dial({ from: '+33611111531' });
    await next.answered();
  });
});

/** What the backend said since it began, of those words. */
function linesOfTheLog(message: string): Record<string, unknown>[] {
  const lines = lab.backend.printed.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line['message'] === message);
}
