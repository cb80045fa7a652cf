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
  await campaign({ messages: { welcomeAudioId: null, loopSeconds: 5 } });
}, 300_000);

afterEach(async () => {
  // The agents of the next story would call them back.
  for (const { id } of (await lab.rest.get('/callbacks?state=waiting')).items) await lab.rest.send('DELETE', `/callbacks/${String(id)}`);
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
  await carrier.close();
});

async function campaign(changes: object): Promise<void> {
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, changes);
}

const NO_LIMITS = { waitSeconds: null, loops: null, queueLength: null };
const DETERRENT = { kind: 'deterrent', audioId: null, scenarioId: null, number: null };

async function overflowing(kind: string, more: object = {}): Promise<void> {
  await campaign({
    messages: { menuAudioId: 'builtin:menu-overflow', menuScenarioId: null },
    overflow: { ...NO_LIMITS, strategy: { ...DETERRENT, kind, ...more } },
  });
}

/** A caller in line who hears the menu. */
async function inLine(from: string, options: object = {}): Promise<SippCaller> {
  const caller = await lab.dial({ from, ...options });
  await caller.answered();
  await caller.media.heard.waitForTone(TONES['menu-overflow']);
  return caller;
}

describe('a caller in line', () => {
  it('hears the menu on entry and again each loop with music in between, and an agent cuts it short', async () => {
    await overflowing('deterrent');
    const caller = await inLine('+33611111501');
    const since = performance.now() + 2_500;
    await caller.media.heard.waitForSound();
    await caller.media.heard.waitForTone(TONES['menu-overflow'], { since, withinMs: 12_000 });
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: 1700 } });
    await caller.media.heard.waitForTone(1700);
    expect(await lab.agentState(anne.id)).toBe('talking');
    await caller.hangUp();
    const record = await lab.ended('+33611111501');
    expect(record).toMatchObject({ agentId: anne.id, ending: { how: 'answered' } });
  });

  it.each(['rtp', 'info'] as const)('presses 1, sent as %s, and is turned away with the deterrent message', async (by) => {
    await overflowing('deterrent');
    const from = by === 'rtp' ? '+33611111502' : '+33611111503';
    const caller = await inLine(from);
    await caller.sendDtmf('1', by);
    await caller.media.heard.waitForTone(TONES.deterrent);
    await caller.endedByPeer();
    const record = await lab.ended(from);
    expect(record.ending).toEqual({ how: 'deterred', during: 'overflow', blame: 'campaign' });
    const told = (await timelineOf(lab, record.id)).map(({ type }) => type);
    expect(told).toEqual(expect.arrayContaining(['keys-pressed', 'overflowed', 'sound-played', 'call-ended']));
  });

  it('is put through when the agent, who alone hears the whisper, has heard it', async () => {
    await campaign({ messages: { menuAudioId: null, whisperAudioId: 'builtin:whisper-incoming' } });
    const anne = await lab.agent('anne', { says: { hz: 1700 } });
    const caller = await lab.dial({ from: '+33611111505', says: { hz: 1000 } });
    const ringing = await anne.phone.nextCall();
    await ringing.answer();
    await ringing.media.heard.waitForTone(TONES['whisper-incoming']);
    expect(caller.media.heard.tone(1700)).toBe(false);
    await caller.media.heard.waitForTone(1700);
    await ringing.media.heard.waitForTone(1000);
    expect(caller.media.heard.toneSequence().some(({ hz }) => Math.abs(hz - TONES['whisper-incoming']) <= 12)).toBe(false);
    await campaign({ messages: { whisperAudioId: null } });
  });

  it('is told the place', async () => {
    await campaign({ messages: { announcePosition: true, menuAudioId: null } });
    const caller = await lab.dial({ from: '+33611111504' });
    await caller.media.heard.waitForTone(TONES['position-1']);
    await campaign({ messages: { announcePosition: false } });
  });
});

describe('a caller whom the overflow sends on', () => {
  it('talks to another number, which sees who calls', async () => {
    await overflowing('reroute', { number: OFFICE });
    const caller = await inLine('+33611111510', { says: { hz: 1000 } });
    await caller.sendDtmf('1');
    const outbound = await carrier.nextCall();
    expect(outbound.invite.startLine).toContain(OFFICE);
    expect(outbound.fromUser).toBe('+33611111510');
    await outbound.answer();
    await caller.media.heard.waitForTone(1900);
    await outbound.media.heard.waitForTone(1000);
    await outbound.hangUp();
    await caller.endedByPeer();
    expect((await lab.ended('+33611111510')).ending).toEqual({ how: 'rerouted', during: 'rerouting', blame: 'campaign' });
  });

  it('goes on talking there when the backend is killed', async () => {
    await overflowing('reroute', { number: OFFICE });
    const caller = await inLine('+33611111511');
    await caller.sendDtmf('1');
    const outbound = await carrier.nextCall();
    await outbound.answer();
    await caller.media.heard.waitForTone(1900);
    await lab.callFrom('+33611111511', (call) => call.phase === 'rerouting', 'the reroute in the journal');
    await lab.backend.kill();
    await lab.backend.start();
    await caller.media.heard.waitForTone(1900);
    await caller.hangUp();
    await outbound.endedByPeer();
    expect((await lab.ended('+33611111511')).ending.how).toBe('rerouted');
  });

  it('is back in the line when the number is forbidden: it is never dialled', async () => {
    await overflowing('reroute', { number: '+33899123456' });
    const before = carrier.calls.length;
    const caller = await inLine('+33611111512');
    await caller.sendDtmf('1');
    await lab.callFrom('+33611111512', (call) => call.phase === 'waiting', 'the caller to be back in the line');
    await caller.media.heard.waitForTone(TONES['menu-overflow'], { withinMs: 15_000 });
    expect(carrier.calls).toHaveLength(before);
  });

  it('leaves the calling number to be called back on, once', async () => {
    await overflowing('callback');
    const caller = await inLine('+33611111513');
    await caller.sendDtmf('1');
    await caller.media.heard.waitForTone(TONES['callback-offer']);
    await caller.sendDtmf('1');
    await caller.media.heard.waitForTone(TONES['callback-accepted']);
    await caller.endedByPeer();
    expect((await lab.ended('+33611111513')).ending).toEqual({ how: 'callback', during: 'callback', blame: 'campaign' });
    const { items } = await lab.rest.get(`/callbacks?campaignId=${lab.campaignId}&state=waiting`);
    expect(items).toMatchObject([{ number: '+33611111513', queueId: lab.queueId }]);
  });

  it('types another number and confirms it when it was read back', async () => {
    await overflowing('callback');
    const caller = await inLine('+33611111514');
    await caller.sendDtmf('1');
    await caller.media.heard.waitForTone(TONES['callback-offer']);
    await caller.sendDtmf('2');
    await caller.media.heard.waitForTone(TONES['callback-enter-number']);
    await caller.sendDtmf('0472000011#');
    await caller.media.heard.waitForTone(TONES['callback-read-back-intro']);
    await caller.sendDtmf('1');
    await caller.media.heard.waitForTone(TONES['callback-accepted']);
    await caller.endedByPeer();
    const { items } = await lab.rest.get(`/callbacks?campaignId=${lab.campaignId}&state=waiting`);
    expect(items.map(({ number }: { number: string }) => number)).toContain('+33472000011');
  });

  it('leaves a message, which is safe before goodbye and heard again as it was said', async () => {
    await overflowing('voicemail');
    const caller = await inLine('+33611111515', { says: { hz: 1300 } });
    await caller.sendDtmf('1');
    await caller.media.heard.waitForTone(TONES['voicemail-greeting']);
    await spokenFor(lab, '+33611111515', 3_000);
    await caller.sendDtmf('#');
    await caller.media.heard.waitForTone(TONES['voicemail-goodbye']);
    await messageOf(lab, '+33611111515', 1300);
    await caller.endedByPeer();
    expect((await lab.ended('+33611111515')).ending).toEqual({ how: 'voicemail', during: 'voicemail', blame: 'campaign' });
  });

  it('has left the message by hanging up, also while the backend is dead', async () => {
    await overflowing('voicemail');
    const caller = await inLine('+33611111516', { says: { hz: 1300 } });
    await caller.sendDtmf('1');
    await spokenFor(lab, '+33611111516', 7_000);
    await lab.backend.kill();
    await caller.hangUp();
    await lab.backend.start();
    await messageOf(lab, '+33611111516', 1300);
    expect((await lab.ended('+33611111516')).ending.how).toBe('voicemail');
  });
});

describe('a caller in a scenario', () => {
  it('chooses by a key, is served by an agent of the line, and marks the agent in the survey afterwards', async () => {
    const made = await lab.rest.send('POST', '/ivr-scenarios', {
      name: 'Accueil',
      language: 'fr',
      start: 'menu',
      nodes: {
        menu: {
          type: 'menu',
          prompt: [{ audioId: 'builtin:callback-offer' }],
          choices: [{ key: '1', next: 'line' }],
          timeoutSeconds: 5,
          retries: 1,
          onTimeout: 'bye',
          onInvalid: 'bye',
        },
        line: { type: 'enqueue', priorityOffset: 3 },
        bye: { type: 'hang-up', prompt: [{ audioId: 'builtin:goodbye' }] },
      },
    });
    const survey = await lab.rest.send('POST', '/ivr-scenarios', {
      name: 'Enquête',
      language: 'fr',
      start: 'mark',
      nodes: {
        mark: {
          type: 'gather',
          prompt: [{ audioId: 'builtin:callback-confirm' }],
          variable: 'mark',
          minDigits: 1,
          maxDigits: 1,
          answer: 'mark',
          ok: 'end',
          failed: 'end',
        },
        end: { type: 'end' },
      },
    });
    await campaign({ messages: { menuAudioId: null }, ivr: { beforeQueueId: made.id, afterAgentHangupId: survey.id } });
    const anne = await lab.agent('anne', { says: { hz: 1700 } });
    const caller = await lab.dial({ from: '+33611111520' });
    await caller.media.heard.waitForTone(TONES['callback-offer']);
    await caller.sendDtmf('1');
    const ringing = await anne.phone.nextCall();
    await ringing.answer();
    await caller.media.heard.waitForTone(1700);
    await ringing.hangUp();
    await caller.media.heard.waitForTone(TONES['callback-confirm']);
    await caller.sendDtmf('5');
    await caller.endedByPeer();
    const record = await lab.ended('+33611111520');
    expect(record.ending).toMatchObject({ how: 'answered', blame: 'agent' });
    expect(await timelineOf(lab, record.id)).toContainEqual(
      expect.objectContaining({ type: 'scenario-ended', use: 'survey', answers: { mark: '5' } }),
    );
    await campaign({ ivr: { beforeQueueId: null, afterAgentHangupId: null } });
  });

  const transferring = async (): Promise<void> => {
    const nodes = {
      office: { type: 'transfer', number: OFFICE, failed: 'bye' },
      bye: { type: 'hang-up', prompt: [{ audioId: 'builtin:goodbye' }] },
    };
    const { id } = await lab.rest.send('POST', '/ivr-scenarios', { name: 'Renvoi', language: 'fr', start: 'office', nodes });
    await campaign({ ivr: { beforeQueueId: id } });
  };

  it('hears what the scenario says where the number that it transfers to is busy; whoever hangs up while it rings leaves it at once', async () => {
    await transferring();
    const patient = await lab.dial({ from: '+33611111521' });
    await (await carrier.nextCall()).refuse(486);
    await patient.media.heard.waitForTone(TONES.goodbye);
    await patient.endedByPeer();
    expect((await lab.ended('+33611111521')).ending).toMatchObject({ how: 'self-served' });

    const caller = await lab.dial({ from: '+33611111522' });
    const ringing = await carrier.nextCall();
    await caller.answered();
    await caller.hangUp();
    await ringing.cancelled(2_000);
    const record = await lab.ended('+33611111522');
    expect(record.ending).toEqual({ how: 'abandoned', during: 'rerouting', blame: 'caller' });
    expect((await timelineOf(lab, record.id)).map(({ type }) => type)).toContain('reroute-dialled');
    await lab.atRest();
    await campaign({ ivr: { beforeQueueId: null } });
  });
});
