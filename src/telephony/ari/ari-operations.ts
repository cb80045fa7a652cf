import { createRequire } from 'node:module';
import ariClient, { type Client, type SwaggerCall, type SwaggerOperation, type SwaggerResource } from 'ari-client';
import { PbxUnreachable } from '../../core/ports/telephony.js';
import { AriFault } from './ari-fault.js';
import type { AriHttp } from './ari-http.js';

type Args = Readonly<Record<string, unknown>>;

/** What `swagger-client` hands to its HTTP client. */
interface SwaggerHttpRequest {
  readonly url: string;
  readonly method: string;
  readonly on: { readonly response: (response: { data: string; obj: unknown; status: number }) => void };
}

/** Operations that an Asterisk must have to carry Guichet; the youngest of them came with Asterisk 14. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  applications: ['get', 'subscribe', 'unsubscribe', 'filter'],
  asterisk: ['updateObject', 'deleteObject'],
  bridges: ['createWithId', 'list', 'addChannel', 'removeChannel', 'playWithId', 'destroy'],
  channels: [
    'originate',
    'originateWithId',
    'list',
    'answer',
    'ring',
    'hangup',
    'startMoh',
    'stopMoh',
    'playWithId',
    'record',
    'getChannelVar',
    'setChannelVar',
    'snoopChannelWithId',
  ],
  endpoints: ['listByTech'],
  playbacks: ['get', 'stop'],
  recordings: ['listStored', 'getStored', 'getStoredFile', 'deleteStored', 'getLive', 'stop', 'mute', 'unmute'],
};

const LOAD_DEADLINE_MS = 5_000;

/**
 * The REST operations of one PBX, as `ari-client` makes them from the PBX's own api-docs. Two things are put right:
 *
 * - Requests travel over `AriHttp`, so that each has a deadline and an error has its status.
 * - The api-docs too. Left alone, `swagger-client` throws from inside a socket callback when one of them comes with an error status, as
 *   they do while Asterisk starts, and that ends the process. Its HTTP client can be replaced for the whole process only, hence the turns.
 *
 * The event socket of `ari-client` is not used, see `ari-socket.ts`.
 */
export class AriOperations {
  private constructor(private readonly client: Client) {}

  /** Throws `PbxUnreachable`, or `AriFault` when this PBX lacks an operation that is needed. */
  static async load(http: AriHttp): Promise<AriOperations> {
    const client = await inTurn(http, async () => ariClient.connect(http.origin, '', ''));
    for (const [resource, operations] of Object.entries(REQUIRED)) {
      for (const operation of operations) {
        if (client._swagger.apis[resource]?.operations[operation] !== undefined) continue;
        throw new AriFault(
          'GET',
          `/ari/api-docs/${resource}.json`,
          0,
          `no operation ${operation}: this Asterisk is too old, or a module is not loaded`,
        );
      }
    }
    for (const api of Object.values(client._swagger.apis)) sendOver(http, api);
    return new AriOperations(client);
  }

  /** Carries out an operation by its api-docs nickname. Throws `AriFault` or `PbxUnreachable`. */
  async call(resource: string, operation: string, args: Args): Promise<unknown> {
    const operations = this.client[resource] as Readonly<Record<string, (args: Args) => PromiseLike<unknown>>> | undefined;
    const call = operations?.[operation];
    if (call === undefined) throw new AriFault('?', `/ari/${resource}`, 0, `no operation ${operation}`);
    return call(args);
  }
}

function sendOver(http: AriHttp, api: SwaggerResource): void {
  for (const [nickname, operation] of Object.entries(api.operations)) {
    const call: SwaggerCall = (args, onResponse, onError) => {
      http.send(toRequest(operation, args)).then((data) => onResponse({ data }), onError);
    };
    api[nickname] = call;
  }
}

/** What changes something carries its arguments as JSON, where lists stay lists and no length limit of the request line applies. */
function toRequest({ method, path, parameters }: SwaggerOperation, args: Args): Parameters<AriHttp['send']>[0] {
  const { body, ...rest } = args;
  const filled = parameters
    .filter((parameter) => parameter.paramType === 'path')
    .reduce((filling, { name }) => {
      const value = encodeURIComponent(String(rest[name]));
      Reflect.deleteProperty(rest, name);
      return filling.replace(`{${name}}`, value);
    }, `/ari${path}`);
  const verb = method.toUpperCase();
  if (verb === 'POST' || verb === 'PUT') {
    // `ari-client` has already made text of the one argument that the api-docs declare as the body.
    const json = { ...rest, ...(typeof body === 'string' ? (JSON.parse(body) as object) : {}) };
    return { method: verb, path: filled, json };
  }
  const query = new URLSearchParams(Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)])).toString();
  return { method: verb, path: query === '' ? filled : `${filled}?${query}` };
}

/** The last load, done or failed: `swagger-client` has one HTTP client for the process, so one PBX loads at a time. */
let lastTurn: Promise<unknown> = Promise.resolve();
let loading: { readonly http: AriHttp; readonly fail: (error: unknown) => void } | null = null;

function inTurn(http: AriHttp, connect: () => Promise<Client>): Promise<Client> {
  const turn = lastTurn.then(
    () =>
      new Promise<Client>((resolve, reject) => {
        takeOverSwaggerHttp();
        const deadline = setTimeout(() => fail(new PbxUnreachable('the PBX did not hand out its api-docs in time')), LOAD_DEADLINE_MS);
        const fail = (error: unknown): void => {
          clearTimeout(deadline);
          loading = null;
          reject(error instanceof Error ? error : new PbxUnreachable(String(error)));
        };
        loading = { http, fail };
        connect().then((client) => {
          clearTimeout(deadline);
          loading = null;
          resolve(client);
        }, fail);
      }),
  );
  lastTurn = turn.catch(() => undefined);
  return turn;
}

let takenOver = false;

function takeOverSwaggerHttp(): void {
  if (takenOver) return;
  takenOver = true;
  // swagger-client says on standard output at each load that the api-docs of every Asterisk are of a version that it calls deprecated, through
  // a global function that it leaves behind.
  Reflect.set(globalThis, 'log', () => undefined);
  const require = createRequire(createRequire(import.meta.url).resolve('ari-client'));
  const swagger = require('swagger-client') as { SwaggerHttp: { prototype: { execute: (request: SwaggerHttpRequest) => void } } };
  swagger.SwaggerHttp.prototype.execute = (request) => {
    const turn = loading;
    const url = new URL(request.url);
    // A straggler of a load that was given up.
    if (turn?.http.origin !== url.origin) return;
    turn.http.send({ method: request.method.toUpperCase(), path: url.pathname + url.search }).then((data) => {
      if (loading !== turn) return;
      try {
        request.on.response({ data, obj: JSON.parse(data), status: 200 });
      } catch (error) {
        turn.fail(error);
      }
    }, turn.fail);
  };
}
