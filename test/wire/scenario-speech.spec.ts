import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { picoProgram } from '../support/pico-program.js';
import { mostLike } from '../support/sip/likeness.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { readWav } from '../support/sip/tone-wav.js';
import { timelineOf } from '../support/wire-journeys.js';
import { TONES, WireLab } from '../support/wire-lab.js';

let folder: string;
let program: string;
let lab: WireLab;
let scenarios = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-pico-'));
  program = await picoProgram(folder);
  lab = await WireLab.start({ SPEECH_PROGRAM: program });
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { messages: { welcomeAudioId: null } });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

const bye = { type: 'hang-up', prompt: [{ audioId: 'builtin:goodbye' }] };
const ask = {
  type: 'gather',
  prompt: [{ audioId: 'builtin:callback-enter-number' }],
  variable: 'order',
  minDigits: 3,
  maxDigits: 3,
  ok: 'say',
  failed: 'bye',
};

/** Callers meet these nodes before the line, from `start` on. */
async function meet(nodes: Readonly<Record<string, object>>): Promise<void> {
  const body = { name: `Paroles ${String((scenarios += 1))}`, language: 'fr', start: 'start', nodes };
  const { id } = await lab.rest.send('POST', '/ivr-scenarios', body);
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, { ivr: { beforeQueueId: id } });
}

/** What a caller heard who typed 471 and listened to the goodbye. */
async function heardBy(from: string): Promise<Int16Array> {
  const caller = await typed471(from);
  await caller.media.heard.waitForTone(TONES.goodbye, { withinMs: 20_000 });
  await caller.endedByPeer();
  return caller.media.heard.pcm();
}

async function typed471(from: string): Promise<SippCaller> {
  const caller = await lab.dial({ from });
  await caller.media.heard.waitForTone(TONES['callback-enter-number']);
  await caller.sendDtmf('471');
  return caller;
}

/** The text as the synthesiser of the machine speaks it, whoever asks. */
async function asSpoken(text: string, language = 'fr'): Promise<Int16Array> {
  const { id } = await lab.rest.send('POST', '/audio/speech', { text, language });
  const response = await lab.rest.open(`/audio/${String(id)}/content`, AbortSignal.timeout(5_000));
  return readWav(Buffer.from(await response.arrayBuffer()));
}

const prompt = (language: string, name: string): Int16Array => readWav(readFileSync(join('sounds', language, `${name}.wav`)));

describe('a caller whom a scenario tells a value', () => {
  it('hears the number that was typed as a number, in the language of the node', async () => {
    await meet({ start: ask, say: { type: 'say', what: 'number', value: '{order}', language: 'en', next: 'bye' }, bye });
    const heard = await heardBy('+33611111741');
    const parts = ['number-400-and', 'number-71'].map((name) => mostLike(heard, prompt('en', name)));
    for (const { likeness } of parts) expect(likeness).toBeGreaterThan(0.9);
    expect(parts.map(({ fromMs }) => fromMs)).toEqual(parts.map(({ fromMs }) => fromMs).sort((one, other) => one - other));
    expect(mostLike(heard, prompt('fr', 'number-71')).likeness).toBeLessThan(0.7);
  });

  it('hears it digit by digit', async () => {
    await meet({ start: ask, say: { type: 'say', what: 'digits', value: '{order}', next: 'bye' }, bye });
    const heard = await heardBy('+33611111742');
    const digits = ['digit-4', 'digit-7', 'digit-1'].map((name) => mostLike(heard, prompt('fr', name)));
    for (const { likeness } of digits) expect(likeness).toBeGreaterThan(0.9);
    expect(digits.map(({ fromMs }) => fromMs)).toEqual(digits.map(({ fromMs }) => fromMs).sort((one, other) => one - other));
    expect(mostLike(heard, prompt('fr', 'digit-9')).likeness).toBeLessThan(0.7);
  });

  it('hears a text with it spoken by the synthesiser, and the fixed text after it', async () => {
    const say = { type: 'say', what: 'text', value: 'Votre commande {order} est prête.', next: 'thanks' };
    const thanks = { type: 'say', what: 'text', value: 'Thank you for calling us.', language: 'en', next: 'bye' };
    await meet({ start: ask, say, thanks, bye });
    const heard = await heardBy('+33611111743');
    const told = mostLike(heard, await asSpoken('Votre commande 471 est prête.'));
    const thanked = mostLike(heard, await asSpoken('Thank you for calling us.', 'en'));
    expect(told.likeness).toBeGreaterThan(0.9);
    expect(thanked.likeness).toBeGreaterThan(0.9);
    expect(thanked.fromMs).toBeGreaterThan(told.fromMs);
    expect(mostLike(heard, await asSpoken('Nos bureaux sont fermés pour inventaire.')).likeness).toBeLessThan(0.7);
  });
});

describe('a caller whom a scenario speaks to', () => {
  it('hears the text again when the backend was killed while it was heard', async () => {
    const say = { type: 'say', what: 'text', value: 'Restez en ligne, nous cherchons votre commande {order}.', next: 'bye' };
    await meet({ start: ask, say, bye });
    const caller = await typed471('+33611111744');
    const since = performance.now();
    await caller.media.heard.waitForSound({ since, forMs: 400 });
    await lab.callFrom('+33611111744', ({ phase }) => phase === 'scenario', 'the scenario in the journal');
    await lab.backend.kill();
    await lab.backend.start();
    await caller.media.heard.waitForTone(TONES.goodbye, { withinMs: 20_000 });
    await caller.endedByPeer();
    const text = await asSpoken('Restez en ligne, nous cherchons votre commande 471.');
    expect(mostLike(caller.media.heard.pcm(since), text).likeness).toBeGreaterThan(0.9);
    expect((await lab.ended('+33611111744')).ending).toMatchObject({ how: 'self-served' });
  });

  it('hears what follows when the synthesiser is no more: the summary turns orange, the log says it once', async () => {
    await meet({ start: ask, say: { type: 'say', what: 'text', value: 'Commande {order}.', next: 'bye' }, bye });
    rmSync(program);
    for (const from of ['+33611111745', '+33611111746']) {
      await heardBy(from);
      const { id, ending } = await lab.ended(from);
      expect(ending).toMatchObject({ how: 'self-served' });
      expect(await timelineOf(lab, id)).toContainEqual(
        expect.objectContaining({ type: 'sound-played', purpose: 'scenario', end: 'unplayable' }),
      );
    }
    const { elements } = await lab.rest.get(`/campaigns/${lab.campaignId}/summary`);
    expect(elements).toContainEqual(expect.objectContaining({ element: 'ivr', light: 'orange', code: 'texts-need-synthesiser' }));
    await eventually(() => lab.backend.printed.includes('is not spoken'), { what: 'the log to say it' });
    expect(lab.backend.printed.split('is not spoken')).toHaveLength(2);
  });
});
