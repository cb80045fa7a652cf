import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { BaresipPhone } from '../support/sip/baresip-phone.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { TONES, WireLab } from '../support/wire-lab.js';

/** Neither is the tone that greets a phone which stays connected. */
const [FIRST_CALLER, SECOND_CALLER] = [1100, 1300] as const;
const ANNES_VOICE = 1700;

let lab: WireLab;
const phones: BaresipPhone[] = [];

beforeAll(async () => {
  lab = await WireLab.start();
  const messages = { welcomeAudioId: null, whisperAudioId: 'builtin:whisper-incoming' };
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { messages });
}, 300_000);

afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.close()));
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

/** An agent who is signed in with a softphone that picks up by itself. */
async function agentWithSoftphone(login: string, connection: 'per-call' | 'permanent'): Promise<{ id: string; phone: BaresipPhone }> {
  const id = await lab.hire(login, { connection });
  const { username, password } = await lab.rest.get(`/agents/${id}/sip-account`);
  // Refused once, a softphone waits for half a minute before it registers again.
  await eventually(async () => (await lab.onPbx('endpoints')).some((endpoint) => endpoint.resource === username), {
    what: `the account ${String(username)} to be on the PBX`,
    withinMs: 15_000,
  });
  const { baresip } = await labPrograms();
  const phone = await BaresipPhone.start({ baresip, pbx: lab.pbx, username, password, saysHz: ANNES_VOICE });
  phones.push(phone);
  await eventually(async () => (await lab.rest.get(`/agents/${id}/state`)).phoneReachable, {
    what: 'the softphone to be registered',
    withinMs: 15_000,
  }).catch(async (cause: unknown) => {
    throw new Error(await phone.log(), { cause });
  });
  await lab.rest.send('POST', `/agents/${id}/sign-in`);
  return { id, phone };
}

/** Both voices are recognised at the other end; answers what the softphone has heard, in order. */
async function talk(number: string, hz: number, { phone }: { phone: BaresipPhone }): Promise<number[]> {
  const caller = await lab.dial({ from: number, says: { hz } });
  await caller.media.heard.waitForTone(ANNES_VOICE);
  await eventually(async () => (await phone.heard()).some((tone) => isTone(tone.hz, hz)), { what: 'the caller to be heard' });
  expect(caller.media.heard.toneSequence().some((tone) => isTone(tone.hz, TONES['whisper-incoming']))).toBe(false);
  const heard = (await phone.heard()).map((tone) => tone.hz);
  await caller.hangUp();
  expect((await lab.ended(number)).ending).toMatchObject({ how: 'answered', blame: 'caller' });
  return heard;
}

/** What of it was a whisper or a caller, without the rest and without repetitions. */
function inOrder(heard: readonly number[]): number[] {
  const known = heard.flatMap((hz) => [TONES['whisper-incoming'], FIRST_CALLER, SECOND_CALLER].filter((tone) => isTone(hz, tone)));
  return known.filter((hz, index) => hz !== known[index - 1]);
}

function isTone(hz: number, wanted: number): boolean {
  return Math.abs(hz - wanted) <= 12;
}

describe('an agent with a softphone', () => {
  it('that is called for each call hears the whisper and the caller, and is heard', async () => {
    const anne = await agentWithSoftphone('anne', 'per-call');
    for (const [number, voice] of [
      ['+33611111801', FIRST_CALLER],
      ['+33611111802', SECOND_CALLER],
    ] as const) {
      expect(inOrder(await talk(number, voice, anne))).toEqual([TONES['whisper-incoming'], voice]);
      await eventually(async () => (await lab.agentState(anne.id)) === 'available', { what: 'the end of wrap-up' });
    }
    await lab.rest.send('POST', `/agents/${anne.id}/sign-out`);
  });

  it('that stays connected hears both calls of one connection, each after its whisper, and is heard', async () => {
    const bob = await agentWithSoftphone('bob', 'permanent');
    await talk('+33611111803', FIRST_CALLER, bob);
    await eventually(async () => (await lab.agentState(bob.id)) === 'available', { what: 'the end of wrap-up' });
    const heard = await talk('+33611111804', SECOND_CALLER, bob);
    const whisper = TONES['whisper-incoming'];
    expect(inOrder(heard)).toEqual([whisper, FIRST_CALLER, whisper, SECOND_CALLER]);
    await lab.rest.send('POST', `/agents/${bob.id}/sign-out`);
    await lab.atRest();
  });
});
