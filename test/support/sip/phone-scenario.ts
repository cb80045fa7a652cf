import {
  keepBody,
  keepHeader,
  label,
  receiveRequest,
  receiveResponse,
  scenario,
  send,
  type SendOptions,
  type Step,
} from './scenario-steps.js';
import { answerLast, talking, TALK_VARIABLES, type Party } from './talk-scenario.js';
import { LOOPBACK } from './udp-socket.js';

/** Answers that a phone can refuse a call with; 302 sends it on to `FORWARDS_TO`. */
export const REFUSAL = {
  302: 'Moved Temporarily',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  480: 'Temporarily Unavailable',
  486: 'Busy Here',
  488: 'Not Acceptable Here',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  600: 'Busy Everywhere',
  603: 'Decline',
} as const;
export type RefusalCode = keyof typeof REFUSAL;

/** Whom a phone that answers 302 wants called instead. */
export const FORWARDS_TO = '+33612399999';

/** The commands that a call takes until it is answered. */
export const PHONE_COMMAND = {
  ring: 'X-RING',
  answer: 'X-ANSWER',
  refuse: (code: RefusalCode): string => `X-REFUSE-${code}`,
} as const;

/**
 * Any number of incoming calls, at once if need be, each waiting to be told what to do: until it is told to ring the phone says nothing at
 * all, as a phone that is switched off. Also answers OPTIONS outside calls, which both the PBX and our own readiness check send.
 */
export function phoneScenario({ user, contactPort, id }: { user: string; contactPort: number; id: string }): string {
  const via = `${LOOPBACK}:${contactPort}`;
  const contact = `<sip:${user}@${via}>`;
  const tag = `${id}-[call_number]`;
  // A request of ours swaps From and To of the INVITE that made the dialog.
  const party: Party = { local: `[$called];tag=${tag}`, remote: '[$calling]', target: '[$target]', contact, via };
  const reply = (status: string, extra: string[] = [], options: SendOptions = {}): Step =>
    send(
      [
        `SIP/2.0 ${status}`,
        'Via: [$via]',
        'From: [$calling]',
        `To: [$called];tag=${tag}`,
        'Call-ID: [call_id]',
        'CSeq: [$cseq]',
        `Contact: ${status.startsWith('302') ? `<sip:${FORWARDS_TO}@${LOOPBACK}>` : contact}`,
        'Allow: INVITE, ACK, CANCEL, BYE, INFO, UPDATE, OPTIONS, NOTIFY, REFER',
        ...extra,
      ],
      options,
    );
  const codes = Object.keys(REFUSAL).map((code) => Number(code) as RefusalCode);
  const cancel = receiveRequest('CANCEL', { optional: true, next: 'cancelled' });

  return scenario(
    'phone',
    ['via', 'calling', 'called', 'cseq', 'target', ...TALK_VARIABLES],
    [
      receiveRequest('OPTIONS', { optional: true, next: 'pong' }),
      receiveRequest('INVITE', {
        actions: [
          keepHeader('Via', 'via'),
          keepHeader('From', 'calling'),
          keepHeader('To', 'called'),
          keepHeader('CSeq', 'cseq'),
          keepHeader('Contact', 'target', 'sip:[^>; ]+'),
        ],
      }),
      label('offered'),
      cancel,
      receiveRequest(PHONE_COMMAND.ring, { optional: true, next: 'ring' }),
      ...codes.map((code) => receiveRequest(PHONE_COMMAND.refuse(code), { optional: true, next: `refuse${code}` })),
      receiveRequest(PHONE_COMMAND.answer, { next: 'answer', actions: [keepBody('sdp')] }),

      label('ring'),
      reply('180 Ringing', [], { next: 'offered' }),

      ...codes.flatMap((code) => [
        label(`refuse${code}`),
        reply(`${code} ${REFUSAL[code]}`, [], { retransmit: true, next: 'acknowledging' }),
      ]),

      label('cancelled'),
      // The refusal first: the 200 must be the last thing sent, for the messages held back until then. It cannot be behind one that is
      // still retransmitted, so the 487 is not.
      reply('487 Request Terminated'),
      answerLast('200 OK', contact),
      label('acknowledging'),
      receiveRequest('CANCEL', { optional: true }),
      receiveRequest('ACK', { next: 'end' }),

      label('pong'),
      answerLast('200 OK', contact, 'end'),

      label('answer'),
      reply('200 OK', ['Content-Type: application/sdp'], { retransmit: true, body: '[$sdp]' }),
      label('answering'),
      // A CANCEL that crossed our answer has no effect on the call (RFC 3261, 9.2), but wants its own 200.
      receiveRequest('CANCEL', { optional: true, next: 'cancelledLate' }),
      receiveRequest('BYE', { optional: true, next: 'byeReceived' }),
      receiveRequest('ACK', { next: 'talking' }),
      label('cancelledLate'),
      answerLast('200 OK', contact, 'answering'),
      ...talking(party),
    ],
  );
}

/** One REGISTER with digest authentication (`-au`, `-ap`); `expires` 0 takes the phone off the PBX. */
export function registrationScenario(options: { user: string; domain: string; contactPort: number; id: string; expires: number }): string {
  const { user, domain, contactPort, id, expires } = options;
  const register = (cseq: number, extra: string[] = []): Step =>
    send(
      [
        `REGISTER sip:${domain} SIP/2.0`,
        `Via: SIP/2.0/UDP ${LOOPBACK}:${contactPort};rport;branch=z9hG4bK-${id}-${cseq}`,
        `From: <sip:${user}@${domain}>;tag=${id}`,
        `To: <sip:${user}@${domain}>`,
        'Call-ID: [call_id]',
        `CSeq: ${cseq} REGISTER`,
        `Contact: <sip:${user}@${LOOPBACK}:${contactPort}>`,
        `Expires: ${expires}`,
        'Max-Forwards: 70',
        ...extra,
      ],
      { retransmit: true },
    );
  return scenario(
    'registration',
    [],
    [
      register(1),
      receiveResponse('100', { optional: true }),
      receiveResponse('40[17]', { optional: true, auth: true, next: 'challenged' }),
      receiveResponse('[2-6]..', { next: 'end' }),
      label('challenged'),
      register(2, ['[authentication]']),
      receiveResponse('100', { optional: true }),
      receiveResponse('[2-6]..'),
      label('end'),
    ],
  );
}
