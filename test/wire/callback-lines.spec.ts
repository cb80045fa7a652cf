import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CallbackLab } from '../support/callback-lab.js';
import { eventually } from '../support/eventually.js';
import type { IncomingCall } from '../support/sip/incoming-call.js';
import { TONES, type LabAgent } from '../support/wire-lab.js';

const POLICY = { defaultCountry: 'FR', allowedPrefixes: ['+33'], deniedPrefixes: ['+3389'], maxConcurrentOutbound: null };
const AGENT = 1700;

let place: CallbackLab;

beforeAll(async () => {
  place = await CallbackLab.start();
  await place.queue({ ringTimeoutSeconds: 20 });
  await place.campaign({ messages: { welcomeAudioId: null }, wrapUpSeconds: 0 });
}, 300_000);

afterEach(async () => {
  await place.clear();
  await allow(null);
});

afterAll(async () => {
  await place.stop();
});

async function allow(maxConcurrentOutbound: number | null): Promise<void> {
  await place.lab.rest.send('PUT', '/dial-policy', { ...POLICY, maxConcurrentOutbound });
}

/** So many agents who take whatever comes. */
async function team(size: number): Promise<LabAgent[]> {
  const agents: LabAgent[] = [];
  for (let index = 1; index <= size; index += 1) {
    agents.push(await place.lab.agent(`agent${String(index)}`, { behaviour: { does: 'answer' }, says: { hz: AGENT } }));
  }
  return agents;
}

/** Customers who answer, hear an agent for a moment and hang up. */
function customersTalk(): void {
  place.carrier.behaviour = (call) => {
    void talk(call).catch(() => undefined);
    return { does: 'answer', afterMs: 300 };
  };
}

async function talk(call: IncomingCall): Promise<void> {
  await call.answered();
  await call.media.heard.waitForTone(AGENT, { forMs: 600 });
  await call.hangUp();
}

/** Of those who want to be called back; answers the ids. */
async function askedBy(numbers: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const number of numbers) ids.push(await place.asked(number));
  return ids;
}

const some = (count: number, series: number): string[] =>
  Array.from({ length: count }, (_, index) => `+3347200${String(series)}${String(index).padStart(2, '0')}`);

/** The most of these calls that there were at once. */
function mostAtOnce(calls: readonly IncomingCall[]): number {
  const lasted = calls.map(({ invitedAt, endedAt }) => [invitedAt.ms, endedAt?.ms ?? Infinity] as const);
  return Math.max(0, ...lasted.map(([from]) => lasted.filter(([begun, over]) => begun <= from && over > from).length));
}

/** Every customer was dialled once, and talked to. */
async function allAreServed(ids: readonly string[], numbers: readonly string[]): Promise<void> {
  for (const id of ids) expect(await place.comesTo(id, 'done', 40_000)).toMatchObject({ attempts: 1 });
  const dialled = place.dialled.map(({ invite }) => /sip:([^@]+)@/.exec(invite.startLine)?.[1]);
  expect(dialled.sort()).toEqual([...numbers].sort());
}

describe('customers who are called back', () => {
  it('are never more at once than the dial policy allows, though more agents are free, and none is left out', async () => {
    await allow(2);
    customersTalk();
    const agents = await team(4);
    const numbers = some(6, 501);
    const ids = await askedBy(numbers);
    await allAreServed(ids, numbers);
    expect(mostAtOnce(place.dialled)).toBe(2);
    // Nobody was rung for a customer for whom there was no line.
    expect(agents.flatMap(({ phone }) => phone.calls)).toHaveLength(numbers.length);
  });

  it('are never more at once than agents are reserved, in either order of dialling', async () => {
    customersTalk();
    await team(2);
    for (const [series, dialFirst] of [
      [502, 'agent'],
      [503, 'customer'],
    ] as const) {
      await place.campaign({ callback: { dialFirst } });
      const before = place.dialled.length;
      const numbers = some(5, series);
      for (const id of await askedBy(numbers)) await place.comesTo(id, 'done', 40_000);
      expect(place.dialled).toHaveLength(before + numbers.length);
      expect(mostAtOnce(place.dialled.slice(before))).toBe(2);
    }
    await place.campaign({ callback: { dialFirst: 'agent' } });
  });

  it('wait while a caller who was put through to another number has the only line', async () => {
    await allow(1);
    const strategy = { kind: 'reroute', audioId: null, scenarioId: null, number: '+33472000600' };
    const overflow = { waitSeconds: null, loops: null, queueLength: null, strategy };
    await place.campaign({ messages: { menuAudioId: 'builtin:menu-overflow' }, overflow });
    const caller = await place.lab.dial({ from: '+33611111950' });
    await caller.media.heard.waitForTone(TONES['menu-overflow']);
    await caller.sendDtmf('1');
    const other = await place.customer();
    await other.answer();
    const [anne] = await team(1);
    const id = await place.asked('+33472000601');
    await eventually(() => place.lab.backend.printed.includes('too-many-calls'), { what: 'the callback to wait for a line' });
    expect([anne?.phone.calls.length, place.dialled.length]).toEqual([0, 1]);
    customersTalk();
    await caller.hangUp();
    await other.endedByPeer();
    expect(await place.comesTo(id, 'done', 20_000)).toMatchObject({ attempts: 1, agentId: anne?.id });
    expect(mostAtOnce(place.dialled)).toBe(1);
  });
});
