import { describe, expect, it } from '@jest/globals';
import { pauseBefore } from './ari-connection.js';

describe('Reconnecting', () => {
  it('tries again at once, then after pauses that grow to two seconds and no further, for ever', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 1_000, 1_000_000].map(pauseBefore)).toEqual([0, 100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000, 2_000]);
  });
});
