import { describe, expect, it } from '@jest/globals';
import { phoneObjects } from './phone-objects.js';

describe('An agent’s phone', () => {
  const [auth, aor, endpoint] = phoneObjects({ username: 'agent-7', password: 'secret', language: 'en' });

  it('is created in the order in which its parts refer to each other', () => {
    expect([auth?.type, aor?.type, endpoint?.type]).toEqual(['auth', 'aor', 'endpoint']);
    expect(endpoint?.fields).toContainEqual({ attribute: 'auth', value: 'agent-7' });
    expect(endpoint?.fields).toContainEqual({ attribute: 'aors', value: 'agent-7' });
  });

  it('may call nothing but Guichet', () => {
    expect(endpoint?.fields).toContainEqual({ attribute: 'context', value: 'guichet-agents' });
  });
});
