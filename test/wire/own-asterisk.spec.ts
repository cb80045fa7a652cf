import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { OwnAsterisk } from '../support/own-asterisk.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import { makeTonePrompt } from '../support/sip/tone-wav.js';
import { freeUdpPort, LOOPBACK } from '../support/sip/udp-socket.js';
import { ARI, TONES, WireLab, type LabAgent } from '../support/wire-lab.js';

const APOLOGY_AFTER_SECONDS = 3;
/** What the backend says of a dialplan of ours that is too old. */
const NOT_HELD = 'does not hold people whom Guichet calls';

let carrier: SippAgent;
let pbx: OwnAsterisk;
let lab: WireLab;

beforeAll(async () => {
  const { sipp } = await labPrograms();
  const sip = { host: LOOPBACK, port: await freeUdpPort() };
  carrier = await SippAgent.listen({ sipp, pbx: sip, username: 'carrier', password: '', says: { hz: 1900 } });
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
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
  await pbx.stop();
  await carrier.close();
});

/** An agent who answers on a telephone of the public network. */
async function agentAt(number: string, login: string): Promise<LabAgent> {
  const { id } = await lab.rest.send('POST', '/agents', {
    login,
    password: `password of ${login}`,
    displayName: login,
    role: 'agent',
    phone: { kind: 'number', number },
  });
  const agent = { id: String(id), login, phone: carrier };
  lab.agents.push(agent);
  await lab.rest.send('PUT', `/queues/${lab.queueId}/agents/${agent.id}`);
  await lab.rest.send('POST', `/agents/${agent.id}/sign-in`);
  return agent;
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
