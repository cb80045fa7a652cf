import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { spokenWait } from '../../src/core/announcing/spoken-wait.js';

const SPREADS = [
  [1, 1],
  [0.6, 1.44],
  [0.35, 1.8],
  [0.1, 2.3],
  [0.02, 3.5],
] as const;

describe('every wait that can be said', () => {
  it.each(['fr', 'en'])('is recorded in %s, from nothing to three hours', (language) => {
    const missing = new Set<string>();
    for (let seconds = 0; seconds <= 3 * 3600; seconds += 5) {
      for (const [low, high] of SPREADS) {
        for (const caution of [0.5, 0.7, 0.9, 0.95]) {
          const { sound } = spokenWait({ seconds, low: seconds * low, high: seconds * high }, caution);
          for (const type of ['wav', 'ulaw', 'alaw'])
            if (!existsSync(`sounds/${language}/${sound}.${type}`)) missing.add(`${sound}.${type}`);
        }
      }
    }
    expect([...missing]).toEqual([]);
  });
});
