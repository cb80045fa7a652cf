import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { OwnAsterisk } from '../support/own-asterisk.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { recogniseSequence } from '../support/sip/tone-analysis.js';
import { freeUdpPort, LOOPBACK } from '../support/sip/udp-socket.js';
import { wavFile } from '../support/wav-files.js';
import { ARI, WireLab } from '../support/wire-lab.js';

/** What two uploads sound like; no prompt of Guichet is made of such tones. */
const MELODIES = {
  welcome: [{ hz: 500 }, { hz: 1_100 }, { hz: 700 }, { hz: 1_300 }],
  hold: [{ hz: 900 }, { hz: 600 }, { hz: 1_500 }],
};
const TONE_SECONDS = 0.3;
const STUDIO_RATE = 44_100;

/** A recording as a studio sends it: 24 bits, 44.1 kHz, two channels. */
function recording(tones: readonly { readonly hz: number }[]): Buffer {
  const perTone = STUDIO_RATE * TONE_SECONDS;
  return wavFile({ sampleRate: STUDIO_RATE, bits: 24, channels: 2, extensible: true }, perTone * tones.length, (n) => {
    const hz = tones[Math.floor(n / perTone)]?.hz ?? 0;
    return 0.4 * Math.sin((2 * Math.PI * hz * n) / STUDIO_RATE);
  });
}

async function hears(caller: SippCaller, melody: keyof typeof MELODIES, since = 0): Promise<void> {
  await eventually(() => recogniseSequence(caller.media.heard.toneSequence(since), MELODIES) === melody, {
    what: `the caller to hear the ${melody} melody (heard ${JSON.stringify(caller.media.heard.toneSequence(since))})`,
    withinMs: 20_000,
  });
}

function tellTheStories(start: () => Promise<{ lab: WireLab; stop: () => Promise<void> }>): void {
  let lab: WireLab;
  let stop: () => Promise<void> = async () => undefined;
  let sounds: Record<keyof typeof MELODIES, string>;

  beforeAll(async () => {
    ({ lab, stop } = await start());
    const [welcome, hold] = [
      await lab.rest.upload(recording(MELODIES.welcome), 'Accueil'),
      await lab.rest.upload(recording(MELODIES.hold), 'Attente'),
    ];
    sounds = { welcome: String(welcome.id), hold: String(hold.id) };
    await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, {
      messages: { welcomeAudioId: sounds.welcome, holdAudioId: sounds.hold },
    });
  }, 300_000);

  afterEach(async () => {
    await lab.clear();
  });

  afterAll(async () => {
    await stop();
  });

  it('a caller hears the uploaded welcome before the answer, and the uploaded music again and again until an agent comes', async () => {
    const caller = await lab.dial({ from: '+33611111401' });
    await caller.earlyMedia();
    await hears(caller, 'welcome');
    await caller.answered();
    await hears(caller, 'hold', performance.now());
    await hears(caller, 'hold', performance.now());
    await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: 1_700 } });
    await caller.media.heard.waitForTone(1_700);
  });

  it('a caller whose campaign lost its sounds is served all the same', async () => {
    const [lost] = [await lab.rest.upload(recording(MELODIES.welcome), 'Perdu')];
    await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { messages: { welcomeAudioId: lost.id, holdAudioId: lost.id } });
    rmSync(join(lab.environment['DATA_DIR'] ?? '', 'audio', String(lost.id)), { recursive: true });
    expect((await lab.rest.get(`/audio/${String(lost.id)}`)).present).toBe(false);
    const caller = await lab.dial({ from: '+33611111402' });
    await caller.answered();
    await caller.media.heard.waitForSound();
    await lab.agent('anne', { behaviour: { does: 'answer' }, says: { hz: 1_700 } });
    await caller.media.heard.waitForTone(1_700);
    await caller.hangUp();
    expect((await lab.ended('+33611111402')).ending).toMatchObject({ how: 'answered', blame: 'caller' });
  });
}

describe('on the embedded PBX', () => {
  tellTheStories(async () => {
    const lab = await WireLab.start();
    return { lab, stop: () => lab.stop() };
  });
});

describe('on an operator’s own Asterisk, which fetches sounds from us', () => {
  tellTheStories(async () => {
    const { sipp } = await labPrograms();
    const sip = { host: LOOPBACK, port: await freeUdpPort() };
    const carrier = await SippAgent.listen({ sipp, pbx: sip, username: 'carrier', password: '', says: 'silence' });
    const pbx = await OwnAsterisk.start({ sip, carrier: carrier.address, ariPassword: ARI.password });
    const lab = await WireLab.start({
      ...{ ARI_URL: pbx.ariUrl, ARI_USER: 'guichet', ARI_PASSWORD: ARI.password },
      PBX_SIP_PORT: String(sip.port),
    });
    return {
      lab,
      stop: async () => {
        await lab.stop();
        await pbx.stop();
        await carrier.close();
      },
    };
  });
});
