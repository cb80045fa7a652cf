/** A SIP message that matters for a measurement, seen on its way. */
export interface Sighting {
  /** Milliseconds on the tap's own clock, which never goes back; all lanes share it. */
  readonly at: number;
  readonly lane: number;
  readonly from: 'pbx' | 'sipp';
  /** Method of a request, status code of a response: `INVITE`, `BYE`, `183`. */
  readonly what: string;
  /** Method of the transaction. */
  readonly transaction: string;
  readonly callId: string;
  /** Of a request: whom it is for, the user part of its target. */
  readonly user: string | null;
}

/** What the tap's process is asked, one question at a time. */
export type TapQuestion = { readonly ask: 'lane'; readonly host: string; readonly port: number } | { readonly ask: 'sightings' };

/** And what it answers. */
export type TapAnswer =
  { readonly lane: number; readonly innerPort: number; readonly outerPort: number } | { readonly sightings: readonly Sighting[] };

/** What matters of one message, or null: retransmissions are not told apart, 100 Trying and everything but calls is left out. */
export function sightingOf(text: string, seen: Pick<Sighting, 'at' | 'lane' | 'from'>): Sighting | null {
  const transaction = /^CSeq:\s*\d+\s+(\w+)/im.exec(text)?.[1] ?? '';
  const callId = /^(?:Call-ID|i):\s*(\S+)/im.exec(text)?.[1];
  if (callId === undefined || !['INVITE', 'BYE', 'CANCEL'].includes(transaction)) return null;
  const status = /^SIP\/2\.0 (\d{3})/.exec(text)?.[1];
  if (status === '100') return null;
  const [method = '', target = ''] = text.split(' ', 2);
  return {
    ...seen,
    what: status ?? method,
    transaction,
    callId,
    user: status === undefined ? (/^sips?:([^@;>]+)@/.exec(target)?.[1] ?? null) : null,
  };
}
