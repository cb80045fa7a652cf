import { randomInt } from 'node:crypto';
import type { Socket } from 'node:dgram';

import { decodeG711 } from './g711.js';
import { HeardAudio } from './heard-audio.js';
import { everyPacketTime } from './rtp-clock.js';
import { OUR_EVENT_PAYLOAD, PAYLOAD_TYPE, type AudioDescription, type Codec, type Direction } from './sdp.js';
import { eventPackets, readEvent, type Digit, type EventPacket } from './telephone-event.js';
import { SoundStream, type Sound } from './tone-source.js';
import { bindUdp, closeUdp, LOOPBACK, type Address } from './udp-socket.js';

const SAMPLES_PER_PACKET = 160;
/** Pause between two keys, in packets. */
const BETWEEN_KEYS = 5;

interface KeyPress {
  readonly packets: EventPacket[];
  readonly released: () => void;
  timestamp?: number;
}

/**
 * The ear and the mouth of one call: an RTP port on the loopback. Silent until `talkTo` tells it where to send; from then on sends a
 * packet every 20 ms, silence when it has nothing to say, as a telephone does.
 */
export class RtpEndpoint {
  readonly heard = new HeardAudio();
  /** Keys received as telephone events, in order. */
  readonly keysHeard: Digit[] = [];
  private readonly ssrc = randomInt(2 ** 32);
  private sequence = randomInt(2 ** 16);
  private timestamp = randomInt(2 ** 31);
  private remote: Address | undefined;
  private codec: Codec = 'PCMU';
  private eventPayload = OUR_EVENT_PAYLOAD;
  private muted = false;
  /** Sends no packets, as a telephone does that suppresses silence. */
  private still = false;
  private sound: Sound = 'silence';
  private stream = new SoundStream('silence', 'PCMU');
  private firstPacket = true;
  private readonly keys: KeyPress[] = [];
  private pause = 0;
  private stopBeat: (() => void) | undefined;
  private packetsSent = 0;
  private lastKeyTimestamp = -1;

  private constructor(private readonly socket: Socket) {
    socket.on('message', (data) => this.receive(data));
  }

  static async open(sound: Sound = 'silence'): Promise<RtpEndpoint> {
    const endpoint = new RtpEndpoint(await bindUdp());
    endpoint.say(sound);
    return endpoint;
  }

  get port(): number {
    return this.socket.address().port;
  }

  get sent(): number {
    return this.packetsSent;
  }

  get received(): number {
    return this.heard.packetCount;
  }

  /** How our side describes this stream. */
  describe(codecs: readonly Codec[], direction: Direction = 'sendrecv'): AudioDescription {
    return { address: { host: LOOPBACK, port: this.port }, codecs, eventPayload: OUR_EVENT_PAYLOAD, direction };
  }

  /** Sends from now on to where the peer's description says, in its first codec, unless it does not want to hear. */
  talkTo(peer: AudioDescription): void {
    const codec = peer.codecs[0] ?? 'PCMU';
    if (codec !== this.codec) {
      this.codec = codec;
      this.stream = new SoundStream(this.sound, codec);
    }
    this.remote = peer.address;
    this.eventPayload = peer.eventPayload ?? OUR_EVENT_PAYLOAD;
    this.muted = peer.direction === 'sendonly' || peer.direction === 'inactive';
    this.stopBeat ??= everyPacketTime(() => this.beat());
  }

  /** Replaces what is sent. A sequence that does not repeat is followed by silence. */
  say(sound: Sound): void {
    this.sound = sound;
    this.stream = new SoundStream(sound, this.codec);
  }

  /** Sends nothing at all until `speakUp`: not even silence. */
  fallSilent(): void {
    this.still = true;
  }

  speakUp(): void {
    this.still = false;
  }

  /** Whether the sequence given to `say` has been sent to its end. */
  get finished(): boolean {
    return this.stream.finished;
  }

  /** Presses keys one after the other as telephone events; resolves when the last is released. Needs a peer. */
  async press(digits: string, ms = 160): Promise<void> {
    if (this.remote === undefined) throw new Error('keys cannot be pressed before the media is set up');
    await Promise.all(
      Array.from(
        digits,
        (digit) => new Promise<void>((resolve) => this.keys.push({ packets: eventPackets(digit as Digit, ms), released: resolve })),
      ),
    );
  }

  async close(): Promise<void> {
    this.stopBeat?.();
    this.stopBeat = undefined;
    for (const key of this.keys.splice(0)) key.released();
    await closeUdp(this.socket);
  }

  private beat(): void {
    const key = this.pause > 0 ? undefined : this.keys[0];
    if (this.pause > 0) this.pause--;
    if (key) this.sendKey(key);
    else if (!this.muted && !this.still)
      this.send(PAYLOAD_TYPE[this.codec], this.stream.take(SAMPLES_PER_PACKET), this.timestamp, this.firstPacket);
    this.timestamp = (this.timestamp + SAMPLES_PER_PACKET) >>> 0;
  }

  private sendKey(key: KeyPress): void {
    key.timestamp ??= this.timestamp;
    const packet = key.packets.shift();
    if (packet) this.send(this.eventPayload, packet.payload, key.timestamp, packet.marker);
    if (packet && !packet.last) return;
    this.keys.shift();
    this.pause = BETWEEN_KEYS;
    key.released();
  }

  private send(payloadType: number, payload: Uint8Array, timestamp: number, marker: boolean): void {
    if (!this.remote) return;
    const packet = Buffer.alloc(12 + payload.length);
    packet[0] = 0x80;
    packet[1] = (marker ? 0x80 : 0) | payloadType;
    packet.writeUInt16BE(this.sequence, 2);
    packet.writeUInt32BE(timestamp, 4);
    packet.writeUInt32BE(this.ssrc, 8);
    packet.set(payload, 12);
    this.sequence = (this.sequence + 1) & 0xffff;
    this.firstPacket = false;
    this.packetsSent++;
    this.socket.send(packet, this.remote.port, this.remote.host);
  }

  private receive(data: Buffer): void {
    if (data.length < 12 || data[0]! >> 6 !== 2) return;
    const type = data[1]! & 0x7f;
    const header = 12 + 4 * (data[0]! & 0x0f) + (data[0]! & 0x10 ? 4 : 0);
    // Types 64 to 95 would be RTCP, which the PBX sends to the next port: another call of ours may have it.
    if (type === PAYLOAD_TYPE.PCMU) this.heard.add(decodeG711('PCMU', data.subarray(header)), performance.now());
    else if (type === PAYLOAD_TYPE.PCMA) this.heard.add(decodeG711('PCMA', data.subarray(header)), performance.now());
    else if (type === OUR_EVENT_PAYLOAD) this.hearKey(data.readUInt32BE(4), data.subarray(header));
  }

  private hearKey(timestamp: number, payload: Uint8Array): void {
    const event = readEvent(payload);
    // One key comes as many packets that share a time stamp.
    if (!event || timestamp === this.lastKeyTimestamp) return;
    this.lastKeyTimestamp = timestamp;
    this.keysHeard.push(event.digit);
  }
}
