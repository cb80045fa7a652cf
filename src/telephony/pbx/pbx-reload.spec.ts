import { describe, expect, it } from '@jest/globals';
import { reloadCommands } from './pbx-reload.js';

describe('A changed configuration', () => {
  it('is reloaded without touching a call where Asterisk can', () => {
    expect(reloadCommands(['site-globals.conf', 'extensions.conf', 'site-ari.conf'])).toEqual([
      'dialplan reload',
      'module reload res_ari.so',
    ]);
  });

  it('needs nothing when nothing changed', () => {
    expect(reloadCommands([])).toEqual([]);
  });

  it('needs a restart when one of its files is read at the start only', () => {
    expect(reloadCommands(['extensions.conf', 'site-transport.conf'])).toBeNull();
  });
});
