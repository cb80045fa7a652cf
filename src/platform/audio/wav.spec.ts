import { describe, expect, it } from '@jest/globals';
import { readWav, writeWav } from './wav.js';

describe('WAV files', () => {
  it('come back as they were written', () => {
    const sound = { sampleRate: 8000, samples: Int16Array.of(0, 1, -1, 32_767, -32_768) };
    expect(readWav(writeWav(sound))).toEqual(sound);
  });

  it('are read past chunks that are not sound', () => {
    const file = writeWav({ sampleRate: 8000, samples: Int16Array.of(7) });
    const extra = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
    expect(readWav(Buffer.concat([file.subarray(0, 36), extra, file.subarray(36)])).samples).toEqual(Int16Array.of(7));
  });
});
