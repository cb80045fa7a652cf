import { NestFactory } from '@nestjs/core';
import type { DynamicModule } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';

import { CONFIGURATION, type Configuration } from '../config/configuration.js';
import type { Log } from '../logging/log.js';
import { NestLog } from '../logging/nest-log.js';
import { serveOpenApi } from '../openapi/openapi-document.js';
import { jsonOnly } from './content-type.js';
import { closedUntil } from './closed-until.js';
import { FORBIDDEN_KEY } from './problem.js';
import { securityHeaders } from './security-headers.js';

/** A range of 10,000 numbers needs a hundred bytes; a long script some hundred kilobytes. */
const LARGEST_BODY = '1mb';

/** The application with every rule of the HTTP contract, initialised but not listening. The API is closed until `started` says yes. */
export async function httpApplication(
  root: DynamicModule,
  log: Log,
  version: string,
  started: () => boolean = () => true,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(root, { bodyParser: false, logger: new NestLog(log), abortOnError: false });
  app.disable('x-powered-by');
  // Versions are the tags of resources; a hash of the bytes would cost and mean less.
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', app.get<Configuration>(CONFIGURATION).http.trustedProxies);
  app.use(securityHeaders, closedUntil(started), jsonOnly);
  app.useBodyParser('json', { limit: LARGEST_BODY, reviver: refuseForbiddenKeys });
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
  serveOpenApi(app, version);
  await app.init();
  return app;
}

/** Keys that mean something to JavaScript are dropped in silence further on: better refused like any unknown property. */
function refuseForbiddenKeys(key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
    throw Object.assign(new SyntaxError(`the key ${key}`), { type: FORBIDDEN_KEY });
  }
  return value;
}
