import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { builtProgram } from '../support/built-program.js';
import { eventually } from '../support/eventually.js';
import { OwnAsterisk } from '../support/own-asterisk.js';
import { labPrograms } from '../support/sip/lab-programs.js';
import { SippAgent } from '../support/sip/sipp-agent.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { recogniseSequence } from '../support/sip/tone-analysis.js';
import { makeTonePrompt } from '../support/sip/tone-wav.js';
import { TalkingProgram, TALKS_HZ } from '../support/talking-program.js';
import { freeUdpPort, LOOPBACK } from '../support/sip/udp-socket.js';
import { wavFile } from '../support/wav-files.js';
import { ARI, WireLab } from '../support/wire-lab.js';

/** What two uploads sound like, and a sound that the PBX has by itself; no prompt of Guichet is made of such tones. */
const MELODIES = {
  welcome: [{ hz: 500 }, { hz: 1_100 }, { hz: 700 }, { hz: 1_300 }],
  hold: [{ hz: 900 }, { hz: 600 }, { hz: 1_500 }],
  ownSound: [{ hz: 1_400 }, { hz: 800 }, { hz: 1_200 }],
};
const ON_PBX = 'custom/summer';
const TONE_SECONDS = 0.3;
const STUDIO_RATE = 44_100;

/** A recording as a studio sends it: 24 bits, 44.1 kHz, two channels. Twice the melody: a busy machine may swallow a packet. */
function recording(tones: readonly { readonly hz: number }[]): Buffer {
  const perTone = STUDIO_RATE * TONE_SECONDS;
  return wavFile({ sampleRate: STUDIO_RATE, bits: 24, channels: 2, extensible: true }, perTone * tones.length * 2, (n) => {
    const hz = tones[Math.floor(n / perTone) % tones.length]?.hz ?? 0;
    return 0.4 * Math.sin((2 * Math.PI * hz * n) / STUDIO_RATE);
  });
}

async function hears(caller: SippCaller, melody: keyof typeof MELODIES, since = 0): Promise<void> {
  const heard = (): { readonly hz: number }[] => caller.media.heard.toneSequence(since);
  try {
    await eventually(() => recogniseSequence(heard(), MELODIES) === melody, { what: `the melody ${melody}`, withinMs: 20_000 });
  } catch (cause) {
    throw new Error(`the caller heard ${JSON.stringify(heard())} instead of ${melody}`, { cause });
  }
}

interface Place {
  readonly lab: WireLab;
  /** Where the PBX looks for its own sounds. */
  readonly sounds: string;
  readonly cli: (...words: string[]) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

function tellTheStories(start: (environment: Readonly<Record<string, string>>) => Promise<Place>): void {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-talk-'));
  let lab: WireLab;
  let stop: () => Promise<void> = async () => undefined;
  let sounds: { readonly welcome: string; readonly hold: string };

  beforeAll(async () => {
    const place = await start({ SPEECH_PROGRAM: new TalkingProgram(folder).path });
    ({ lab, stop } = place);
    const tones = MELODIES.ownSound.map(({ hz }) => ({ hz, ms: TONE_SECONDS * 1_000 }));
    mkdirSync(join(place.sounds, 'fr', 'custom'), { recursive: true });
    await makeTonePrompt(join(place.sounds, 'fr', ON_PBX), tones);
    await place.cli('core', 'reload');
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
    rmSync(folder, { recursive: true, force: true });
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

  it('a caller hears a sound that was on the PBX already', async () => {
    await eventually(async () => (await lab.rest.get('/audio/pbx?search=custom/')).items[0]?.id === `pbx:${ON_PBX}`, {
      what: 'the PBX to list the sound',
    });
    await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { messages: { welcomeAudioId: `pbx:${ON_PBX}` } });
    const caller = await lab.dial({ from: '+33611111403' });
    await caller.earlyMedia();
    await hears(caller, 'ownSound');
    await caller.answered();
  });

  it('a caller hears a text that a synthesiser spoke, wherever the PBX has it from', async () => {
    const nodes = {
      start: { type: 'say', what: 'text', value: 'Bonjour {caller}.', next: 'bye' },
      bye: { type: 'hang-up', prompt: [{ audioId: 'builtin:goodbye' }] },
    };
    const { id } = await lab.rest.send('POST', '/ivr-scenarios', { name: 'Bonjour', language: 'fr', start: 'start', nodes });
    await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { messages: { welcomeAudioId: null }, ivr: { beforeQueueId: id } });
    for (const from of ['+33611111404', '+33611111405']) {
      const caller = await lab.dial({ from });
      await caller.media.heard.waitForTone(TALKS_HZ);
      await caller.endedByPeer();
      expect((await lab.ended(from)).ending).toMatchObject({ how: 'self-served' });
    }
    await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { ivr: { beforeQueueId: null } });
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
  tellTheStories(async (environment) => {
    const lab = await WireLab.start(environment);
    return {
      lab,
      sounds: join(lab.environment['DATA_DIR'] ?? '', 'pbx/share/sounds'),
      cli: (...words) =>
        promisify(execFile)(process.execPath, [builtProgram('wiring/pbx-command.js'), 'cli', ...words], {
          env: { ...process.env, ...lab.environment },
        }),
      stop: () => lab.stop(),
    };
  });
});

describe('on an operator’s own Asterisk, which fetches sounds from us', () => {
  tellTheStories(async (environment) => {
    const { sipp } = await labPrograms();
    const sip = { host: LOOPBACK, port: await freeUdpPort() };
    const carrier = await SippAgent.listen({ sipp, pbx: sip, username: 'carrier', password: '', says: 'silence' });
    const pbx = await OwnAsterisk.start({ sip, carrier: carrier.address, ariPassword: ARI.password });
    const lab = await WireLab.start({
      ...environment,
      ...{ ARI_URL: pbx.ariUrl, ARI_USER: 'guichet', ARI_PASSWORD: ARI.password },
      PBX_SIP_PORT: String(sip.port),
    });
    return {
      lab,
      sounds: dirname(dirname(pbx.prompts('fr'))),
      cli: (...words) => pbx.cli(words.join(' ')),
      stop: async () => {
        await lab.stop();
        await pbx.stop();
        await carrier.close();
      },
    };
  });
});
