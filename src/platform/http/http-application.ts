import { NestFactory } from '@nestjs/core';
import type { DynamicModule } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { json, type RequestHandler } from 'express';

import { AUTHENTICATOR, type Authenticator } from '../auth/authenticator.js';
import { CONFIGURATION, type Configuration } from '../config/configuration.js';
import type { Log } from '../logging/log.js';
import { NestLog } from '../logging/nest-log.js';
import { serveOpenApi } from '../openapi/openapi-document.js';
import { jsonOnly } from './content-type.js';
import { closedUntil } from './closed-until.js';
import { FORBIDDEN_KEY } from './problem.js';
import { nothingHere } from './nothing-here.js';
import { securityHeaders } from './security-headers.js';

/** A range of 10,000 numbers needs a hundred bytes; a long script some hundred kilobytes. */
const LARGEST_BODY = '1mb';
/** A campaign that comes from elsewhere may bring its sounds along. */
const LARGEST_IMPORT = '50mb';

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
  app.use('/api/v1/campaigns/import', forAdministrators(app, json({ limit: LARGEST_IMPORT, reviver: refuseForbiddenKeys })));
  app.useBodyParser('json', { limit: LARGEST_BODY, reviver: refuseForbiddenKeys });
  app.setGlobalPrefix('api/v1', {
    exclude: [
      'health/live',
      'health/ready',
      'metrics',
      'media/audio/:token/:file',
      'media/speech/:token/:file',
      'media/voicemails/:token/:file',
    ],
  });
  serveOpenApi(app, version);
  await app.init();
  app.use(nothingHere);
  return app;
}

/** Only who may import makes us read so much: others are told what they are told elsewhere. */
function forAdministrators(app: NestExpressApplication, parser: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '') ?? [];
    const authenticator = app.get<Authenticator>(AUTHENTICATOR, { strict: false });
    const principal = token === undefined ? null : authenticator.principalOf(token);
    if (principal?.role === 'admin') parser(request, response, next);
    else next();
  };
}

/** Keys that mean something to JavaScript are dropped in silence further on: better refused like any unknown property. */
function refuseForbiddenKeys(key: string, value: unknown): unknown {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
    throw Object.assign(new SyntaxError(`the key ${key}`), { type: FORBIDDEN_KEY });
  }
  return value;
}
