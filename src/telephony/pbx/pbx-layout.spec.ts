import { describe, expect, it } from '@jest/globals';
import { pbxLayout } from './pbx-layout.js';

describe('The files of the PBX', () => {
  it('lie in the data directory, the control socket included', () => {
    expect(pbxLayout('/srv/guichet').run).toBe('/srv/guichet/pbx/run');
  });

  it('put the socket in a short directory when the data directory is too deep for one', () => {
    const deep = `/srv/${'d'.repeat(100)}`;
    expect(Buffer.byteLength(`${pbxLayout(deep).run}/asterisk.ctl`)).toBeLessThanOrEqual(107);
    expect(pbxLayout(deep).run).toBe(pbxLayout(`${deep}/.`).run);
    expect(pbxLayout(deep).run).not.toBe(pbxLayout(`${deep}2`).run);
  });
});
