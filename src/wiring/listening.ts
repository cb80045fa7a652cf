import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Configuration } from '../platform/config/configuration.js';
import { CannotStart } from './operator-faults.js';

type Place = Configuration['http'];

/**
 * Throws `CannotStart` when HTTP could not be served there. Asked before anything is started: a PBX started for a Guichet that then cannot
 * go on would be left behind.
 */
export async function expectFreeHttpPort(place: Place): Promise<void> {
  const probe = createServer();
  probe.listen({ host: place.host, port: place.port, exclusive: true });
  try {
    await once(probe, 'listening');
  } catch (fault) {
    throw explained(fault, place);
  }
  probe.close();
  await once(probe, 'close');
}

/** Serves, and answers the address without path. Throws `CannotStart` when it cannot. */
export async function listen(app: NestExpressApplication, place: Place): Promise<string> {
  const { host } = place;
  try {
    await app.listen(place.port, host);
  } catch (fault) {
    throw explained(fault, place);
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}

function explained(fault: unknown, { host, port }: Place): unknown {
  switch ((fault as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new CannotStart(`Port ${String(port)} on ${host} is taken: stop what uses it, or set HTTP_PORT to another.`);
    case 'EADDRNOTAVAIL':
      return new CannotStart(`HTTP_HOST ${host} is not an address of this machine.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CannotStart(`HTTP_HOST ${host} is not a name that this machine knows.`);
    case 'EACCES':
      return new CannotStart(`HTTP_PORT ${String(port)} may not be used by this user: choose one above 1023.`);
    default:
      return fault;
  }
}
