import { keepBody, keepHeader, label, receiveRequest, receiveResponse, send, type Step } from './scenario-steps.js';

/** What an in-dialog request is written with: literals or `[$variables]`. */
export interface Party {
  /** Our side, as From of what we send, tag included. */
  readonly local: string;
  readonly remote: string;
  /** Where the peer takes requests: the URI of its Contact. */
  readonly target: string;
  /** Our own Contact, brackets included. */
  readonly contact: string;
  /** host:port for Via. */
  readonly via: string;
}

/** The commands that a call takes once it talks, each a request that only the test sends. */
export const TALK_COMMAND = {
  hangUp: 'X-HANGUP',
  info: 'X-INFO',
  reinvite: 'X-REINVITE',
  accept: 'X-ACCEPT',
  refer: 'X-REFER',
} as const;

export const TALK_VARIABLES = ['sdp', 'digit', 'refer_to', 're_via', 're_cseq', 'of_bye'];

/** Methods a peer may send in a dialog and that need no more than a 200. */
const POLITE = 'UPDATE|OPTIONS|INFO|NOTIFY|MESSAGE';

/** Request line and headers of a request in the dialog. The branch is unique even when a loop sends the same step again. */
export function inDialog(method: string, party: Party, { cseq = '[cseq]', branch = '[branch]-[cseq]' } = {}): string[] {
  return [
    `${method} ${party.target} SIP/2.0`,
    `Via: SIP/2.0/UDP ${party.via};rport;branch=${branch}`,
    `From: ${party.local}`,
    `To: ${party.remote}`,
    'Call-ID: [call_id]',
    `CSeq: ${cseq} ${method}`,
    `Contact: ${party.contact}`,
    'Max-Forwards: 70',
  ];
}

/** The answer to the request received last. */
export function answerLast(status: string, contact: string, next?: string): Step {
  const lines = [
    `SIP/2.0 ${status}`,
    '[last_Via:]',
    '[last_From:]',
    '[last_To:]',
    '[last_Call-ID:]',
    '[last_CSeq:]',
    `Contact: ${contact}`,
  ];
  return send(lines, next === undefined ? {} : { next });
}

/** The key kept in `digit`, as SIP INFO. */
export function sendKey(party: Party): Step[] {
  const body = 'Signal=[$digit]\r\nDuration=160';
  return [send([...inDialog('INFO', party), 'Content-Type: application/dtmf-relay'], { retransmit: true, body })];
}

/**
 * The part of a call that both sides share, from the label `talking` to the label `end`: waits for the peer's requests and for the test's
 * commands, one at a time.
 */
export function talking(party: Party): Step[] {
  const bye = receiveRequest('BYE', { optional: true, next: 'byeReceived' });
  return [
    label('talking'),
    bye,
    receiveRequest('INVITE', { optional: true, next: 'reinvited', actions: [keepHeader('Via', 're_via'), keepHeader('CSeq', 're_cseq')] }),
    receiveRequest('ACK', { optional: true }),
    receiveRequest(POLITE, { optional: true, next: 'polite' }),
    receiveRequest(TALK_COMMAND.info, { optional: true, next: 'info', actions: [keepHeader('X-Digit', 'digit')] }),
    receiveRequest(TALK_COMMAND.reinvite, { optional: true, next: 'reinvite', actions: [keepBody('sdp')] }),
    receiveRequest(TALK_COMMAND.refer, { optional: true, next: 'refer', actions: [keepHeader('X-Refer-To', 'refer_to')] }),
    receiveRequest(TALK_COMMAND.hangUp, { next: 'hangUp' }),

    label('polite'),
    answerLast('200 OK', party.contact, 'talking'),

    label('info'),
    ...sendKey(party),
    bye,
    receiveResponse('[2-6]..', { next: 'talking' }),

    label('refer'),
    send([...inDialog('REFER', party), 'Refer-To: [$refer_to]', `Referred-By: ${party.contact}`], { retransmit: true }),
    bye,
    receiveResponse('1..', { optional: true }),
    receiveResponse('[2-6]..', { next: 'talking' }),

    label('reinvite'),
    send([...inDialog('INVITE', party), 'Content-Type: application/sdp'], { retransmit: true, body: '[$sdp]' }),
    bye,
    receiveResponse('1..', { optional: true }),
    receiveResponse('[3-6]..', { optional: true, next: 'reinviteRefused', actions: [keepHeader('Via', 're_via', 'z9hG4bK[^; ]+')] }),
    receiveResponse('200'),
    send(inDialog('ACK', party), { next: 'talking' }),
    label('reinviteRefused'),
    // The ACK of a refusal belongs to the INVITE's transaction: same branch, read back from the refusal.
    send(inDialog('ACK', party, { branch: '[$re_via]' }), { next: 'talking' }),

    label('reinvited'),
    bye,
    receiveRequest(TALK_COMMAND.accept, { actions: [keepBody('sdp')] }),
    send(
      [
        'SIP/2.0 200 OK',
        'Via: [$re_via]',
        `From: ${party.remote}`,
        `To: ${party.local}`,
        'Call-ID: [call_id]',
        'CSeq: [$re_cseq]',
        `Contact: ${party.contact}`,
        'Content-Type: application/sdp',
      ],
      { retransmit: true, body: '[$sdp]' },
    ),
    bye,
    receiveRequest('ACK', { next: 'talking' }),

    label('hangUp'),
    send(inDialog('BYE', party), { retransmit: true }),
    label('byeSent'),
    receiveRequest('BYE', { optional: true, next: 'byesCrossed' }),
    // The 200 to a CANCEL that crossed the answer may come as late as here, and is not the answer to the BYE.
    receiveResponse('[2-6]..', { optional: true, next: 'end', test: 'of_bye', actions: [keepHeader('CSeq', 'of_bye', 'BYE')] }),
    receiveRequest('X-NEVER'),
    label('byesCrossed'),
    answerLast('200 OK', party.contact, 'byeSent'),

    label('byeReceived'),
    answerLast('200 OK', party.contact),
    label('end'),
  ];
}
