import { expect, test } from '@jest/globals';

import type { Story } from './story.js';

export const REPETITION: Story = {
  title: 'Repeated requests',
  tell: (lab) => {
    const keyed = (key: string): { headers: Record<string, string> } => ({ headers: { 'idempotency-key': key } });

    test('a request repeated with its key is done once and answered the same', async () => {
      const first = await lab().post('/sites', { code: 'ONE', name: 'One' }, keyed('k1'));
      const second = await lab().post('/sites', { code: 'ONE', name: 'One' }, keyed('k1'));
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.body).toEqual(first.body);
      expect((await lab().get('/sites')).body['total']).toBe(1);
    });

    test('a refusal is repeated too', async () => {
      const first = await lab().post('/sites', { code: 'ONE', name: 'Again' }, keyed('k2'));
      expect(first.status).toBe(409);
      const second = await lab().post('/sites', { code: 'ONE', name: 'Again' }, keyed('k2'));
      expect([second.status, second.body, second.headers.get('content-type')]).toEqual([
        409,
        first.body,
        first.headers.get('content-type'),
      ]);
    });

    test('a key used for another body is refused', async () => {
      const answer = await lab().post('/sites', { code: 'TWO', name: 'Two' }, keyed('k1'));
      expect(answer.body).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    });

    test('the same key of somebody else, or on another path, is another request', async () => {
      const { key } = await lab().made('/auth/api-keys', { name: 'other', role: 'admin' });
      expect((await lab().post('/sites', { code: 'TWO', name: 'Two' }, { ...keyed('k1'), token: key })).status).toBe(201);
      expect((await lab().post('/queues', { code: '500' }, keyed('k1'))).status).toBe(201);
    });

    test('of five requests at once with one key, one is done', async () => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => lab().post('/sites', { code: 'FIVE', name: 'Five' }, keyed('k5'))));
      expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1);
      expect(answers.every(({ status, body }) => status === 201 || body['code'] === 'idempotency-in-progress')).toBe(true);
      expect((await lab().get('/sites')).body['total']).toBe(3);
    });

    test('a key that is shown once is shown again to who repeats the request, and is not readable in the database', async () => {
      const first = await lab().post('/auth/api-keys', { name: 'kept', role: 'admin' }, keyed('k6'));
      const second = await lab().post('/auth/api-keys', { name: 'kept', role: 'admin' }, keyed('k6'));
      expect(second.body['key']).toBe(first.body['key']);
    });
  },
};
