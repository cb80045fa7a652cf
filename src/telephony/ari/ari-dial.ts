import { localIdOf } from '../../core/kernel/ids.js';
import type { DialRequest, Party } from '../../core/ports/telephony.js';
import type { Destination } from './ari-entrance.js';

/** The channel variable that `save` writes. */
export const SAVED_VARIABLE = 'GUICHET_CALL';
/** The channel variable that says what was dialled: the dialplan sets it for callers, we for whom we dial. */
export const DIALLED_VARIABLE = 'GUICHET_DID';
/** The channel variable of the instant of arrival, set by the dialplan. */
export const ARRIVED_VARIABLE = 'GUICHET_ARRIVED_AT';

/** The account code of channels dialled by this application: one that still rings is in no application yet, and is known by this. */
export function dialledMark(app: string): string {
  return `${app}-dialled`;
}

/**
 * Where Asterisk looks for the number that a phone wants called instead, when it answers our call with a redirection (SIP 302): a context
 * that nobody has. In the endpoint's own context a phone could have any number dialled that the PBX can reach.
 */
const FORWARD_CONTEXT = 'guichet-forwards-nothing';

/** The arguments of `originateWithId`. */
export function originateArguments(request: DialRequest, app: string, destination: Destination): Record<string, unknown> {
  return {
    channelId: localIdOf(request.leg),
    endpoint: request.endpoint,
    ...destination.arguments,
    callerId: callerId(request.from),
    timeout: request.giveUpAfterSeconds,
    variables: {
      ...destination.variables,
      [DIALLED_VARIABLE]: request.endpoint,
      ...(request.saved === null ? {} : { [SAVED_VARIABLE]: request.saved }),
      'CHANNEL(language)': request.language,
      'CHANNEL(accountcode)': dialledMark(app),
      FORWARD_CONTEXT,
      // A transfer by the phone's own key is told to us instead of being carried out past us.
      ...(request.endpoint.startsWith('PJSIP/') ? { 'PJSIP_TRANSFER_HANDLING()': 'ari-only' } : {}),
      ...identity(request),
    },
  };
}

/** The one header that can tell a phone more than From, which is the number and the campaign's name. */
function identity({ assertedIdentity, display, endpoint, from }: DialRequest): Record<string, string> {
  const header = 'PJSIP_HEADER(add,P-Asserted-Identity)';
  if (assertedIdentity !== null) return { [header]: telephoneUri(assertedIdentity) };
  if (display === undefined || !endpoint.startsWith('PJSIP/')) return {};
  const uri = /^\+\d+$/.test(from.number ?? '') ? telephoneUri(from.number ?? '') : '<sip:anonymous@anonymous.invalid>';
  return { [header]: `"${quotable(display)}" ${uri}` };
}

/** `"Name" <number>`; a name or number from outside cannot break out of its place. */
export function callerId({ number, name }: Party): string {
  const shownNumber = (number ?? 'anonymous').replace(/[^0-9A-Za-z+*#_.-]/g, '');
  return `"${quotable(name ?? number ?? 'Anonymous')}" <${shownNumber}>`;
}

function quotable(name: string): string {
  return name.replace(/["\\<>\p{Cc}]/gu, '').slice(0, 80);
}

/** `<tel:+33170000001>` (RFC 3966): a number that is the same wherever it is read, unlike a SIP address with our own host in it. */
function telephoneUri(number: string): string {
  return `<tel:${number.replace(/[^0-9+]/g, '')}>`;
}

/** Number and name of the far end. What stands for "withheld" on the wire is null. */
export function partyOf(caller: { readonly number?: string; readonly name?: string } | undefined): Party {
  return { number: shown(caller?.number), name: shown(caller?.name) };
}

function shown(text = ''): string | null {
  // Asterisk keeps the backslashes of a quoted SIP display name.
  const plain = text.replace(/\\(.)/g, '$1').trim();
  return plain === '' || /^(anonymous|unknown|restricted|unavailable)$/i.test(plain) ? null : plain;
}
