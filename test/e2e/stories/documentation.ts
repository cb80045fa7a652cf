import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { expect, test } from '@jest/globals';

import { ACCESS } from '../../../src/platform/auth/access.js';
import type { Body } from '../../support/http-lab.js';
import type { Story } from './story.js';

export const DOCUMENTATION: Story = {
  title: 'Documentation and health',
  tell: (lab) => {
    const plain = (path: string): Promise<Response> => fetch(lab().base + path);

    test('every route states who may call it', () => {
      const silent: string[] = [];
      let routes = 0;
      for (const module of lab().app.get(ModulesContainer).values()) {
        for (const { metatype } of module.controllers.values()) {
          const controller = metatype as Type;
          for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(controller.prototype as object))) {
            const value: unknown = descriptor.value;
            if (typeof value !== 'function' || Reflect.getMetadata(METHOD_METADATA, value) === undefined) continue;
            routes += 1;
            const access: unknown = Reflect.getMetadata(ACCESS, value) ?? Reflect.getMetadata(ACCESS, controller);
            if (access === undefined)
              silent.push(`${controller.name}.${name} (${RequestMethod[Reflect.getMetadata(METHOD_METADATA, value) as number]})`);
          }
        }
      }
      expect(routes).toBeGreaterThan(50);
      expect(silent).toEqual([]);
    });

    test('the document and its page are readable by everybody', async () => {
      const document = (await (await plain('/api/openapi.json')).json()) as Body;
      expect(document['openapi']).toBe('3.1.0');
      expect(JSON.stringify(document)).not.toContain('"nullable"');
      const page = await plain('/api/docs');
      expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    });

    test('every body has an example, every operation a summary and its refusals', async () => {
      const document = (await (await plain('/api/openapi.json')).json()) as Body;
      const lacking: string[] = [];
      for (const [path, operations] of Object.entries(document['paths'] as Record<string, Record<string, Body>>)) {
        for (const [method, operation] of Object.entries(operations)) {
          const said = `${method} ${path}`;
          const [content] = Object.values<Body>(operation['requestBody']?.content ?? {});
          if (operation['requestBody'] !== undefined && content?.['examples'] === undefined) lacking.push(`${said}: no example`);
          if (operation['summary'] === undefined) lacking.push(`${said}: no summary`);
          if (path.startsWith('/api/v1') && !path.endsWith('/login') && operation['responses']['401'] === undefined)
            lacking.push(`${said}: no 401`);
        }
      }
      expect(lacking).toEqual([]);
    });

    test('health is told without signing in, and names what is missing', async () => {
      expect((await plain('/health/live')).status).toBe(200);
      expect(await (await plain('/health/ready')).json()).toEqual({ status: 'ready', missing: [] });
      lab().desk.lacking = ['pbx'];
      const missing = await plain('/health/ready');
      lab().desk.lacking = [];
      expect([missing.status, await missing.json()]).toEqual([503, { status: 'not-ready', missing: ['pbx'] }]);
    });

    test('every answer carries headers that keep browsers from guessing and framing', async () => {
      const { headers } = await lab().get('/sites');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-powered-by')).toBeNull();
    });
  },
};
