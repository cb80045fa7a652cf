import { describe, expect, it } from '@jest/globals';

import { SecretBox } from '../secrets/secret-box.js';
import { MediaAddress } from './media-address.js';

const [OURS, THEIRS] = ['a', 'b'].map((digit) => MediaAddress.of(new SecretBox(digit.repeat(64))));

function at(path: string): [token: string, file: string] {
  const [, token = '', file = ''] = /^\/media\/audio\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  return [token, file];
}

describe('A stranger who reaches the address of the PBX', () => {
  it('gets the sound whose whole address is known, and no other', () => {
    const [token, file] = at(OURS!.pathOf('01SOUND'));
    expect(OURS!.soundAt(token, file)).toBe('01SOUND');
    expect(OURS!.soundAt(token, '01OTHER.ulaw')).toBeNull();
    expect(THEIRS!.soundAt(token, file)).toBeNull();
  });

  it.each(['', 'x', '%00', 'A'.repeat(32), 'A'.repeat(10_000)])('gets nothing for the token "%s"', (token) => {
    expect(OURS!.soundAt(token, '01SOUND.ulaw')).toBeNull();
  });
});
