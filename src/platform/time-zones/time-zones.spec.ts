import { describe, expect, it } from '@jest/globals';

import { canonicalTimeZone } from './time-zones.js';

describe('An administrator who names a time zone', () => {
  it.each([
    ['europe/paris', 'Europe/Paris'],
    ['Asia/Kathmandu', 'Asia/Kathmandu'],
    ['Asia/Katmandu', 'Asia/Kathmandu'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['US/Eastern', 'America/New_York'],
    ['Etc/UTC', 'UTC'],
  ])('%s is kept as %s', (name, canonical) => {
    expect(canonicalTimeZone(name)).toBe(canonical);
  });

  it.each(['', 'Paris', 'Europe/Atlantis', '+01:00', '-05:00', 'Europe/Paris '])('"%s" is no zone', (name) => {
    expect(canonicalTimeZone(name)).toBeNull();
  });
});
