import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { beforeAll, expect, test } from '@jest/globals';

import { ACCESS, type Access } from '../../../src/platform/auth/access.js';
import type { HttpLab } from '../../support/http-lab.js';
import type { Story } from './story.js';

const NOBODY = '01JZZZZZZZZZZZZZZZZZZZZZZZ';

interface Route {
  readonly method: string;
  readonly path: string;
  /** Undefined: it says nothing. */
  readonly access: Access | undefined;
}

export const ROLES: Story = {
  title: 'Roles',
  tell: (lab) => {
    const tokens = { agent: '', supervisor: '' };
    let routes: Route[];

    beforeAll(async () => {
      routes = routesOf(lab());
      await lab().made('/agents', { login: 'an-agent', password: 'takes the calls' });
      await lab().made('/agents', { login: 'a-supervisor', password: 'watches them all', role: 'supervisor' });
      tokens.agent = await lab().signIn('an-agent', 'takes the calls');
      tokens.supervisor = await lab().signIn('a-supervisor', 'watches them all');
    });

    /** What those of `routes` answered that did not answer `status` and `code`. */
    const others = async (some: readonly Route[], token: string | null, status: number, code: string): Promise<string[]> => {
      expect(some.length).toBeGreaterThan(20);
      const wrong: string[] = [];
      for (const { method, path } of some) {
        const answer = await lab().call(method, path, { token });
        if (answer.status !== status || answer.body['code'] !== code)
          wrong.push(`${method} ${path}: ${answer.status} ${answer.body['code']}`);
      }
      return wrong;
    };
    const needing = (...levels: Access[]): Route[] => routes.filter(({ access }) => access !== undefined && levels.includes(access));

    test('every route of the running application says who may call it', () => {
      expect(routes.length).toBeGreaterThan(60);
      expect(routes.filter(({ access }) => access === undefined).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    });

    test('nothing but signing in, health, what is measured and what the PBX fetches at addresses with a token is open to everybody', () => {
      const open = needing('public').map(({ method, path }) => `${method} ${path}`);
      expect(
        open.filter((route) => !/^GET \/(health\/|metrics|media\/(audio|speech|voicemails)\/)|^POST \/auth\/login$/.test(route)),
      ).toEqual([]);
    });

    test('without a token no other route does anything', async () => {
      expect(await others(needing('admin', 'supervisor', 'agent'), null, 401, 'not-signed-in')).toEqual([]);
    });

    test('an agent is refused what supervisors and administrators do, before anything is looked at', async () => {
      expect(await others(needing('admin', 'supervisor'), tokens.agent, 403, 'role-insufficient')).toEqual([]);
    });

    test('a supervisor is refused what administrators do', async () => {
      expect(await others(needing('admin'), tokens.supervisor, 403, 'role-insufficient')).toEqual([]);
    });

    test('a supervisor reads every list of the configuration', async () => {
      const lists = needing('supervisor').filter(({ method, path }) => method === 'GET' && !path.includes(NOBODY));
      const statuses = await Promise.all(
        lists.map(async ({ path }) => [path, (await lab().get(path, { token: tokens.supervisor })).status]),
      );
      expect(statuses.filter(([, status]) => status === 401 || status === 403)).toEqual([]);
    });

    test('the configuration is changed and deleted by administrators only', () => {
      const changing = needing('supervisor', 'agent').filter(({ method }) => method === 'PATCH' || method === 'DELETE');
      const configuration =
        /^\/(sites|dids|queues|audio|skill-groups|agents|dial-policy|disposition-groups|scripts|auth|campaign-defaults|campaigns)\b/;
      expect(changing.filter(({ path }) => configuration.test(path)).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    });
  },
};

/** Every method of every controller, with ids that nothing has. */
function routesOf({ app }: HttpLab): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap(({ controllers: some }) => [...some.values()]);
  return controllers.flatMap(({ metatype }) => {
    const controller = metatype as Type;
    const prefixes = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[]].flat();
    const methods = Object.values(Object.getOwnPropertyDescriptors(controller.prototype as object)).map(({ value }) => value as unknown);
    return methods.flatMap((handler) => {
      if (typeof handler !== 'function' || Reflect.getMetadata(METHOD_METADATA, handler) === undefined) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';
      const access = (Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller)) as Access | undefined;
      const ends = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
      return prefixes.flatMap((prefix) => ends.map((end) => ({ method, access, path: pathOf(prefix, end) })));
    });
  });
}

function pathOf(...parts: string[]): string {
  const whole = parts.flatMap((part) => part.split('/')).filter(Boolean);
  return `/${whole.map((part) => (part.startsWith(':') ? NOBODY : part)).join('/')}`;
}
