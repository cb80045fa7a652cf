import type { Socket } from 'node:dgram';

import { bindUdp, LOOPBACK } from '../../support/sip/udp-socket.js';
import { sightingOf, type Sighting, type TapAnswer, type TapQuestion } from './sip-sighting.js';

/**
 * The program of `SipTap`: a process of its own, so that nothing else that the bench does delays a message or its date. Each message is
 * dated first, passed on second, and read last. Ends when the bench does.
 */

interface Lane {
  readonly pbx: { readonly host: string; readonly port: number };
  readonly inner: Socket;
  readonly outer: Socket;
  /** Where the SIPp process of this lane is; known from its first message. */
  sipp: number | null;
}

let sightings: Sighting[] = [];
const lanes: Lane[] = [];

async function openLane(pbx: Lane['pbx']): Promise<TapAnswer> {
  const lane: Lane = { pbx, inner: await bindUdp(), outer: await bindUdp(), sipp: null };
  const number = lanes.push(lane) - 1;
  const outerPort = lane.outer.address().port;
  lane.inner.on('message', (data, { port }) => {
    const at = performance.now();
    lane.sipp = port;
    const text = data.toString('latin1');
    // SIPp names its own port in Via and Contact: the PBX must answer and call us instead.
    const outward = text.replaceAll(`${LOOPBACK}:${String(port)}`, `${LOOPBACK}:${String(outerPort)}`);
    lane.outer.send(Buffer.from(outward, 'latin1'), pbx.port, pbx.host);
    note(text, { at, lane: number, from: 'sipp' });
  });
  lane.outer.on('message', (data) => {
    const at = performance.now();
    if (lane.sipp !== null) lane.inner.send(data, lane.sipp, LOOPBACK);
    note(data.toString('latin1'), { at, lane: number, from: 'pbx' });
  });
  return { lane: number, innerPort: lane.inner.address().port, outerPort };
}

function note(text: string, seen: Pick<Sighting, 'at' | 'lane' | 'from'>): void {
  const sighting = sightingOf(text, seen);
  if (sighting !== null) sightings.push(sighting);
}

function takeSightings(): TapAnswer {
  const taken = sightings;
  sightings = [];
  return { sightings: taken };
}

process.on('message', (question: TapQuestion) => {
  const answer = question.ask === 'lane' ? openLane({ host: question.host, port: question.port }) : Promise.resolve(takeSightings());
  void answer.then((told) => process.send?.(told));
});
process.once('disconnect', () => process.exit(0));
