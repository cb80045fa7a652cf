/** A SIP address as From, To and Contact carry it. */
export interface SipAddress {
  readonly displayName: string | undefined;
  /** User part of the URI, percent-decoding left undone. */
  readonly user: string | undefined;
  readonly uri: string;
  readonly tag: string | undefined;
}

/** Long names of the compact headers that a PBX may send (RFC 3261, 20). */
const COMPACT: Record<string, string> = {
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  v: 'via',
};

/** A request or a response, read but not interpreted. */
export class SipMessage {
  private constructor(
    readonly startLine: string,
    /** Lower-case long names, in the order received; several values under one name are kept apart. */
    readonly headers: ReadonlyMap<string, readonly string[]>,
    readonly body: string,
  ) {}

  /** `undefined` for what is not SIP: keep-alives, for example. */
  static parse(text: string): SipMessage | undefined {
    const split = text.indexOf('\r\n\r\n');
    const head = split < 0 ? text : text.slice(0, split);
    const [startLine = '', ...lines] = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
    if (!/^SIP\/2\.0 \d{3}|^\S+ \S+ SIP\/2\.0$/.test(startLine)) return undefined;
    const headers = new Map<string, string[]>();
    for (const line of lines) {
      const colon = line.indexOf(':');
      if (colon < 0) continue;
      const written = line.slice(0, colon).trim().toLowerCase();
      const name = COMPACT[written] ?? written;
      const values = headers.get(name) ?? [];
      values.push(line.slice(colon + 1).trim());
      headers.set(name, values);
    }
    return new SipMessage(startLine, headers, split < 0 ? '' : text.slice(split + 4));
  }

  /** Status code of a response, `undefined` for a request. */
  get status(): number | undefined {
    return this.startLine.startsWith('SIP/2.0 ') ? Number(this.startLine.slice(8, 11)) : undefined;
  }

  get reason(): string {
    return this.startLine.startsWith('SIP/2.0 ') ? this.startLine.slice(12) : '';
  }

  /** Method of a request, `undefined` for a response. */
  get method(): string | undefined {
    return this.status === undefined ? this.startLine.split(' ', 1)[0] : undefined;
  }

  /** Method of the transaction: for a response, the one it answers. */
  get transaction(): string {
    return this.header('cseq')?.split(/\s+/)[1] ?? '';
  }

  get callId(): string {
    return this.header('call-id') ?? '';
  }

  /** First value of a header; the name's case does not matter. */
  header(name: string): string | undefined {
    return this.headers.get(name.toLowerCase())?.[0];
  }

  address(name: 'From' | 'To' | 'Contact' | 'P-Asserted-Identity' | 'Remote-Party-ID' | 'Refer-To'): SipAddress | undefined {
    const value = this.header(name);
    return value === undefined ? undefined : parseAddress(value);
  }
}

export function parseAddress(value: string): SipAddress {
  const uri = /<([^>]*)>/.exec(value)?.[1] ?? value.split(';', 1)[0]!.trim();
  const named = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*</.exec(value);
  const displayName = named?.[1]?.replaceAll(/\\(.)/g, '$1') ?? (named?.[2] || undefined);
  const parameters = value.slice(value.indexOf('>') + 1);
  return {
    displayName,
    user: /^sips?:([^@;]+)@/.exec(uri)?.[1],
    uri,
    tag: /;\s*tag=([^;\s]+)/.exec(parameters)?.[1],
  };
}
