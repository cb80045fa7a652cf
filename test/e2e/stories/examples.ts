import { expect, test } from '@jest/globals';

import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

interface Example {
  readonly method: string;
  readonly path: string;
  readonly value: unknown;
}

/** What examples call an id that they make up. */
const MADE_UP = '01JZZZZZZZZZZZZZZZZZZZZZZZ';

/** What there must be for the examples to speak of, by the property that names it. */
type Things = Readonly<Record<string, string>>;

export const EXAMPLES: Story = {
  title: 'Every example of the documentation',
  tell: (lab) => {
    const examples = async (): Promise<Example[]> => {
      const document = (await (await fetch(`${lab().base}/api/openapi.json`)).json()) as Body;
      const found: Example[] = [];
      for (const [path, operations] of Object.entries(document['paths'] as Record<string, Record<string, Body>>)) {
        for (const [method, operation] of Object.entries(operations)) {
          const told = Object.values<Body>(operation['requestBody']?.content?.['application/json']?.examples ?? {});
          for (const { value } of told) found.push({ method: method.toUpperCase(), path: path.replace('/api/v1', ''), value });
        }
      }
      return found;
    };
    /** The example with the ids of things that are there. */
    const filledIn = (value: unknown, things: Things, key = ''): unknown => {
      if (Array.isArray(value)) return value.map((inner) => filledIn(inner, things, key));
      if (typeof value === 'object' && value !== null)
        return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filledIn(inner, things, name)]));
      return value === MADE_UP ? (things[key] ?? value) : value;
    };

    test('can be sent as it is: its shape is right, and every answer is as documented', async () => {
      const all = await examples();
      expect(all.length).toBeGreaterThan(25);
      for (const { method, path, value } of all) {
        const target = path.replace(/\{[^}]+\}/g, MADE_UP);
        const { status, body } = await lab().call(method, target, { body: value });
        expect([`${method} ${path}`, status, status === 400 ? body : null]).toEqual([`${method} ${path}`, expect.any(Number), null]);
      }
    });

    test('makes what it shows where what it speaks of is there', async () => {
      const made = async (path: string, body: object): Promise<string> => String((await lab().made(path, body))['id']);
      const siteId = await made('/sites', { code: 'EX', name: 'Exemples' });
      const group = await lab().made('/skill-groups', { name: 'Exemples', skills: [{ name: 'Exemple' }] });
      const agentId = await made('/agents', {
        login: 'ex',
        password: 'long enough',
        displayName: 'Ex',
        role: 'agent',
        phone: { kind: 'sip' },
      });
      const things: Things = {
        siteId,
        didIds: await made('/dids', { number: '+33174990001', siteId }),
        campaignId: '',
        queueId: await made('/queues', { code: '990', description: 'Exemples' }),
        skillId: String(group['skills'][0].id),
        agentId,
        agentIds: agentId,
      };
      const refused: unknown[] = [];
      for (const { method, path, value } of await examples()) {
        if (method !== 'POST' || path.includes('{') || /^\/(?:agent|auth|campaigns\/import)/.test(path)) continue;
        const { status, body } = await lab().call(method, path, { body: filledIn(value, things) });
        // What the first test made is there already, and no synthesiser need be.
        if (![201, 409, 501].includes(status)) refused.push([path, status, body]);
      }
      expect(refused).toEqual([]);
    });
  },
};
