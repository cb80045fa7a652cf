import { describe, expect, it } from '@jest/globals';
import { fillIn, renderConfiguration } from './pbx-configuration.js';
import { pbxLayout } from './pbx-layout.js';
import type { EmbeddedPbxSettings, PbxTrunk } from './pbx-settings.js';

const trunk: PbxTrunk = { host: 'sip.carrier.example', port: 5070, user: null, password: null, register: false };

function render(change: Partial<EmbeddedPbxSettings>): Map<string, string> {
  const settings = {
    dataDir: '/srv/guichet',
    sipAddress: '127.0.0.1',
    sipPort: 5060,
    rtpPorts: { from: 10_000, to: 19_999 },
    ariPort: 8088,
    trunk: null,
    ariUser: 'guichet',
    ariPassword: 'secret',
    ariApp: 'guichet',
    soundsDir: '/srv/sounds',
    defaultLanguage: 'fr',
  };
  return renderConfiguration({ ...settings, ...change, ariUser: 'guichet', ariPassword: 'secret' }, pbxLayout('/srv/guichet'), '/modules');
}

describe('The configuration of the PBX', () => {
  it('leaves no placeholder, whatever the trunk', () => {
    for (const settings of [{}, { trunk }, { trunk: { ...trunk, user: 'u', password: 'p', register: true } }])
      for (const [name, text] of render(settings)) expect([name, text.includes('@@')]).toEqual([name, false]);
  });

  it('opens every file with what it is for', () => {
    for (const [name, text] of render({ trunk })) expect([name, text.startsWith('; ')]).toEqual([name, true]);
  });

  it('includes only files that exist', () => {
    const files = render({ trunk });
    const included = [...files.values()].flatMap((text) => [...text.matchAll(/^#include (\S+)/gm)].map((match) => match[1] ?? ''));
    expect(included.length).toBeGreaterThan(5);
    for (const name of included) expect([...files.keys()]).toContain(name);
  });

  it('takes calls from the carrier, and from this machine', () => {
    const text = render({ trunk }).get('site-trunk.conf') ?? '';
    expect(text).toContain('match = sip.carrier.example\n');
    expect(text).toContain('contact = sip:sip.carrier.example:5070\n');
    expect(text).toContain('match = 127.0.0.0/8');
    expect(text).not.toContain('registration');
  });

  it('registers with the carrier when it is told to, under the account given', () => {
    const text = render({ trunk: { ...trunk, user: 'site7', password: 'a;b', register: true } }).get('site-trunk.conf') ?? '';
    expect(text).toContain('client_uri = sip:site7@sip.carrier.example:5070\n');
    expect(text).toContain('password = a\\;b\n');
    // The line belongs to the endpoint, so it has to come before the next section.
    expect(text).toMatch(/^\[carrier\]\(guichet-trunk\)\n[^[]*outbound_auth = carrier\n/m);
  });

  it('writes IPv6 addresses in brackets beside a port, and without where they stand alone', () => {
    for (const host of ['2001:db8::1', '[2001:db8::1]']) {
      const files = render({ sipAddress: '::1', trunk: { ...trunk, host } });
      expect(files.get('site-transport.conf')).toContain('bind = [::1]:5060');
      expect(files.get('site-trunk.conf')).toContain('contact = sip:[2001:db8::1]:5070\n');
      expect(files.get('site-trunk.conf')).toContain('match = 2001:db8::1\n');
    }
  });
});

describe('A template', () => {
  it('refuses a value that would add lines of its own', () => {
    expect(() => fillIn('password = @@ARI_PASSWORD@@', { ARI_PASSWORD: 'x\n[intruder]' })).toThrow('contains a line break');
  });

  it('refuses a placeholder that nobody fills in', () => {
    expect(() => fillIn('@@UNKNOWN@@', {})).toThrow('Nothing to fill in for @@UNKNOWN@@.');
  });
});
