import { describe, expect, it } from '@jest/globals';

import { toneWav } from '../../../test/support/sip/tone-wav.js';
import { Conversions } from './conversions.js';

describe('While an administrator uploads', () => {
  const conversions = new Conversions();

  it('a sound is converted, and a file that is none is refused for what it is', async () => {
    const [sound, refused] = await Promise.allSettled([
      conversions.convert(toneWav([{ hz: 700, ms: 500 }])),
      conversions.convert(Buffer.from('a text')),
    ]);
    expect(sound).toMatchObject({ value: { durationSeconds: 0.5, warnings: [] } });
    expect(refused).toMatchObject({ reason: { name: 'WavFault', code: 'not-wav' } });
  });
});
