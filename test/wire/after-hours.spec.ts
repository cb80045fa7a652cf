import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { labPrograms } from '../support/sip/lab-programs.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { freeUdpPort, LOOPBACK } from '../support/sip/udp-socket.js';
import { messageOf, spokenFor, timelineOf } from '../support/wire-journeys.js';
import { TONES, WireLab } from '../support/wire-lab.js';

const OFFICE = '+33472000010';

let carrier: SippAgent;
let lab: WireLab;

beforeAll(async () => {
  const { sipp } = await labPrograms();
  const sip = await freeUdpPort();
  carrier = await SippAgent.listen({ sipp, pbx: { host: LOOPBACK, port: sip }, username: 'carrier', password: '', says: { hz: 1900 } });
  lab = await WireLab.start({
    PBX_SIP_PORT: String(sip),
    PBX_TRUNK: `${carrier.address.host}:${String(carrier.address.port)}`,
  });
  await campaign({ messages: { welcomeAudioId: null } });
}, 300_000);

afterEach(async () => {
  carrier.behaviour = { does: 'ring' };
  await lab.clear();
  await doors('none');
});

afterAll(async () => {
  await lab.stop();
  await carrier.close();
});

async function campaign(changes: object): Promise<void> {
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, changes);
}

async function doors(state: 'closed' | 'none'): Promise<void> {
  await lab.rest.send('PUT', `/campaigns/${lab.campaignId}/override`, { state });
}

/** The campaign is forced closed, and treats callers so after its message. */
async function closedWith(whenClosed: string, rerouteNumber: string | null = null): Promise<void> {
  await campaign({ opening: { whenClosed, rerouteNumber } });
  await doors('closed');
}

/** A caller who hears that it is closed, before anybody is billed for it. */
async function turnedAway(from: string, options: object = {}): Promise<SippCaller> {
  const caller = await lab.dial({ from, ...options });
  await caller.earlyMedia();
  await caller.media.heard.waitForTone(TONES.closed);
  expect(caller.steps.has('answered')).toBe(false);
  return caller;
}

async function endingOf(from: string): Promise<object> {
  const record = await lab.ended(from);
  const told = (await timelineOf(lab, record.id)).map(({ type }) => type);
  expect(told.filter((type) => type === 'call-ended')).toHaveLength(1);
  return record.ending;
}

describe('a caller who comes after hours', () => {
  it('hears so, unanswered, and that is all', async () => {
    await closedWith('hang-up');
    const caller = await turnedAway('+33611111601');
    await caller.ended();
    expect(caller.steps.has('answered')).toBe(false);
    expect(await endingOf('+33611111601')).toEqual({ how: 'closed', during: 'closed', blame: 'campaign' });
  });

  it('leaves a message where the campaign takes messages', async () => {
    await closedWith('voicemail');
    const caller = await turnedAway('+33611111602', { says: { hz: 1300 } });
    await caller.media.heard.waitForTone(TONES['voicemail-greeting']);
    await spokenFor(lab, '+33611111602', 3_000);
    await caller.sendDtmf('#');
    await caller.media.heard.waitForTone(TONES['voicemail-goodbye']);
    await caller.endedByPeer();
    expect(await endingOf('+33611111602')).toEqual({ how: 'voicemail', during: 'voicemail', blame: 'campaign' });
    expect(await messageOf(lab, '+33611111602', 1300)).toMatchObject({ queueId: lab.queueId });
  });

  it('leaves the calling number where the campaign calls back', async () => {
    await closedWith('callback');
    const caller = await turnedAway('+33611111603');
    await caller.media.heard.waitForTone(TONES['callback-offer']);
    await caller.sendDtmf('1');
    await caller.media.heard.waitForTone(TONES['callback-accepted']);
    await caller.endedByPeer();
    expect(await endingOf('+33611111603')).toEqual({ how: 'callback', during: 'callback', blame: 'campaign' });
    const { items } = await lab.rest.get(`/callbacks?campaignId=${lab.campaignId}&state=waiting`);
    expect(items).toMatchObject([{ number: '+33611111603', queueId: lab.queueId }]);
  });

  it('talks to the number that stands in', async () => {
    await closedWith('reroute', OFFICE);
    const caller = await turnedAway('+33611111604', { says: { hz: 1000 } });
    const outbound = await carrier.nextCall();
    expect(outbound.invite.startLine).toContain(OFFICE);
    await outbound.answer();
    await caller.media.heard.waitForTone(1900);
    await outbound.media.heard.waitForTone(1000);
    await outbound.hangUp();
    await caller.endedByPeer();
    expect(await endingOf('+33611111604')).toEqual({ how: 'rerouted', during: 'rerouting', blame: 'campaign' });
  });

  it('has found it closed when that number is busy', async () => {
    carrier.behaviour = { does: 'refuse' };
    await closedWith('reroute', OFFICE);
    const caller = await turnedAway('+33611111605');
    await carrier.nextCall();
    await caller.endedByPeer();
    expect(await endingOf('+33611111605')).toMatchObject({ how: 'closed', blame: 'campaign' });
  });
});

describe('a caller who waits when somebody closes the doors', () => {
  it('is sent to the overflow where the campaign says so, and finishes there', async () => {
    const deterrent = { kind: 'deterrent', audioId: null, scenarioId: null, number: null };
    await campaign({
      opening: { whenClosed: 'hang-up', rerouteNumber: null, waitingAtClose: 'overflow' },
      overflow: { waitSeconds: null, strategy: deterrent },
    });
    const caller = await lab.dial({ from: '+33611111606' });
    await lab.callFrom('+33611111606', (call) => call.phase === 'waiting', 'the caller to be in the line');
    await caller.media.heard.waitForSound();
    await doors('closed');
    // A note of the music may last as long as one looks for by default.
    await caller.media.heard.waitForTone(TONES.deterrent, { forMs: 1_000, withinMs: 20_000 });
    await caller.endedByPeer();
    expect(await endingOf('+33611111606')).toEqual({ how: 'deterred', during: 'overflow', blame: 'campaign' });
  });
});
