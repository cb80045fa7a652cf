import { label, receiveRequest, receiveResponse, scenario, send, type Step } from './scenario-steps.js';
import { writeSdp } from './sdp.js';
import { LOOPBACK, type Address } from './udp-socket.js';

/**
 * Scenarios for many calls in one SIPp process. Nobody commands them call by call: what differs between calls comes from a file of fields,
 * and every wait that may end in two ways is a reception with a time limit, since SIPp loses what arrives during a pause.
 */

/** Waits for the peer's request at most `ms`, then goes on at `otherwise`. */
function receiveWithin(request: string, ms: number, next: string, otherwise: string): Step {
  return `<recv request="${request}" timeout="${ms}" ontimeout="${otherwise}" next="${next}"/>`;
}

function sdp(mediaPort: number): string {
  return writeSdp({ address: { host: LOOPBACK, port: mediaPort }, codecs: ['PCMU'], eventPayload: 101, direction: 'sendrecv' });
}

const LAST = ['[last_Via:]', '[last_From:]', '[last_To:]', '[last_Call-ID:]', '[last_CSeq:]'];

/** How often a caller with a stay of their own looks whether it is over. */
const LOOKS_EVERY_MS = 500;

const fieldInto = (field: string, variable: string): string =>
  `<assignstr assign_to="text" value="[${field}]"/><todouble assign_to="${variable}" variable="text"/>`;

/**
 * Fields: number dialled, caller's number. Hangs up `talkMs` after the answer unless the PBX does before; both are successes. Without
 * `talkMs` two more fields: after how many ms the caller dials, and how many they stay, to half a second.
 */
export function loadCallerScenario({ pbx, mediaPort, talkMs }: { pbx: Address; mediaPort: number; talkMs?: number }): string {
  const own = '[local_ip]:[local_port]';
  const request = (method: string, cseq: number, target: string, to: string): string[] => [
    `${method} ${target} SIP/2.0`,
    `Via: SIP/2.0/UDP ${own};rport;branch=[branch]`,
    `From: <sip:[field1]@${own}>;tag=[pid]-[call_number]`,
    `To: ${to}`,
    'Call-ID: [call_id]',
    `CSeq: ${cseq} ${method}`,
    `Contact: <sip:[field1]@${own}>`,
    'Max-Forwards: 70',
  ];
  const called = `sip:[field0]@${pbx.host}:${pbx.port}`;
  const dialog = `<${called}>[peer_tag_param]`;
  const invite = send([...request('INVITE', 1, called, `<${called}>`), 'Content-Type: application/sdp'], {
    retransmit: true,
    body: sdp(mediaPort),
  });
  const comes = `<nop><action>${fieldInto('field2', 'comes')}${fieldInto('field3', 'left')}</action></nop><pause variable="comes"/>`;
  const look = `<add assign_to="left" value="-${String(LOOKS_EVERY_MS)}"/><test assign_to="stays" variable="left" compare="greater_than" value="0"/>`;
  const stays = [
    label('stay'),
    receiveWithin('BYE', LOOKS_EVERY_MS, 'byeReceived', 'look'),
    label('look'),
    `<nop next="stay" test="stays"><action>${look}</action></nop>`,
  ];
  return scenario(
    'load-caller',
    [],
    [
      ...(talkMs === undefined ? [comes] : []),
      invite.replace('<send', '<send start_rtd="1"'),
      receiveResponse('1..', { optional: true }),
      '<recv response="200" rtd="1" rrs="true"/>',
      send(request('ACK', 1, '[next_url]', dialog)),
      ...(talkMs === undefined ? stays : [receiveWithin('BYE', talkMs, 'byeReceived', 'hangUp')]),
      label('hangUp'),
      send(request('BYE', 2, '[next_url]', dialog), { retransmit: true }),
      receiveRequest('BYE', { optional: true, next: 'byeReceived' }),
      receiveResponse('[2-6]..', { next: 'end' }),
      label('byeReceived'),
      send(['SIP/2.0 200 OK', ...LAST]),
      label('end'),
    ],
  );
}

/** Rings for `ringMs`, answers, and stays until the PBX hangs up, or for `talkMs` when that is shorter. */
export function loadPhoneScenario({ mediaPort, ringMs, talkMs }: { mediaPort: number; ringMs: number; talkMs: number }): string {
  const own = '[local_ip]:[local_port]';
  const keep = (header: string, variable: string, pattern = '[^ ].*'): string =>
    `<ereg regexp="${pattern}" search_in="hdr" header="${header}:" assign_to="${variable}"/>`;
  const tag = ';tag=[pid]-[call_number]';
  const reply = (status: string): string[] => [
    `SIP/2.0 ${status}`,
    'Via: [$via]',
    'From: [$calling]',
    `To: [$called]${tag}`,
    'Call-ID: [call_id]',
    'CSeq: [$cseq]',
    `Contact: <sip:phone@${own}>`,
  ];
  const bye = [
    'BYE [$target] SIP/2.0',
    `Via: SIP/2.0/UDP ${own};rport;branch=[branch]`,
    `From: [$called]${tag}`,
    'To: [$calling]',
    'Call-ID: [call_id]',
    'CSeq: 1 BYE',
    'Max-Forwards: 70',
  ];
  return scenario(
    'load-phone',
    ['via', 'calling', 'called', 'cseq', 'target'],
    [
      receiveRequest('OPTIONS', { optional: true, next: 'pong' }),
      receiveRequest('INVITE', {
        actions: [
          keep('Via', 'via'),
          keep('From', 'calling'),
          keep('To', 'called'),
          keep('CSeq', 'cseq'),
          keep('Contact', 'target', 'sip:[^&gt;; ]+'),
        ],
      }),
      send(reply('180 Ringing')),
      receiveWithin('CANCEL', Math.max(1, ringMs), 'cancelled', 'answer'),
      label('answer'),
      send([...reply('200 OK'), 'Content-Type: application/sdp'], { retransmit: true, body: sdp(mediaPort) }),
      receiveRequest('BYE', { optional: true, next: 'byeReceived' }),
      receiveRequest('ACK'),
      receiveWithin('BYE', talkMs, 'byeReceived', 'hangUp'),
      label('hangUp'),
      send(bye, { retransmit: true }),
      receiveRequest('BYE', { optional: true, next: 'byeReceived' }),
      receiveResponse('[2-6]..', { next: 'end' }),
      label('cancelled'),
      send(reply('487 Request Terminated')),
      send(['SIP/2.0 200 OK', ...LAST]),
      receiveRequest('ACK', { next: 'end' }),
      label('pong'),
      send(['SIP/2.0 200 OK', ...LAST], { next: 'end' }),
      label('byeReceived'),
      send(['SIP/2.0 200 OK', ...LAST]),
      label('end'),
    ],
  );
}

/** Fields: user, `[authentication …]`. Registers the port it runs on. */
export function loadRegistrationScenario({ domain, expires }: { domain: string; expires: number }): string {
  const register = (cseq: number, extra: string[] = []): Step =>
    send(
      [
        `REGISTER sip:${domain} SIP/2.0`,
        'Via: SIP/2.0/UDP [local_ip]:[local_port];rport;branch=[branch]',
        `From: <sip:[field0]@${domain}>;tag=[pid]-[call_number]`,
        `To: <sip:[field0]@${domain}>`,
        'Call-ID: [call_id]',
        `CSeq: ${cseq} REGISTER`,
        'Contact: <sip:[field0]@[local_ip]:[local_port]>',
        `Expires: ${expires}`,
        'Max-Forwards: 70',
        ...extra,
      ],
      { retransmit: true },
    );
  return scenario(
    'load-registration',
    [],
    [
      register(1),
      receiveResponse('100', { optional: true }),
      receiveResponse('40[17]', { auth: true }),
      register(2, ['[field1]']),
      receiveResponse('100', { optional: true }),
      '<recv response="200"/>',
    ],
  );
}
