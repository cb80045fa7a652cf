import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceHistory } from '../../src/core/estimation/service-history.js';
import { brandId, type CampaignId } from '../../src/core/kernel/ids.js';
import { eventually } from '../support/eventually.js';
import type { SippCaller } from '../support/sip/sipp-caller.js';
import { makeTonePrompt } from '../support/sip/tone-wav.js';
import { timelineOf } from '../support/wire-journeys.js';
import { TONES, WireLab } from '../support/wire-lab.js';

const LEAD_IN = TONES.goodbye;
const LOWEST = 2_250;
const APART = 30;

let lab: WireLab;
/** What each sentence of the wait sounds like, in either language. */
const sentences: Record<'fr' | 'en', Map<string, number>> = { fr: new Map(), en: new Map() };

beforeAll(async () => {
  lab = await WireLab.start();
  const sounds = lab.environment['SOUNDS_DIR'] ?? '';
  for (const language of ['fr', 'en'] as const) {
    const names = (await readdir(join(sounds, language))).flatMap((file) => /^(ewt-.*)\.wav$/.exec(file)?.[1] ?? []).sort();
    // English the other way round: the sentence of the wrong language is the wrong sentence.
    for (const [index, name] of (language === 'fr' ? names : names.toReversed()).entries()) {
      sentences[language].set(name, LOWEST + index * APART);
      await makeTonePrompt(join(sounds, language, name), [{ hz: LOWEST + index * APART, ms: 2_000 }]);
    }
  }
  await campaign({
    messages: { welcomeAudioId: null, announceEwt: true, ewtAudioId: 'builtin:goodbye', menuAudioId: 'builtin:menu-overflow' },
  });
}, 300_000);

afterEach(async () => {
  await lab.clear();
});

afterAll(async () => {
  await lab.stop();
});

async function campaign(changes: object): Promise<void> {
  await lab.rest.send('PATCH', `/campaigns/${lab.campaignId}`, changes);
}

/** A caller who is in line and has heard all that is said there, up to the menu. */
async function toldInLine(from: string): Promise<SippCaller> {
  const caller = await lab.dial({ from });
  await caller.answered();
  await caller.media.heard.waitForTone(TONES['menu-overflow'], { withinMs: 15_000 });
  return caller;
}

/** The sentence of the wait that a caller heard, by name, after the lead-in; null when neither was heard. */
function sentenceHeard(caller: SippCaller, language: 'fr' | 'en'): string | null {
  const tones = caller.media.heard.toneSequence().map(({ hz }) => hz);
  const leadIn = tones.findIndex((hz) => Math.abs(hz - LEAD_IN) <= 12);
  const said = [...sentences[language]].filter(([, hz]) => tones.slice(leadIn + 1).some((heard) => Math.abs(heard - hz) <= 12));
  if (leadIn < 0 && said.length === 0) return null;
  if (leadIn < 0 || said.length !== 1) throw new Error(`heard ${tones.join(', ')}`);
  return said[0]?.[0] ?? null;
}

/** The sentence that the journal says was said. */
async function sentenceTold(from: string): Promise<string | null> {
  const { id } = await lab.callFrom(from, () => true, `the call of ${from}`);
  const told = (await timelineOf(lab, id)).find(({ type }) => type === 'ewt-announced');
  return told?.sound ?? null;
}

/** A caller and the agent talk; `hangUp` ends it. */
async function served(from: string): Promise<SippCaller> {
  const caller = await lab.dial({ from });
  await lab.callFrom(from, (call) => call.phase === 'conversation', `${from} to be served`);
  return caller;
}

/** What earlier days taught: conversations of four minutes, more or less. */
async function yearsOfConversations(aboutSeconds: number): Promise<void> {
  await lab.backend.stop();
  const history = new ServiceHistory();
  const campaignId = brandId<CampaignId>(lab.campaignId);
  for (let call = 0; call < 400; call += 1) history.learn({ type: 'talked', campaignId, seconds: aboutSeconds - 10 + (call % 21) }, call);
  writeFileSync(join(lab.environment['DATA_DIR'] ?? '', 'wait-history.json'), JSON.stringify(history.save()));
  await lab.backend.start();
}

describe('the wait that a caller is told', () => {
  it('is nothing before anybody was served, and less than a minute when three were served quickly', async () => {
    const anne = await lab.agent('anne', { behaviour: { does: 'answer' } });
    const first = await served('+33611111801');
    const second = await toldInLine('+33611111802');
    expect(sentenceHeard(second, 'fr')).toBeNull();
    expect(await sentenceTold('+33611111802')).toBeNull();
    await first.hangUp();
    await lab.callFrom('+33611111802', (call) => call.phase === 'conversation', 'the second caller to be served');
    await second.hangUp();
    await (await served('+33611111803')).hangUp();
    await lab.ended('+33611111803');
    await eventually(async () => (await lab.agentState(anne.id)) === 'available', { what: 'anne to be free' });
    await served('+33611111804');
    const last = await toldInLine('+33611111805');
    expect(sentenceHeard(last, 'fr')).toBe('ewt-less-than-a-minute');
    expect(await sentenceTold('+33611111805')).toBe('ewt-less-than-a-minute');
  });

  it('is what earlier days taught, longer for the next in line, and in the language of the campaign', async () => {
    await yearsOfConversations(240);
    await lab.agent('anne', { behaviour: { does: 'answer' } });
    await served('+33611111811');
    const first = await toldInLine('+33611111812');
    const said = sentenceHeard(first, 'fr');
    expect(said).toMatch(/^ewt-about-[45]-minutes$/);
    expect(await sentenceTold('+33611111812')).toBe(said);
    await campaign({ language: 'en' });
    const second = await toldInLine('+33611111813');
    expect(sentenceHeard(second, 'en')).toMatch(/^ewt-about-(8|9|10)-minutes$/);
    expect(await sentenceTold('+33611111813')).toBe(sentenceHeard(second, 'en'));
  });
});
