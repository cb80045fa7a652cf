import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { RestAnswer } from '../support/rest.js';
import { TALKS_HZ, TalkingProgram } from '../support/talking-program.js';
import { messageOf, spokenFor } from '../support/wire-journeys.js';
import { TONES, WireLab } from '../support/wire-lab.js';

/** Who asks for everything, and somebody else who does the same. */
const HERS = { number: '+33611111981', typed: '4711', voice: 1300 };
const HIS = { number: '+33611111982', typed: '4712', voice: 1000 };
const ANNE = 1700;
const FIXED = 'Bonjour et bienvenue.';

let folder: string;
let program: TalkingProgram;
let lab: WireLab;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-talk-'));
  program = new TalkingProgram(folder);
  lab = await WireLab.start({ SPEECH_PROGRAM: program.path });
  const bye = { type: 'enqueue' };
  const nodes = {
    start: { type: 'say', what: 'text', value: FIXED, next: 'ask' },
    ask: {
      ...{ type: 'gather', prompt: [{ audioId: 'builtin:callback-enter-number' }], variable: 'order', minDigits: 4, maxDigits: 4 },
      ...{ answer: 'order', ok: 'say', failed: 'line' },
    },
    say: { type: 'say', what: 'text', value: 'Commande {order} de {caller}.', next: 'line' },
    line: bye,
  };
  const scenario = await lab.rest.send('POST', '/ivr-scenarios', { name: 'Commande', language: 'fr', start: 'start', nodes });
  const strategy = (kind: string): object => ({ kind, audioId: null, scenarioId: null, number: null });
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, {
    messages: { welcomeAudioId: null, menuAudioId: 'builtin:menu-overflow' },
    recording: { mode: 'all', retentionDays: 30 },
    ivr: { beforeQueueId: scenario.id },
    overflow: { waitSeconds: null, loops: null, queueLength: null, strategy: strategy('voicemail') },
  });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

const dataDirectory = (): string => lab.environment['DATA_DIR'] ?? '';

/** The sounds on disk that belong to what was said and heard, with what is being written and what the PBX has. */
function soundsOnDisk(): string[] {
  const places = ['voicemails', 'recordings', 'speech', join('pbx', 'spool')].map((name) => join(dataDirectory(), name));
  const all = places
    .filter((path) => existsSync(path))
    .flatMap((path) => {
      return readdirSync(path, { recursive: true, withFileTypes: true }).map((entry) => ({
        entry,
        path: join(entry.parentPath, entry.name),
      }));
    });
  return all
    .filter(({ entry }) => entry.isFile() && /\.(wav|ulaw|alaw|sln|slin|part)$/.test(entry.name))
    .map(({ path }) => path)
    .sort();
}

/** Files below the data directory that this number stands in, however it is written. */
function filesWith(number: string): string[] {
  const digits = Buffer.from(number.slice(3));
  const files = readdirSync(dataDirectory(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const kept = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.includes(join(dataDirectory(), 'sounds')));
  return kept.filter((path) => readFileSync(path).includes(digits));
}

/** Calls, types an order, hears it said, and talks to Anne; then calls again, leaves a message, and is to be called back. */
async function leavesTraces({ number, typed, voice }: typeof HERS): Promise<void> {
  const anne = await lab.agent('anne', { says: { hz: ANNE } });
  const first = await lab.dial({ from: number, says: { hz: voice } });
  await first.media.heard.waitForTone(TONES['callback-enter-number']);
  await first.sendDtmf(typed);
  await first.media.heard.waitForTone(TALKS_HZ);
  const call = await anne.phone.nextCall();
  await call.answer();
  await call.media.heard.waitForTone(voice, { forMs: 1_000 });
  await first.hangUp();
  const talked = await lab.ended(number);
  await eventually(async () => (await lab.rest.get(`/recordings?callId=${String(talked.id)}`)).total === 1, { what: 'the recording' });
  await lab.clear();

  const second = await lab.dial({ from: number, says: { hz: voice } });
  await second.media.heard.waitForTone(TONES['callback-enter-number']);
  await second.sendDtmf(typed);
  await second.media.heard.waitForTone(TONES['menu-overflow']);
  await second.sendDtmf('1');
  await second.media.heard.waitForTone(TONES['voicemail-greeting']);
  await spokenFor(lab, number, 3_000);
  await second.sendDtmf('#');
  await second.endedByPeer();
  await messageOf(lab, number, voice);
  const notBefore = new Date(Date.now() + 3_600_000).toISOString();
  await lab.rest.send('POST', '/callbacks', { campaignId: lab.campaignId, number, notBefore });
  await eventually(async () => (await exported(number))['callbacks']?.length === 1, { what: 'the callback' });
}

async function exported(number: string): Promise<Record<string, RestAnswer['body'][]>> {
  const { data } = await lab.rest.get(`/personal-data?number=${encodeURIComponent(number)}`);
  return data;
}

describe('somebody who has called, was recorded, left a message and is to be called back', () => {
  it('is told all of it, and is erased: the sounds are off the disk, and what others left stays', async () => {
    await leavesTraces(HERS);
    const before = soundsOnDisk();
    await leavesTraces(HIS);
    const hers = await exported(HERS.number);
    expect(hers).toMatchObject({
      calls: [
        { caller: HERS.number, ending: { how: 'answered' } },
        { caller: HERS.number, ending: { how: 'voicemail' } },
      ],
      recordings: [{ callId: hers['calls']?.[0].id }],
      voicemails: [{ caller: HERS.number }],
      callbacks: [{ number: HERS.number, state: 'waiting' }],
      spokenTexts: [{ callIds: hers['calls']?.map(({ id }) => id) }],
    });
    expect(JSON.stringify(hers)).not.toContain(HIS.number);
    const sounds = soundsOnDisk();
    const nobodys = before.filter((path) => path.includes(join('speech', fixedTextId(before))));
    const { erased } = await lab.rest.send('DELETE', `/personal-data?number=${encodeURIComponent(HERS.number)}`);
    expect(erased).toMatchObject({ calls: 2, recordings: 1, voicemails: 1, callbacks: 1, spokenTexts: 1 });
    const left = soundsOnDisk();
    expect(left).toEqual([...sounds.filter((path) => !before.includes(path)), ...nobodys].sort());
    expect(Object.values(await exported(HERS.number)).flat()).toEqual([]);
    const his = await exported(HIS.number);
    expect([his['calls']?.length, his['recordings']?.length, his['voicemails']?.length]).toEqual([2, 1, 1]);
    const { items: callbacks } = await lab.rest.get('/callbacks');
    expect(callbacks).toMatchObject([{ number: HIS.number, state: 'waiting' }]);
  }, 120_000);

  it('leaves no number in any file of Guichet, once it is stopped and its database is whole', async () => {
    await lab.rest.send('DELETE', `/personal-data?number=${encodeURIComponent(HIS.number)}`);
    await lab.backend.stop();
    expect([...filesWith(HERS.number), ...filesWith(HIS.number)]).toEqual([]);
    await lab.backend.start();
  }, 60_000);
});

/** The text that every caller is told was there before anybody called. */
function fixedTextId(sounds: readonly string[]): string {
  return sounds.map((path) => /speech\/([0-9a-f]{64})\//.exec(path)?.[1]).find((id) => id !== undefined) ?? 'none';
}
