import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from '@jest/globals';

import { SecretBox } from './secret-box.js';

const directory = mkdtempSync(join(tmpdir(), 'guichet-secrets-'));

afterAll(() => rmSync(directory, { recursive: true }));

test('what was closed before a restart opens after it, and the key is for its owner only', () => {
  const closed = SecretBox.in(directory).close('a SIP password', 'sip');
  expect(closed).not.toContain('SIP');
  expect(SecretBox.in(directory).open(closed, 'sip')).toBe('a SIP password');
  expect(statSync(join(directory, 'master-key')).mode & 0o777).toBe(0o600);
});

test('what was altered, or meant for something else, does not open', () => {
  const box = SecretBox.in(directory);
  const closed = box.close('secret', 'sip');
  const bytes = Buffer.from(closed, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(() => box.open(bytes.toString('base64'), 'sip')).toThrow();
  expect(() => box.open(closed, 'other')).toThrow();
});
