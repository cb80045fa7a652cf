import { describe, expect, it } from '@jest/globals';
import { brandId, type LegId } from '../../core/kernel/ids.js';
import { callerId, originateArguments, partyOf } from './ari-dial.js';

const NOWHERE = { arguments: {}, variables: {} };

describe('A leg that is dialled', () => {
  it('shows the number and name given, and nothing that breaks out of its place', () => {
    expect(callerId({ number: '+33612345678', name: 'Zoé Dupont' })).toBe('"Zoé Dupont" <+33612345678>');
    expect(callerId({ number: '1>\r\nX: y', name: 'a" <666>\r\nVia: b\\' })).toBe('"a 666Via: b" <1Xy>');
    expect(callerId({ number: null, name: null })).toBe('"Anonymous" <anonymous>');
    expect(callerId({ number: '100', name: 'n'.repeat(500) }).length).toBeLessThan(100);
  });

  it('tells a phone more than its name in a header of its own, out of which nothing breaks, and never another PBX’s channel', () => {
    const request = { leg: brandId<LegId>('pbx1:1'), from: { number: '+33612345678', name: 'Support' }, assertedIdentity: null };
    const rest = { giveUpAfterSeconds: 40, saved: null, language: 'fr', display: 'Été" <x>\r\nVia: y - 2 min' };
    const told = (endpoint: string, number = '+33612345678'): unknown => {
      const dialled = originateArguments({ ...request, ...rest, endpoint, from: { number, name: 'Support' } }, 'guichet', NOWHERE);
      return (dialled['variables'] as Record<string, string>)['PJSIP_HEADER(add,P-Asserted-Identity)'];
    };
    expect(told('PJSIP/agent-7')).toBe('"Été xVia: y - 2 min" <tel:+33612345678>');
    expect(told('PJSIP/agent-7', 'x@y')).toBe('"Été xVia: y - 2 min" <sip:anonymous@anonymous.invalid>');
    expect(told('DAHDI/1')).toBeUndefined();
  });

  it('carries what a census needs to recognise it', () => {
    const request = {
      leg: brandId<LegId>('pbx1:leg-7'),
      endpoint: 'PJSIP/agent-7',
      from: { number: null, name: null },
      assertedIdentity: null,
    };
    const destination = { arguments: { context: 'guichet-outbound' }, variables: { GUICHET_APP: 'guichet' } };
    expect(originateArguments({ ...request, giveUpAfterSeconds: 40, saved: 'x', language: 'fr' }, 'guichet', destination)).toMatchObject({
      channelId: 'leg-7',
      context: 'guichet-outbound',
      timeout: 40,
      variables: {
        GUICHET_APP: 'guichet',
        GUICHET_DID: 'PJSIP/agent-7',
        GUICHET_CALL: 'x',
        'CHANNEL(language)': 'fr',
        'CHANNEL(accountcode)': 'guichet-dialled',
        FORWARD_CONTEXT: 'guichet-forwards-nothing',
      },
    });
  });
});

describe('A caller', () => {
  it('is nobody when the number is withheld, in each of the ways that it is', () => {
    for (const text of ['', 'anonymous', 'Anonymous', 'unknown', ' restricted ', 'Unavailable'])
      expect(partyOf({ number: text, name: text })).toEqual({ number: null, name: null });
    expect(partyOf(undefined)).toEqual({ number: null, name: null });
  });

  it('has the name that the phone shows, without the quoting of SIP', () => {
    expect(partyOf({ number: '061', name: 'Ann \\"A\\" B' })).toEqual({ number: '061', name: 'Ann "A" B' });
  });
});
