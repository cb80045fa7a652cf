import { LOOPBACK, type Address } from './udp-socket.js';

export type Codec = 'PCMU' | 'PCMA';
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** Static payload types of RFC 3551. */
export const PAYLOAD_TYPE: Record<Codec, number> = { PCMU: 0, PCMA: 8 };
/** Our payload type for telephone events (RFC 4733); the peer's may differ and is read from its SDP. */
export const OUR_EVENT_PAYLOAD = 101;

/** One audio stream, as one side described it. */
export interface AudioDescription {
  readonly address: Address;
  /** Codecs we speak, in the order of preference of whoever wrote the description. */
  readonly codecs: readonly Codec[];
  readonly eventPayload: number | undefined;
  readonly direction: Direction;
}

/** An audio description as it goes on the wire. `version` must grow each time the same session is described anew. */
export function writeSdp(audio: AudioDescription, version = 1): string {
  const payloads = [...audio.codecs.map((codec) => PAYLOAD_TYPE[codec]), ...(audio.eventPayload === undefined ? [] : [audio.eventPayload])];
  const lines = [
    'v=0',
    `o=guichet ${audio.address.port} ${version} IN IP4 ${LOOPBACK}`,
    's=-',
    `c=IN IP4 ${audio.address.host}`,
    't=0 0',
    `m=audio ${audio.address.port} RTP/AVP ${payloads.join(' ')}`,
    ...audio.codecs.map((codec) => `a=rtpmap:${PAYLOAD_TYPE[codec]} ${codec}/8000`),
    ...(audio.eventPayload === undefined
      ? []
      : [`a=rtpmap:${audio.eventPayload} telephone-event/8000`, `a=fmtp:${audio.eventPayload} 0-16`]),
    'a=ptime:20',
    `a=${audio.direction}`,
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

/** The first audio stream of an SDP body; `undefined` when there is none or it was declined (port 0). */
export function readSdp(body: string): AudioDescription | undefined {
  const media = /^m=audio (\d+) \S+ ([\d ]+)/m.exec(body);
  const port = Number(media?.[1]);
  if (!media || !port) return undefined;
  const audio = body.slice(media.index).split(/^m=(?!audio)/m, 1)[0]!;
  const host = /^c=IN IP4 (\S+)/m.exec(audio)?.[1] ?? /^c=IN IP4 (\S+)/m.exec(body)?.[1] ?? LOOPBACK;
  const codecs = media[2]!.split(' ').flatMap((type): Codec[] => (type === '0' ? ['PCMU'] : type === '8' ? ['PCMA'] : []));
  const event = /^a=rtpmap:(\d+) telephone-event\/8000/im.exec(audio)?.[1];
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(audio)?.[1] as Direction | undefined;
  return {
    address: { host, port },
    codecs,
    eventPayload: event === undefined ? undefined : Number(event),
    direction: direction ?? 'sendrecv',
  };
}

/** The direction to answer an offer with when nobody here is on hold (RFC 3264, 6.1). */
export function answeringDirection(offered: Direction): Direction {
  return offered === 'sendonly' ? 'recvonly' : offered === 'recvonly' ? 'sendonly' : offered;
}
