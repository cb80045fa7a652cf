import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../../../test/support/eventually.js';
import { SilentLog } from '../../../test/support/silent-log.js';
import { TalkingProgram } from '../../../test/support/talking-program.js';
import { VirtualClock } from '../../../test/support/virtual-clock.js';
import { brandId, type CallId } from '../../core/kernel/ids.js';
import { parseConfiguration } from '../../platform/config/parse-configuration.js';
import { NumberMentions } from '../../platform/personal-data/number-mentions.js';
import { PersonalDataSources } from '../../platform/personal-data/personal-data-sources.js';
import { SpeechShelf } from './speech-shelf.js';
import { SpokenTextsService } from './spoken-texts.service.js';

let folder: string;
let program: TalkingProgram;
let clock: VirtualClock;
let log: SilentLog;
let texts: SpokenTextsService;
let sources: PersonalDataSources;

async function start(): Promise<void> {
  sources = new PersonalDataSources();
  texts = new SpokenTextsService(parseConfiguration({ DATA_DIR: folder, SPEECH_PROGRAM: program.path }), clock, log, sources);
  await texts.onModuleInit();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-texts-'));
  program = new TalkingProgram(folder);
  clock = new VirtualClock();
  log = new SilentLog();
  await start();
});

afterEach(() => {
  texts.onModuleDestroy();
  rmSync(folder, { recursive: true, force: true });
});

const bonjour = { text: 'Bonjour.', language: 'fr' } as const;
const asked = (text: string = bonjour.text, secret = false): ReturnType<SpokenTextsService['spoken']> =>
  texts.spoken({ text, language: 'fr', secret, tellsOf: null, withinSeconds: 3 });
const toldIn = (callId: string, text: string): ReturnType<SpokenTextsService['spoken']> =>
  texts.spoken({ text, language: 'fr', secret: false, tellsOf: brandId<CallId>(callId), withinSeconds: 3 });
const idOf = (sound: Awaited<ReturnType<typeof asked>>): string => (sound?.kind === 'speech' ? sound.speechId : 'none');
const onDisk = (): string[] => readdirSync(join(folder, 'speech')).sort();

describe('Callers who are told the same', () => {
  it('hear one sound that was made once, also after a restart', async () => {
    const sounds = await Promise.all([asked(), asked(), asked()]);
    expect(new Set(sounds.map(idOf)).size).toBe(1);
    const id = idOf(sounds[0] ?? null);
    expect(readdirSync(join(folder, 'speech', id))).toEqual(expect.arrayContaining(['sound.alaw', 'sound.ulaw', 'sound.wav']));
    texts.onModuleDestroy();
    await start();
    expect(idOf(await asked())).toBe(id);
    expect(program.spoken).toEqual([' Bonjour.']);
    expect(idOf(await texts.spoken({ ...bonjour, language: 'en', secret: false, tellsOf: null, withinSeconds: 3 }))).not.toBe(id);
  });

  it('hear what was prepared, even when the synthesiser is no more; other texts are passed over, and the log says it once', async () => {
    texts.prepare([bonjour]);
    await eventually(() => onDisk().some((id) => texts.playableFile(id) !== null), { what: 'the text to be prepared' });
    program.uninstall();
    expect(texts.canSpeak()).toBe(false);
    expect(await asked()).toMatchObject({ kind: 'speech' });
    expect(texts.troubleWith({ fixed: [bonjour], varying: false })).toBeNull();
    expect(texts.troubleWith({ fixed: [bonjour], varying: true })).toBe('no-program');
    for (const text of ['Au revoir.', 'Merci.']) expect(await asked(text)).toBeNull();
    expect(log.complaints).toHaveLength(1);
  });
});

describe('A text that is not spoken', () => {
  it('is passed over, is told by the light and once by the log, and is tried again for the next caller', async () => {
    program.install('exit 3');
    expect([await asked(), await asked()]).toEqual([null, null]);
    expect(log.complaints).toHaveLength(1);
    expect(texts.troubleWith({ fixed: [bonjour], varying: false })).toBe('failed');
    expect(texts.troubleWith({ fixed: [{ ...bonjour, text: 'Merci.' }], varying: false })).toBeNull();
    program.install();
    expect(await asked()).toMatchObject({ kind: 'speech' });
    expect(texts.troubleWith({ fixed: [bonjour], varying: true })).toBeNull();
    expect(onDisk()).toHaveLength(1);
  });

  it('is passed over while the disk takes nothing, and needs no restart afterwards', async () => {
    rmSync(join(folder, 'speech'), { recursive: true });
    writeFileSync(join(folder, 'speech'), '');
    expect(await asked()).toBeNull();
    expect(log.complaints).toHaveLength(1);
    rmSync(join(folder, 'speech'));
    expect(await asked()).toMatchObject({ kind: 'speech' });
  });

  it('after three seconds lets the call go on, and is there for the next caller', async () => {
    program.install(`while [ ! -e '${folder}/go' ]; do sleep 0.05; done`);
    const first = asked();
    await clock.advance(2_900);
    expect(texts.troubleWith({ fixed: [bonjour], varying: false })).toBeNull();
    await clock.advance(200);
    expect(await first).toBeNull();
    expect(texts.troubleWith({ fixed: [bonjour], varying: false })).toBe('failed');
    writeFileSync(join(folder, 'go'), '');
    await eventually(() => texts.troubleWith({ fixed: [bonjour], varying: false }) === null, { what: 'the text to be spoken' });
    expect(await asked()).toMatchObject({ kind: 'speech' });
    expect(program.spoken).toHaveLength(1);
  });

  it('does not keep the twentieth caller of a crowd waiting', async () => {
    program.install(`while [ ! -e '${folder}/go' ]; do sleep 0.05; done`);
    const crowd = Array.from({ length: 21 }, (_, index) => asked(`Bonjour numéro ${index}.`));
    expect(await crowd[20]).toBeNull();
    expect(log.complaints).toHaveLength(1);
    program.uninstall();
    writeFileSync(join(folder, 'go'), '');
    await Promise.all(crowd);
  });
});

describe('What is kept of spoken texts', () => {
  it('a secret is a sound of its own each time, named after nothing, and leaves the disk', async () => {
    const [one, other] = [idOf(await asked('Code 8319.', true)), idOf(await asked('Code 8319.', true))];
    expect(one).toMatch(/^once-/);
    expect(one).not.toBe(other);
    expect(texts.playableFile(one)).toMatch(/\.ulaw$/);
    await clock.advance(299_000);
    expect(onDisk()).toHaveLength(2);
    await clock.advance(2_000);
    await eventually(() => onDisk().length === 0, { what: 'the secrets to be gone' });
    const left = idOf(await asked('Code 8319.', true));
    texts.onModuleDestroy();
    await start();
    expect(existsSync(join(folder, 'speech', left))).toBe(false);
  });

  it('tells of a caller is one sound while callers are told the same, and leaves the disk five minutes after the last was', async () => {
    const [one, other] = [idOf(await toldIn('one', 'Commande 4711.')), idOf(await toldIn('other', 'Commande 4711.'))];
    expect([one, program.spoken.length]).toEqual([other, 1]);
    await clock.advance(200_000);
    await toldIn('third', 'Commande 4711.');
    await clock.advance(299_000);
    expect(onDisk()).toEqual([one]);
    await clock.advance(2_000);
    await eventually(() => onDisk().length === 0, { what: 'the text to be gone' });
    await toldIn('one', 'Commande 4711.');
    texts.onModuleDestroy();
    await start();
    expect(onDisk()).toEqual([]);
  });

  it('tells of a caller goes at once when they want everything erased; what others were told stays', async () => {
    const [source] = sources.all;
    const person = { number: '+33612345678', callIds: ['hers', 'too'], mentions: new NumberMentions('+33612345678') };
    const [own, shared, secret] = [await toldIn('hers', 'Dossier 1.'), await toldIn('hers', 'Dossier 2.'), await asked('Dossier 3.', true)];
    await toldIn('his', 'Dossier 2.');
    await asked('Bonjour.');
    expect(await source?.export(person)).toEqual([
      { id: idOf(own), callIds: ['hers'], heardAt: expect.any(String) },
      { id: idOf(shared), callIds: ['hers'], heardAt: expect.any(String) },
    ]);
    expect(await source?.erase(person)).toBe(2);
    expect(onDisk()).toEqual([idOf(shared), idOf(secret), idOf(await asked('Bonjour.'))].sort());
    expect([await source?.erase(person), await source?.export(person)]).toEqual([0, []]);
  });

  it('goes when nobody has heard it for a week', async () => {
    await asked('Nos horaires ont changé.');
    await clock.advance(5 * 86_400_000);
    await asked('Nos horaires ont changé.');
    await clock.advance(6 * 86_400_000);
    expect(onDisk()).toHaveLength(1);
    await clock.advance(2 * 86_400_000);
    await eventually(() => onDisk().length === 0, { what: 'the text to be gone' });
  });

  it('is bounded: what was heard longest ago makes room, and what a death left half done is cleared', async () => {
    const shelf = new SpeechShelf(join(folder, 'shelf'), { texts: 3, bytes: 100 });
    await shelf.open();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(64)) as [string, string, string, string];
    const sound = { wav: new Uint8Array(20), ulaw: new Uint8Array(10) };
    for (const id of [a, b, c]) await shelf.keep(id, sound, 1_000);
    shelf.heard(a, 2_000);
    await shelf.keep(d, sound, 3_000);
    expect([a, b, c, d].filter((id) => shelf.has(id))).toEqual([a, c, d]);
    await shelf.keep(b, { wav: new Uint8Array(60) }, 4_000);
    expect([a, b, c, d].filter((id) => shelf.has(id))).toEqual([b, d]);
    await shelf.files.keep('.incoming-x', sound);
    const next = new SpeechShelf(join(folder, 'shelf'), { texts: 1, bytes: 100 });
    await next.open();
    expect(readdirSync(join(folder, 'shelf'))).toEqual([b]);
  });
});
