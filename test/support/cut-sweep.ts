import { expect } from '@jest/globals';
import { Journeying, wrongAfter, type CutJourney } from './cut-journeys.js';

/** What is wrong after the journey was disturbed at this step, told with the step. */
async function after(journey: CutJourney, step: number, disturb: (journeying: Journeying) => void): Promise<string[]> {
  const journeying = new Journeying(journey, (now) => {
    if (now.steps === step) disturb(now);
  });
  await journeying.lead();
  const wrong = wrongAfter(journeying).map((what) => `step ${String(step)}: ${what}`);
  await journeying.story.close();
  return wrong;
}

async function stepsOf(journey: CutJourney): Promise<number> {
  const whole = new Journeying(journey, () => undefined);
  await whole.lead();
  expect(wrongAfter(whole)).toEqual([]);
  expect(whole.story.ended[0]?.ending?.how).toBe(journey.ending);
  await whole.story.close();
  return whole.steps;
}

/** Disturbs the journey at each of its steps, one at a time, and tells all that was wrong afterwards. */
export async function sweep(journey: CutJourney, disturb: (journeying: Journeying) => void): Promise<string[]> {
  const steps = await stepsOf(journey);
  const wrong: string[] = [];
  for (let step = 1; step <= steps; step += 1) wrong.push(...(await after(journey, step, disturb)));
  return wrong;
}

export function killBackend({ story }: Journeying): void {
  story.kill();
  story.clock.at(story.clock.now() + 1_000, () => story.restart());
}
