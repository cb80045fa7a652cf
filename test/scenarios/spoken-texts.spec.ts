import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FakeCaller } from '../support/fake-telephony/fake-caller.js';
import { program } from '../support/ivr-lab.js';
import { Story } from '../support/story.js';

const ASK = {
  type: 'gather',
  prompt: [{ say: 'text', value: 'Tapez votre numéro.' }],
  variable: 'order',
  minDigits: 4,
  maxDigits: 16,
  ok: 'told',
  failed: 'bye',
};
const TELLING = program({
  first: { ...ASK },
  told: { type: 'say', what: 'text', value: 'La commande {order} est prête.', next: 'bye' },
  bye: { type: 'hang-up', prompt: [{ say: 'text', value: 'Au revoir.' }, { audioId: 'jingle' }] },
});
const SECRET = program({
  first: { ...ASK, secret: true },
  told: { type: 'say', what: 'text', value: 'Vous avez tapé {order}.', language: 'en', interruptible: false, next: 'bye' },
  bye: { type: 'hang-up' },
});

let story: Story;
beforeEach(() => {
  story = new Story({ welcome: null, scenarios: { beforeQueue: TELLING, menu: null, afterAgent: null } });
});
afterEach(async () => {
  expect(story.pbx.leftovers()).toEqual([]);
  await story.close();
});

const sounds = (caller: FakeCaller): string[] => caller.heard.map(({ what }) => what);
const unplayable = (): unknown[] => story.facts.filter((fact) => fact.type === 'sound-played' && fact.end === 'unplayable');
const over = async (caller: FakeCaller): Promise<void> => {
  await story.clock.until(() => caller.ended !== null, 60_000, 'the end of the call');
};

describe('a caller whom a scenario speaks to', () => {
  it('hears its texts in its language, with what was typed in them', async () => {
    const caller = await story.caller();
    expect(caller.hearing).toBe('fr: Tapez votre numéro.');
    caller.press('4711#');
    await over(caller);
    expect(sounds(caller)).toEqual(['fr: Tapez votre numéro.', 'fr: La commande 4711 est prête.', 'fr: Au revoir.', 'jingle']);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'self-served' });
  });

  it('hears the rest, and not three seconds later, when a text is not spoken; the journey tells it', async () => {
    story.speech.cannotSay.add('La commande 4711 est prête.');
    const caller = await story.caller();
    story.speech.takesMs = 10_000;
    caller.press('4711#');
    await story.clock.advance(2_900);
    expect(sounds(caller)).toEqual(['fr: Tapez votre numéro.']);
    story.speech.takesMs = 0;
    story.speech.cannotSay.add('Au revoir.');
    await story.clock.advance(200);
    expect(caller.hearing).toBe('jingle');
    await over(caller);
    expect(unplayable()).toMatchObject([{ purpose: 'scenario', seconds: 3 }, { seconds: 0 }]);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'self-served' });
  });

  it('need not wait for a text to be spoken when a key says what is wanted', async () => {
    story.speech.takesMs = 2_000;
    const caller = await story.caller();
    caller.press('4711#');
    await story.clock.advance(100);
    story.speech.takesMs = 0;
    await story.clock.advance(2_000);
    expect(sounds(caller)).toEqual(['fr: La commande 4711 est prête.']);
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('who hangs up while a text is made has abandoned, and nothing is played to nobody', async () => {
    story.speech.takesMs = 2_000;
    const caller = await story.caller();
    await story.clock.advance(500);
    caller.hangUp();
    await story.clock.advance(5_000);
    expect(sounds(caller)).toEqual([]);
    expect(story.ended[0]?.ending).toMatchObject({ how: 'abandoned', during: 'scenario' });
  });

  it('hears the text when the backend was killed while it was made', async () => {
    story.speech.takesMs = 2_000;
    const caller = await story.caller();
    await story.clock.advance(500);
    story.speech.takesMs = 0;
    await story.killAndRestart(1_000);
    await story.clock.advance(100);
    expect(caller.hearing).toBe('fr: Tapez votre numéro.');
    caller.hangUp();
    await story.clock.advance(100);
  });

  it('hears what is secret in a sound that is kept for nobody else, and no fact holds it', async () => {
    story.changePlan({ scenarios: { beforeQueue: SECRET, menu: null, afterAgent: null } });
    const caller = await story.caller();
    caller.press('831947#');
    await over(caller);
    expect(sounds(caller)).toEqual(['fr: Tapez votre numéro.', 'en: Vous avez tapé 831947.']);
    expect(story.speech.asked.map(({ secret, tellsOf }) => [secret, tellsOf !== null])).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(JSON.stringify(story.facts)).not.toContain('831947');
  });

  it('hears nothing of a text that has grown beyond a minute and a half, nor of one without words', async () => {
    const nodes = {
      first: { type: 'set', variable: 'name', value: 'a'.repeat(200), next: 'long' },
      long: { type: 'say', what: 'text', value: '{name} '.repeat(6), next: 'empty' },
      empty: { type: 'say', what: 'text', value: '… {caller}', next: 'bye' },
      bye: { type: 'hang-up', prompt: [{ audioId: 'jingle' }] },
    };
    story.changePlan({ scenarios: { beforeQueue: program(nodes), menu: null, afterAgent: null } });
    const caller = story.pbx.callArrives({ did: '+33170000001', from: null });
    await over(caller);
    expect(sounds(caller)).toEqual(['jingle']);
    expect(story.speech.asked).toEqual([]);
    expect(story.facts).toContainEqual(expect.objectContaining({ step: 'not-spoken', value: expect.stringMatching(/^.{200}$/) }));
  });
});
