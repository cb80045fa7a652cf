import { describe, expect, it } from '@jest/globals';

import { AddressRules, parseAllowed } from './address-rules.js';

describe('An address that an administrator’s URL leads to', () => {
  const rules = new AddressRules([]);

  it.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:8.8.8.8'])('%s is asked', (address) => {
    expect(rules.mayConnect(address, 'example.org')).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '100::1',
    '2001:db8::1',
    '2001::1',
    '2002:7f00:1::',
    '3fff::1',
    'localhost',
    '',
  ])('%s is not', (address) => {
    expect(rules.mayConnect(address, 'example.org')).toBe(false);
  });

  it('is asked when the operator allows its network or the host, and only then', () => {
    const own = new AddressRules(['10.1.0.0/16', 'fd00::/8', 'crm.lan', '192.168.1.5']);
    expect(own.mayConnect('10.1.2.3', 'any.example')).toBe(true);
    expect(own.mayConnect('::ffff:10.1.2.3', 'any.example')).toBe(true);
    expect(own.mayConnect('10.2.0.1', 'any.example')).toBe(false);
    expect(own.mayConnect('fd00::7', 'any.example')).toBe(true);
    expect(own.mayConnect('192.168.1.5', 'any.example')).toBe(true);
    expect(own.mayConnect('192.168.1.6', 'any.example')).toBe(false);
    expect(own.mayConnect('127.0.0.1', 'CRM.lan.')).toBe(true);
    expect(own.mayConnect('127.0.0.1', 'not-crm.lan')).toBe(false);
  });

  it.each(['10.0.0.0/33', '10.1', '10.0.0.0/8/8', 'fd00::/129', '-x', 'a b', '', '*', 'http://crm.lan'])(
    '%j is nothing to allow',
    (text) => {
      expect(parseAllowed(text)).toBeNull();
    },
  );
});
