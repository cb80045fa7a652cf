import { keepHeader, label, literal, receiveRequest, receiveResponse, scenario, send, type SendOptions } from './scenario-steps.js';
import { answerLast, inDialog, sendKey, talking, TALK_COMMAND, TALK_VARIABLES, type Party } from './talk-scenario.js';
import { LOOPBACK, type Address } from './udp-socket.js';

export interface CallerScenario {
  readonly pbx: Address;
  /** The caller's port as the PBX sees it. */
  readonly contactPort: number;
  /** Unique: becomes the From tag and the root of the branches. */
  readonly id: string;
  readonly to: string;
  /** User part of the To header; `to` unless told. */
  readonly toHeader: string | undefined;
  readonly from: string;
  readonly displayName: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly sdp: string;
  /** Expects a challenge to the INVITE and answers it with `-au` and `-ap`. */
  readonly authenticates: boolean;
}

/** One outgoing call: INVITE, then CANCEL or BYE when told so, or whatever the PBX decides. */
export function callerScenario(call: CallerScenario): string {
  const via = `${LOOPBACK}:${call.contactPort}`;
  const name = call.displayName === undefined ? '' : `"${literal(call.displayName).replaceAll(/(["\\])/g, '\\$1')}" `;
  const uri = `sip:${literal(call.from)}@${via}`;
  const called = `sip:${literal(call.to)}@${call.pbx.host}:${call.pbx.port}`;
  const cseq = call.authenticates ? '2' : '1';
  const local = `${name}<${uri}>;tag=${call.id}`;
  const contact = `<${uri}>`;
  const party: Party = { local, remote: '[$remote]', target: '[$target]', contact, via };
  // Until the call is answered, everything goes to the number dialled, in the transaction of the INVITE.
  const addressed = `sip:${literal(call.toHeader ?? call.to)}@${call.pbx.host}:${call.pbx.port}`;
  const dialling: Party = { ...party, remote: `<${addressed}>`, target: called };
  const invite = (number: string, extra: string[]): string =>
    send(
      [
        ...inDialog('INVITE', dialling, { cseq: number, branch: branch(number) }),
        'Allow: INVITE, ACK, CANCEL, BYE, INFO, UPDATE, OPTIONS, NOTIFY, REFER',
        ...Object.entries(call.headers).map(([header, value]) => `${literal(header)}: ${literal(value)}`),
        ...extra,
        'Content-Type: application/sdp',
      ],
      { retransmit: true, body: call.sdp },
    );
  const branch = (number: string): string => `z9hG4bK-${call.id}-${number}`;
  const acknowledgeRefusal = (number: string, options: SendOptions = {}): string =>
    send(inDialog('ACK', { ...dialling, remote: '[$remote]' }, { cseq: number, branch: branch(number) }), options);
  const early = receiveRequest('UPDATE|OPTIONS|INFO|NOTIFY', { optional: true, next: 'early' });
  const keepRemote = keepHeader('To', 'remote');
  const keepPeer = [keepRemote, keepHeader('Contact', 'target', 'sip:[^>; ]+')];
  const keepDialog = [...keepPeer, keepHeader('CSeq', 'of_invite', 'INVITE')];
  const challenge = [
    receiveResponse('100', { optional: true }),
    receiveResponse('40[17]', { auth: true, actions: [keepRemote] }),
    acknowledgeRefusal('1'),
    invite('2', ['[authentication]']),
  ];

  return scenario(
    'caller',
    ['remote', 'target', 'of_invite', ...TALK_VARIABLES],
    [
      invite('1', []),
      ...(call.authenticates ? challenge : []),

      label('proceeding'),
      receiveResponse('1..', { optional: true, actions: keepPeer }),
      receiveResponse('200', { optional: true, next: 'answered', actions: keepDialog }),
      receiveResponse('[3-6]..', { optional: true, next: 'refused', actions: [keepRemote] }),
      early,
      receiveRequest(TALK_COMMAND.info, { optional: true, next: 'earlyInfo', actions: [keepHeader('X-Digit', 'digit')] }),
      receiveRequest(TALK_COMMAND.hangUp, { next: 'cancel' }),

      label('earlyInfo'),
      ...sendKey(party),
      // Nothing else of the PBX is expected meanwhile: whoever presses a key before the answer waits for it to be told.
      receiveResponse('[2-6]..', { next: 'proceeding' }),

      label('early'),
      answerLast('200 OK', contact, 'proceeding'),

      label('refused'),
      acknowledgeRefusal(cseq, { next: 'end' }),

      label('cancel'),
      send(inDialog('CANCEL', dialling, { cseq, branch: branch(cseq) }), { retransmit: true }),
      label('cancelling'),
      receiveResponse('1..', { optional: true }),
      // 200 to the CANCEL, or to the INVITE when the callee answered in that very moment: then the call exists and needs a BYE.
      receiveResponse('200', { optional: true, next: 'answeredLate', test: 'of_invite', actions: keepDialog }),
      // Another refusal may answer the INVITE, having crossed the CANCEL; a 481 may answer the CANCEL and is not the end.
      receiveResponse('[3-6]..', {
        optional: true,
        next: 'refused',
        test: 'of_invite',
        actions: [keepRemote, keepHeader('CSeq', 'of_invite', 'INVITE')],
      }),
      receiveResponse('487', { next: 'refused', actions: [keepRemote] }),

      label('answeredLate'),
      send(inDialog('ACK', party, { cseq }), { next: 'hangUp' }),

      label('answered'),
      send(inDialog('ACK', party, { cseq })),
      ...talking(party),
    ],
  );
}
