import { describe, expect, it } from '@jest/globals';
import { phoneObjects } from './phone-objects.js';

describe('An agent’s phone', () => {
  const [auth, aor, endpoint] = phoneObjects({ username: 'agent-7', password: 'secret', language: 'en', overNetwork: true });

  it('is created in the order in which its parts refer to each other', () => {
    expect([auth?.type, aor?.type, endpoint?.type]).toEqual(['auth', 'aor', 'endpoint']);
    expect(endpoint?.fields).toContainEqual({ attribute: 'auth', value: 'agent-7' });
    expect(endpoint?.fields).toContainEqual({ attribute: 'aors', value: 'agent-7' });
  });

  it('may call nothing but Guichet', () => {
    expect(endpoint?.fields).toContainEqual({ attribute: 'context', value: 'guichet-agents' });
  });

  it('is called where it registers from when an address translator may be in between, and where it says when none can', () => {
    const contact = (overNetwork: boolean): unknown =>
      phoneObjects({ username: 'agent-7', password: 'secret', language: 'en', overNetwork })
        .flatMap((object) => object.fields)
        .find((field) => field.attribute === 'rewrite_contact')?.value;
    expect([contact(true), contact(false)]).toEqual(['yes', 'no']);
  });
});
