import { expect, test } from '@jest/globals';

import { dialRefusal } from '../../../src/core/dialling/dial-policy.js';
import { DialPolicyService } from '../../../src/modules/dial-policy/dial-policy.service.js';
import type { Story } from './story.js';

export const DIAL_POLICY: Story = {
  title: 'The dial policy',
  tell: (lab) => {
    const allowed = (number: string): boolean => dialRefusal(lab().app.get(DialPolicyService).policy(), number) === null;

    test('a new installation may call France without its premium numbers', async () => {
      const { status, body, headers } = await lab().get('/dial-policy');
      expect([status, body, headers.get('etag')]).toEqual([
        200,
        { version: 1, defaultCountry: 'FR', allowedPrefixes: ['+33'], deniedPrefixes: ['+3389', '+33118'], maxConcurrentOutbound: 100 },
        '"1"',
      ]);
      expect([allowed('+33612345678'), allowed('+33899123456'), allowed('+3225111111')]).toEqual([true, false, false]);
    });

    test('a new policy counts from the next dial on, and after a restart', async () => {
      const policy = { defaultCountry: 'BE', allowedPrefixes: ['+32', '+33'], deniedPrefixes: ['+3290'], maxConcurrentOutbound: 3 };
      const changed = await lab().put('/dial-policy', policy);
      expect([changed.status, changed.body]).toEqual([200, { ...policy, version: 2 }]);
      expect([allowed('+3225111111'), allowed('+32901234567')]).toEqual([true, false]);
      await lab().restart();
      expect((await lab().get('/dial-policy')).body).toEqual({ ...policy, version: 2 });
      expect(lab().app.get(DialPolicyService).policy()).toMatchObject(policy);
      expect(lab().app.get(DialPolicyService).normalised('02 511 11 11')).toBe('+3225111111');
    });

    test('what is left out is as on a new installation, and null is no limit', async () => {
      const { body } = await lab().put('/dial-policy', { maxConcurrentOutbound: null });
      expect(body).toMatchObject({ defaultCountry: 'FR', allowedPrefixes: ['+33'], deniedPrefixes: ['+3389', '+33118'] });
      expect(body['maxConcurrentOutbound']).toBeNull();
    });

    test.each([
      ['without a plus', { allowedPrefixes: ['33'] }, 'allowedPrefixes'],
      ['with letters', { deniedPrefixes: ['+33a'] }, 'deniedPrefixes'],
      ['empty', { allowedPrefixes: ['+'] }, 'allowedPrefixes'],
      ['longer than any number', { allowedPrefixes: [`+${'3'.repeat(16)}`] }, 'allowedPrefixes'],
      ['that is a number', { allowedPrefixes: [33] }, 'allowedPrefixes'],
      ['given twice', { allowedPrefixes: ['+33', '+33'] }, 'allowedPrefixes'],
      ['too many', { allowedPrefixes: Array.from({ length: 501 }, (_, index) => `+33${index}`) }, 'allowedPrefixes'],
      ['that is null', { deniedPrefixes: null }, 'deniedPrefixes'],
    ])('a prefix %s is refused', async (_what, body, path) => {
      const answer = await lab().put('/dial-policy', body);
      expect([answer.status, answer.body['errors'][0].path]).toEqual([400, path]);
    });

    test('five hundred prefixes are taken, a country that does not exist is not', async () => {
      const many = Array.from({ length: 500 }, (_, index) => `+33${index + 1}`);
      expect((await lab().put('/dial-policy', { allowedPrefixes: many })).status).toBe(200);
      expect((await lab().put('/dial-policy', { defaultCountry: 'XX' })).body).toMatchObject({
        status: 422,
        code: 'unknown-country',
        errors: [{ path: 'defaultCountry' }],
      });
      await lab().put('/dial-policy', {});
    });

    test('of two administrators who saw the same policy the second is told to look again', async () => {
      const { body } = await lab().get('/dial-policy');
      const headers = { 'if-match': `"${body['version']}"` };
      expect((await lab().put('/dial-policy', { maxConcurrentOutbound: 1 }, { headers })).status).toBe(200);
      expect((await lab().put('/dial-policy', { maxConcurrentOutbound: 2 }, { headers })).body).toMatchObject({ status: 412 });
      expect(lab().app.get(DialPolicyService).policy().maxConcurrentOutbound).toBe(1);
    });

    test('a supervisor reads it, only an administrator changes it', async () => {
      await lab().made('/agents', { login: 'policy-reader', password: 'reads policies', role: 'supervisor' });
      const token = await lab().signIn('policy-reader', 'reads policies');
      expect((await lab().get('/dial-policy', { token })).status).toBe(200);
      expect((await lab().put('/dial-policy', {}, { token })).status).toBe(403);
    });

    test.each([
      ['no number', '12345', 'not-a-number'],
      ['premium', '0899 12 34 56', 'dial-refused'],
      ['abroad', '+44 20 7946 0001', 'dial-refused'],
    ])('the telephone of an agent that is %s is refused when it is saved', async (_what, number, code) => {
      const answer = await lab().post('/agents', { login: 'far-away', phone: { kind: 'number', number } });
      expect(answer.body).toMatchObject({ status: 422, code, errors: [{ path: 'phone.number' }] });
    });
  },
};
