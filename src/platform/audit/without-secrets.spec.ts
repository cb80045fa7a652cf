import { expect, test } from '@jest/globals';

import { withoutSecrets } from './without-secrets.js';

test('no password, token or key is kept, however deep, and what is set to nothing is said', () => {
  const body = {
    login: 'alice',
    password: 'hunter2',
    smtp: [{ host: 'mx', smtpPassword: 'hunter2', accessToken: 'hunter2' }],
    webhook: { signingSecret: { value: 'hunter2' }, apiKey: 'hunter2', 'api-key': 'hunter2' },
    questions: [{ key: 'contract' }],
  };
  const kept = withoutSecrets(body);
  expect(JSON.stringify(kept)).not.toContain('hunter2');
  expect(kept).toMatchObject({ login: 'alice', password: '•••', smtp: [{ host: 'mx' }], questions: [{ key: 'contract' }] });
  expect(withoutSecrets({ password: null })).toEqual({ password: null });
});

test('a huge body takes little room', () => {
  const huge = { text: 'x'.repeat(900_000), list: Array.from({ length: 10_000 }, (_, index) => index) };
  expect(JSON.stringify(withoutSecrets(huge)).length).toBeLessThan(1_500);
  const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, 'value']));
  expect(withoutSecrets(wide)).toMatch(/characters/);
});
