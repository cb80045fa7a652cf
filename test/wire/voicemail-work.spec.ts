import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { Rest, type RestAnswer } from '../support/rest.js';
import { readWav } from '../support/sip/tone-wav.js';
import { messageOf, spokenFor, timelineOf } from '../support/wire-journeys.js';
import { TONES, WireLab, type LabAgent } from '../support/wire-lab.js';

const VOICE = 1300;
/** A fifth of a second, in samples. */
const PIECE = 1_600;
let lab: WireLab;

beforeAll(async () => {
  lab = await WireLab.start();
  const strategy = { kind: 'voicemail', audioId: null, scenarioId: null, number: null };
  const overflow = { waitSeconds: null, loops: null, queueLength: null, strategy };
  const messages = { welcomeAudioId: null, loopSeconds: 5, menuAudioId: 'builtin:menu-overflow', menuScenarioId: null };
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { messages, overflow });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

/** Somebody calls, leaves the line for the voicemail, says something and hangs up. */
async function leaveMessage(from: string): Promise<RestAnswer['body']> {
  const caller = await lab.dial({ from, says: { hz: VOICE } });
  await caller.answered();
  await caller.media.heard.waitForTone(TONES['menu-overflow']);
  await caller.sendDtmf('1');
  await caller.media.heard.waitForTone(TONES['voicemail-greeting']);
  await spokenFor(lab, from, 3_000);
  await caller.sendDtmf('#');
  await caller.endedByPeer();
  return messageOf(lab, from, VOICE);
}

/** An agent at work, with the own sign-in to the API. */
async function atWork(login: string): Promise<LabAgent & { readonly rest: Rest }> {
  const agent = await lab.agent(login, { behaviour: { does: 'answer' } });
  return { ...agent, rest: await Rest.signIn(lab.backend.baseUrl, login, `password of ${login}`) };
}

async function reasonOf(rest: Rest): Promise<string> {
  const { state, reason } = await rest.get('/agent');
  return `${String(state)} ${String(reason)}`;
}

/** Where `piece` is in `whole`, sample by sample; -1: nowhere. */
function foundIn(whole: Int16Array, piece: Int16Array): number {
  for (let at = 0; at + piece.length <= whole.length; at += 1) if (piece.every((sample, index) => whole[at + index] === sample)) return at;
  return -1;
}

describe('a message that a caller left', () => {
  it('is claimed by one agent, heard on the phone sample by sample as it was said, again with key 1, and closed', async () => {
    const message = await leaveMessage('+33611111701');
    const anne = await atWork('anne');
    const ben = await atWork('ben');
    expect(await anne.rest.send('POST', '/agent/voicemails/next')).toMatchObject({ id: message.id, state: 'claimed', agentId: anne.id });
    expect((await ben.rest.ask('POST', '/agent/voicemails/next')).status).toBe(204);
    expect((await ben.rest.ask('POST', `/voicemails/${String(message.id)}/play`)).body).toMatchObject({ code: 'voicemail-not-yours' });
    expect((await lab.rest.get('/live')).queues[0].voicemails).toEqual({ new: 0, claimed: 1, oldestAt: null });

    await anne.rest.send('POST', `/voicemails/${String(message.id)}/play`);
    const call = await anne.phone.nextCall();
    await call.answered();
    expect([call.fromUser, call.displayName]).toEqual(['+33611111701', 'Support']);
    await call.media.heard.waitForTone(VOICE);
    expect(await reasonOf(anne.rest)).toBe('paused voicemail');
    await call.media.heard.waitForSilence();

    const response = await anne.rest.open(`/voicemails/${String(message.id)}/audio`, AbortSignal.timeout(5_000));
    const kept = readWav(Buffer.from(await response.arrayBuffer()));
    expect(Math.abs(kept.length / 8_000 - Number(message.durationSeconds))).toBeLessThan(0.1);
    for (const part of [0.3, 0.6]) {
      const from = Math.floor(kept.length * part);
      expect(foundIn(call.media.heard.pcm(), kept.slice(from, from + PIECE))).toBeGreaterThan(-1);
    }

    await call.sendDtmf('1');
    await call.media.heard.waitForTone(VOICE);
    await call.sendDtmf('#');
    await call.endedByPeer();
    await eventually(async () => (await reasonOf(anne.rest)) === 'available null', { what: 'Anne to be free again' });
    expect(await anne.rest.send('POST', `/voicemails/${String(message.id)}/close`, { code: 'DONE' })).toMatchObject({ state: 'closed' });
    await eventually(
      async () => {
        const steps = (await timelineOf(lab, String(message.callId))).map(({ type }) => type as string);
        return steps.includes('voicemail-claimed') && steps.includes('voicemail-closed');
      },
      { what: 'the journey of the call to tell who took care of the message' },
    );
  }, 90_000);

  it('goes back to the queue when its agent signs out; killed while it is heard, the backend lets the phone go and keeps the claim', async () => {
    const message = await leaveMessage('+33611111702');
    const anne = await atWork('anne');
    expect(await anne.rest.send('POST', '/agent/voicemails/next')).toMatchObject({ id: message.id });
    await anne.rest.send('POST', `/voicemails/${String(message.id)}/play`);
    const call = await anne.phone.nextCall();
    await call.answered();
    await call.media.heard.waitForTone(VOICE);
    await lab.backend.kill();
    await lab.backend.start();
    await call.endedByPeer();
    await eventually(async () => (await reasonOf(anne.rest)) === 'available null', { what: 'Anne to be free again' });
    expect(await anne.rest.get(`/voicemails/${String(message.id)}`)).toMatchObject({ state: 'claimed', agentId: anne.id });
    await anne.rest.send('POST', '/agent/sign-out');
    await eventually(async () => (await lab.rest.get(`/voicemails/${String(message.id)}`)).state === 'new', {
      what: 'the message to be new again',
    });
  }, 90_000);
});
