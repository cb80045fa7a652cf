import { describe, expect, it } from '@jest/globals';
import { callbackPlan } from '../../../test/support/callback-plan.js';
import { ALWAYS_OPEN } from '../plan/campaign-plan.js';
import { latestCallback } from './callback-deadline.js';

const NOW = Date.parse('2026-11-22T14:00:00Z');

function latest(deadline: { relativeHours: number | null; date: string | null }, timeZone = 'Europe/Paris'): string | null {
  const instant = latestCallback({ callback: callbackPlan({ deadline }), opening: { ...ALWAYS_OPEN, timeZone } }, NOW);
  return instant === null ? null : new Date(instant).toISOString();
}

describe('An agent may plan a callback', () => {
  it.each([
    ['for any time without limits', null, null, 'Europe/Paris', null],
    ['so many hours after the call', 48, null, 'Europe/Paris', '2026-11-24T14:00:00.000Z'],
    ['until the end of the last day where the campaign is', null, '2026-11-23', 'Europe/Paris', '2026-11-23T22:59:59.999Z'],
    ['until then on the day the clocks go forward', null, '2027-03-28', 'Europe/Paris', '2027-03-28T21:59:59.999Z'],
    ['until then on the day they go back', null, '2026-10-25', 'Europe/Paris', '2026-10-25T22:59:59.999Z'],
    ['until then far from Greenwich', null, '2026-11-23', 'Pacific/Auckland', '2026-11-23T10:59:59.999Z'],
    ['until the earlier of both limits', 1, '2026-11-23', 'Europe/Paris', '2026-11-22T15:00:00.000Z'],
  ])('%s', (_, relativeHours, date, timeZone, limit) => {
    expect(latest({ relativeHours, date }, timeZone)).toBe(limit);
  });
});
