import { describe, expect, it } from '@jest/globals';
import { mirrorAmong } from './apt-sandbox.js';

describe('The Debian mirror of this machine', () => {
  it('is the one its own apt uses for the main archive', () => {
    const targets = [
      'https://deb.nodesource.com/node_20.x/ . nodistro',
      'http://mirror.example/debian-security/ Debian',
      'http://mirror.example/debian/ Debian',
    ].join('\n');
    expect(mirrorAmong(targets)).toBe('http://mirror.example/debian');
  });

  it('is told by its address when the package lists were never fetched', () => {
    expect(mirrorAmong('http://mirror.example/debian/ \n')).toBe('http://mirror.example/debian');
  });

  it('is unknown on a system that is not Debian', () => {
    expect(mirrorAmong('http://archive.ubuntu.com/ubuntu/ Ubuntu\n')).toBeUndefined();
  });
});
