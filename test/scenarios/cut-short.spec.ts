import { describe, expect, it } from '@jest/globals';
import { CUT_JOURNEYS, Journeying, wrongAfter, type CutJourney } from '../support/cut-journeys.js';
import { killBackend, sweep } from '../support/cut-sweep.js';

describe.each(CUT_JOURNEYS.map((journey) => [journey.title, journey] as const))('%s', (_, journey) => {
  it('leaves one ending and nothing else behind, at whichever step the caller hangs up', async () => {
    const hangUp = ({ story }: Journeying): void => story.pbx.callers.at(-1)?.hangUp();
    expect(await sweep(journey, hangUp)).toEqual([]);
  });

  it('goes on and ends once, at whichever step the backend is killed', async () => {
    expect(await sweep(journey, killBackend)).toEqual([]);
  });
});

describe('a caller whose keys make no sense', () => {
  const FLOOD = '90*#ABCD'.repeat(625);

  /** Presses these keys again and again, whatever is heard, until the call is over. */
  async function pressing(journey: CutJourney, keys: string, everyMs: number): Promise<Journeying> {
    const journeying: Journeying = new Journeying({ ...journey, keys: {} }, () => undefined);
    const { story } = journeying;
    const press = (): void => {
      const caller = story.pbx.callers.at(-1);
      if (caller?.ended != null) return;
      caller?.press(keys);
      story.clock.at(story.clock.now() + everyMs, press);
    };
    story.clock.at(story.clock.now() + everyMs, press);
    await journeying.lead();
    return journeying;
  }

  it.each(CUT_JOURNEYS.map((journey) => [journey.title, journey] as const))(
    'is led to one ending all the same by 5,000 keys at once, by one a minute, and by none: %s',
    async (_, journey) => {
      for (const [keys, everyMs] of [
        [FLOOD, 7_000],
        ['7', 60_000],
        ['', 60_000],
      ] as const) {
        const journeying = await pressing(journey, keys, everyMs);
        expect(wrongAfter(journeying)).toEqual([]);
        expect(journeying.story.facts.filter(({ type }) => type === 'callback-requested')).toEqual([]);
        await journeying.story.close();
      }
    },
  );

  it.each(CUT_JOURNEYS.filter(({ keys }) => Object.keys(keys).length > 0).map((journey) => [journey.title, journey] as const))(
    'get what the first ones say, however many follow: %s',
    async (_, journey) => {
      const asked = Object.entries(journey.keys);
      // The last question only: what follows an earlier one would answer the next.
      const keys = Object.fromEntries(
        asked.map(([sound, pressed], index) => [sound, index < asked.length - 1 ? pressed : pressed + FLOOD]),
      );
      const journeying = new Journeying({ ...journey, keys }, () => undefined);
      await journeying.lead();
      expect(wrongAfter(journeying)).toEqual([]);
      expect(journeying.story.ended[0]?.ending?.how).toBe(journey.ending);
      await journeying.story.close();
    },
  );
});
