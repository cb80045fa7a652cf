import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { DESK_PHONE, OwnAsterisk } from '../support/own-asterisk.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import { makeTonePrompt } from '../support/sip/tone-wav.js';
import { freeUdpPort, LOOPBACK } from '../support/sip/udp-socket.js';
import { ARI, TONES, WireLab, type LabAgent } from '../support/wire-lab.js';

/** What the phone of the operator's own PBX says, the telephones behind the trunk, and callers. */
const [DESK_VOICE, OUTSIDE_VOICE, CALLERS_VOICE] = [1500, 1900, 1000] as const;
const APOLOGY_AFTER_SECONDS = 3;
/** What the backend says of a dialplan of ours that is too old. */
const NOT_HELD = 'does not hold people whom Guichet calls';

let carrier: SippAgent;
let desk: SippAgent;
let pbx: OwnAsterisk;
let lab: WireLab;

beforeAll(async () => {
  const { sipp } = await labPrograms();
  const sip = { host: LOOPBACK, port: await freeUdpPort() };
  carrier = await SippAgent.listen({ sipp, pbx: sip, username: 'carrier', password: '', says: { hz: OUTSIDE_VOICE } });
  pbx = await OwnAsterisk.start({
    sip,
    carrier: carrier.address,
    ariPassword: ARI.password,
    globals: { GUICHET_APOLOGY_AFTER_SECONDS: String(APOLOGY_AFTER_SECONDS) },
  });
  for (const [name, hz] of Object.entries(TONES)) await makeTonePrompt(join(pbx.prompts('fr'), name), [{ hz, ms: 2_000 }]);
  lab = await WireLab.start({
    ARI_URL: pbx.ariUrl,
    ARI_USER: 'guichet',
    ARI_PASSWORD: ARI.password,
    TRUNK_ENDPOINT: 'PJSIP/{number}@your-trunk',
    PBX_SIP_PORT: String(sip.port),
  });
  desk = await SippAgent.register({ sipp, pbx: sip, ...DESK_PHONE, says: { hz: DESK_VOICE } });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await desk.close();
  await lab.stop();
  await pbx.stop();
  await carrier.close();
});

/** An agent in the queue and signed in, at a phone that Guichet does not keep. */
async function agentWith(login: string, phone: SippAgent, settings: Readonly<Record<string, unknown>>): Promise<LabAgent> {
  const agent = { id: await lab.hire(login, settings), login, phone };
  lab.agents.push(agent);
  await lab.rest.send('POST', `/agents/${agent.id}/sign-in`);
  return agent;
}

/** An agent who answers on a telephone of the public network. */
function agentAt(number: string, login: string): Promise<LabAgent> {
  return agentWith(login, carrier, { phone: { kind: 'number', number } });
}

describe('on an operator’s own Asterisk, set up by the guide alone', () => {
  it('the operator sees what the guide promises: the dialplan, and Guichet among the applications', async () => {
    expect(await pbx.cli('dialplan show guichet-inbound')).toContain('Stasis');
    expect(await pbx.cli('dialplan show guichet-agents')).toContain('Stasis');
    expect(await pbx.cli('dialplan show guichet-outbound')).toContain('Stasis');
    expect(lab.backend.printed).not.toContain(NOT_HELD);
    expect(await pbx.cli('ari show apps')).toMatch(/^guichet\b/m);
    expect(
      pbx
        .log()
        .split('\n')
        .filter((line) => /guichet/i.test(line.replaceAll(pbx.directory, ''))),
    ).toEqual([]);
  });

  it('a caller of the trunk hears the welcome before being answered, waits with music, and talks to an agent at a SIP phone', async () => {
    const caller = await lab.dial({ from: '+33611111301', says: { hz: 1000 } });
    await caller.earlyMedia();
    await caller.media.heard.waitForTone(TONES.welcome);
    expect(caller.steps.has('answered')).toBe(false);
    await caller.answered();
    await caller.media.heard.waitForSound();

    const anne = await lab.agent('anne', { says: { hz: 1700 } });
    const ringing = await anne.phone.nextCall();
    expect(ringing.fromUser).toBe('+33611111301');
    await ringing.answer();
    await caller.media.heard.waitForTone(1700);
    await ringing.media.heard.waitForTone(1000);
    await ringing.hangUp();
    await caller.endedByPeer();
    expect((await lab.ended('+33611111301')).ending).toEqual({ how: 'answered', during: 'conversation', blame: 'agent' });
  });

  it('a caller is connected to an agent at a telephone number, who is called through the trunk and sees the caller’s number', async () => {
    const anne = await agentAt('+33472000001', 'anne');
    const caller = await lab.dial({ from: '+33611111302', says: { hz: 1000 } });
    const outbound = await carrier.nextCall();
    expect(outbound.invite.startLine).toContain(`sip:+33472000001@${LOOPBACK}`);
    expect(outbound.fromUser).toBe('+33611111302');
    await outbound.answer();
    await caller.media.heard.waitForTone(1900);
    await outbound.media.heard.waitForTone(1000);
    expect(await lab.agentState(anne.id)).toBe('talking');
    await caller.hangUp();
    await outbound.endedByPeer();
    expect((await lab.ended('+33611111302')).ending).toMatchObject({ how: 'answered', blame: 'caller' });
  });

  it('an agent at a number that may not be dialled is never called: the caller waits for somebody else', async () => {
    const before = carrier.calls.length;
    await agentAt('+33472000009', 'forbidden');
    await lab.rest.send('PUT', '/dial-policy', { allowedPrefixes: ['+33'], deniedPrefixes: ['+33472000009'] });
    const caller = await lab.dial({ from: '+33611111303' });
    await lab.callFrom('+33611111303', (call) => call.queuedAt !== null, 'the caller to be queued');
    await eventually(() => lab.backend.printed.includes('dial policy'), { what: 'a word about the refusal in the log' });
    await agentAt('+33472000002', 'bob');
    const outbound = await carrier.nextCall();
    expect(outbound.invite.startLine).toContain('+33472000002');
    await outbound.answer();
    await caller.media.heard.waitForTone(1900);
    expect(carrier.calls).toHaveLength(before + 1);
  });

  it('an agent at a phone that the operator keeps takes a caller, puts them on hold and sends them on with its keys', async () => {
    const bob = await agentAt('+33472000003', 'bob');
    await lab.rest.send('PATCH', `/agents/${bob.id}`, { extension: '203' });
    await lab.rest.send('POST', `/agents/${bob.id}/pause`, {});
    const anne = await agentWith('anne', desk, { phone: { kind: 'endpoint', endpoint: `PJSIP/${DESK_PHONE.username}` } });
    const caller = await lab.dial({ from: '+33611111308', says: { hz: CALLERS_VOICE } });
    const call = await desk.nextCall();
    expect([call.fromUser, call.display]).toEqual(['+33611111308', expect.stringContaining('Support')]);
    await call.answer();
    await caller.media.heard.waitForTone(DESK_VOICE);
    await call.media.heard.waitForTone(CALLERS_VOICE);

    expect((await call.hold()).status).toBe(200);
    await call.media.heard.waitForSilence();
    expect((await call.unhold()).status).toBe(200);
    await caller.media.heard.waitForTone(DESK_VOICE, { forMs: 1_000 });

    await lab.rest.send('POST', `/agents/${bob.id}/resume`);
    expect((await call.refer(`sip:203@${LOOPBACK}`)).status).toBe(202);
    const bobs = await carrier.nextCall();
    expect(bobs.invite.startLine).toContain('+33472000003');
    await bobs.answer();
    await caller.media.heard.waitForTone(OUTSIDE_VOICE, { forMs: 1_000 });
    expect(['wrap-up', 'available']).toContain(await lab.agentState(anne.id));
    await bobs.hangUp();
    await caller.endedByPeer();
    await call.hangUp();
    expect((await lab.ended('+33611111308')).ending).toEqual({ how: 'answered', during: 'conversation', blame: 'agent' });
  });

  it.each([
    ['a phone that the operator keeps', '+33611111309'],
    ['a telephone behind the trunk', '+33611111310'],
  ])(
    'an agent who stays connected at %s takes two calls on the call of the sign-in, and is signed out by hanging up',
    async (kind, from) => {
      const [phone, voice, settings] = kind.includes('operator')
        ? ([desk, DESK_VOICE, { kind: 'endpoint', endpoint: `PJSIP/${DESK_PHONE.username}` }] as const)
        : ([carrier, OUTSIDE_VOICE, { kind: 'number', number: '+33472000004' }] as const);
      const before = phone.calls.length;
      phone.behaviour = { does: 'answer' };
      const anne = await agentWith('anne', phone, { phone: settings, connection: 'permanent' });
      phone.behaviour = { does: 'ring' };
      const seat = await phone.nextCall();
      for (const by of ['caller', 'supervisor']) {
        const caller = await lab.dial({ from, says: { hz: CALLERS_VOICE } });
        await caller.media.heard.waitForTone(voice, { forMs: 1_000 });
        await seat.media.heard.waitForTone(CALLERS_VOICE);
        if (by === 'caller') await caller.hangUp();
        else await lab.rest.send('POST', `/agents/${anne.id}/call/hang-up`);
        await caller.ended();
        await eventually(async () => (await lab.agentState(anne.id)) === 'available', { what: 'the end of wrap-up' });
        expect((await lab.ended(from)).ending).toMatchObject({ how: 'answered', blame: by });
      }
      expect([phone.calls.length, seat.isOver]).toEqual([before + 1, false]);
      await seat.hangUp();
      const signedOut = async (): Promise<boolean> => (await lab.rest.get(`/agents/${anne.id}/state`)).reason === 'phone-dropped';
      await eventually(signedOut, { what: 'the agent to be signed out, and why' });
    },
  );

  it('a caller who comes while Guichet is away waits with music, hears the apology in the end and is released', async () => {
    await lab.backend.stop();
    const caller = await lab.dial({ from: '+33611111304' });
    await caller.answered();
    const answered = performance.now();
    await caller.media.heard.waitForSound();
    await caller.media.heard.waitForTone(TONES.apology);
    expect(performance.now() - answered).toBeGreaterThan((APOLOGY_AFTER_SECONDS - 0.5) * 1_000);
    await caller.endedByPeer();
    await lab.atRest();
    await lab.backend.start();
  });

  it('a caller who comes while Guichet is away is served as soon as it is back', async () => {
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: 1700 } });
    await pbx.cli('dialplan set global GUICHET_APOLOGY_AFTER_SECONDS 120');
    await lab.backend.stop();
    const caller = await lab.dial({ from: '+33611111305' });
    await caller.answered();
    await lab.backend.start();
    await caller.media.heard.waitForTone(1700);
    expect((await anne.phone.nextCall()).fromUser).toBe('+33611111305');
  });

  it('an agent who answers while Guichet is away hears music, then the apology, and is released', async () => {
    await pbx.cli('dialplan set global GUICHET_APOLOGY_AFTER_SECONDS 3');
    const anne = await lab.agent('anne', { says: { hz: 1700 } });
    const caller = await lab.dial({ from: '+33611111306' });
    const ringing = await anne.phone.nextCall();
    await lab.kill();
    await ringing.answer();
    await ringing.media.heard.waitForSound();
    await ringing.media.heard.waitForTone(TONES.apology);
    await ringing.endedByPeer();
    await caller.hangUp();
    await lab.atRest();
    await lab.backend.start();
  });

  it('the log says when the dialplan is of a version before, and callers are served all the same', async () => {
    await lab.backend.stop();
    await pbx.cli('dialplan remove context guichet-outbound');
    await lab.backend.start();
    await eventually(() => lab.backend.printed.includes(NOT_HELD), { what: 'a word about the dialplan in the log' });
    const anne = await lab.agent('anne', { says: { hz: 1700 } });
    const caller = await lab.dial({ from: '+33611111307', says: { hz: 1000 } });
    const ringing = await anne.phone.nextCall();
    await ringing.answer();
    await caller.media.heard.waitForTone(1700);
    await ringing.media.heard.waitForTone(1000);
    await caller.hangUp();
    await ringing.endedByPeer();
  });
});
