import { lookup as resolve, type LookupAddress } from 'node:dns';
import { request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';

import { AddressRules } from './address-rules.js';

/** 256 kB: what another system answers to a question during a call. */
const LARGEST_ANSWER = 256 * 1024;

export interface OutboundRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: none. */
  readonly body: string | null;
  /** From the question to the last byte of the answer. */
  readonly timeoutSeconds: number;
}

/** `address-refused`: the rules; `unreachable`: no such name, nobody listens, or the connection broke. */
export type OutboundFailure = 'bad-url' | 'address-refused' | 'unreachable' | 'timed-out' | 'answer-too-large';

export type OutboundAnswer =
  | { readonly outcome: 'answered'; readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: Buffer }
  | { readonly outcome: 'failed'; readonly reason: OutboundFailure; /** For the log. */ readonly detail: string };

/**
 * Asks other systems at URLs that administrators wrote. The rules are applied to the very address that is connected to, after the name was
 * resolved: a name that is resolved differently a moment later leads nowhere else. Redirects are not followed: they are answers.
 */
export class OutboundHttp {
  private readonly rules: AddressRules;

  constructor(allowed: readonly string[]) {
    this.rules = new AddressRules(allowed);
  }

  async ask({ method, url, headers, body, timeoutSeconds }: OutboundRequest): Promise<OutboundAnswer> {
    const target = URL.canParse(url) ? new URL(url) : null;
    if (target === null || !['http:', 'https:'].includes(target.protocol) || target.username !== '' || target.password !== '') {
      return failed('bad-url', 'The URL is not one of http or https without account.');
    }
    // A host that is an address is connected to without being looked up.
    const literal = target.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !this.rules.mayConnect(literal, literal)) return refused(literal);
    const content = body === null ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((answered) => {
      let request: ClientRequest;
      const done = (answer: OutboundAnswer): void => {
        clearTimeout(deadline);
        answered(answer);
        request.destroy();
      };
      const deadline = setTimeout(() => done(failed('timed-out', `No whole answer within ${timeoutSeconds} s.`)), timeoutSeconds * 1000);
      try {
        const make = target.protocol === 'https:' ? tlsRequest : plainRequest;
        // A connection for each question: one that is kept open would have been checked for somebody else.
        request = make(target, {
          method,
          agent: false,
          lookup: this.lookup,
          headers: { accept: 'application/json', ...headers, ...content },
        });
      } catch (error) {
        clearTimeout(deadline);
        answered(failed('bad-url', String(error)));
        return;
      }
      request.on('error', (error) => done(error instanceof AddressRefused ? refused(error.host) : failed('unreachable', error.message)));
      request.on('response', (response) => readAnswer(response, done));
      request.end(body ?? undefined);
    });
  }

  /** Resolves a name to those of its addresses that may be connected to. */
  private readonly lookup: LookupFunction = (host, options, found) => {
    resolve(host, { ...options, all: true }, (error, addresses: LookupAddress[] | undefined) => {
      if (error !== null) return found(error, '');
      const permitted = (addresses ?? []).filter(({ address }) => this.rules.mayConnect(address, host));
      const [first] = permitted;
      if (first === undefined) return found(new AddressRefused(host), '');
      if (options.all === true) found(null, permitted);
      else found(null, first.address, first.family);
    });
  };
}

class AddressRefused extends Error {
  override readonly name = 'AddressRefused';

  constructor(readonly host: string) {
    super(`${host} has no address that may be asked.`);
  }
}

function readAnswer(response: IncomingMessage, done: (answer: OutboundAnswer) => void): void {
  const parts: Buffer[] = [];
  let size = 0;
  response.on('data', (part: Buffer) => {
    size += part.length;
    if (size > LARGEST_ANSWER) return done(failed('answer-too-large', `The answer is larger than ${LARGEST_ANSWER} bytes.`));
    parts.push(part);
  });
  response.on('error', (error) => done(failed('unreachable', error.message)));
  response.on('end', () =>
    done({ outcome: 'answered', status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
  );
}

function failed(reason: OutboundFailure, detail: string): OutboundAnswer {
  return { outcome: 'failed', reason, detail };
}

function refused(host: string): OutboundAnswer {
  return failed('address-refused', `${host} leads into a network that may not be asked: OUTBOUND_HTTP_ALLOW allows it.`);
}
