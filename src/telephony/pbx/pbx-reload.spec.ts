import { describe, expect, it } from '@jest/globals';
import { reloadCommands, tookEffect } from './pbx-reload.js';

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

  it('has taken effect when Asterisk says so, or has nothing to say', () => {
    expect(["Module 'res_pjsip.so' reloaded successfully.", 'Dialplan reloaded.', ''].filter((answer) => !tookEffect(answer))).toEqual([]);
  });

  it.each([null, "The module 'res_pjsip.so' reported a reload failure.", "No such module 'res_ari.so'."])(
    'has not taken effect when the console answers %s',
    (answer) => {
      expect(tookEffect(answer)).toBe(false);
    },
  );
});
