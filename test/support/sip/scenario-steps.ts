/**
 * The words SIPp scenarios are written with. A scenario is a list of steps; a label is a place to go on from.
 * Variables (`[$name]`) hold what must outlive the message it came in: `[last_*]` keywords always mean the message received last, and a
 * command slipped in by the test is a message too.
 */
export type Step = string;

/** Escapes for an XML attribute. */
function attribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Refuses text that SIPp would take for a keyword or for the end of the message. */
export function literal(text: string): string {
  if (/[[\]\r\n]/.test(text))
    throw new Error(`SIPp cannot send ${JSON.stringify(text)}: brackets and line ends have a meaning in scenarios`);
  return text;
}

export interface SendOptions {
  readonly retransmit?: boolean;
  readonly body?: string;
  readonly next?: string;
}

/**
 * Sends a message and goes on at `next`. With `retransmit`, again and again by the SIP timers (T1 = 500 ms) until a step after this one
 * receives the answer. There is no step that only jumps: SIPp loses what arrives between two receptions, so there must be few steps there.
 */
export function send(lines: readonly string[], { retransmit = false, body = '', next }: SendOptions = {}): Step {
  const text = [...lines, `Content-Length: ${body === '' ? '0' : '[len]'}`, '', ...(body === '' ? [] : body.trimEnd().split('\r\n'))];
  const attributes = `${retransmit ? ' retrans="500"' : ''}${next === undefined ? '' : ` next="${next}"`}`;
  return `<send${attributes}><![CDATA[\n\n${text.join('\n')}\n\n]]></send>`;
}

export interface Receive {
  /** May not come, or come later: the steps after it are awaited as well. */
  readonly optional?: boolean;
  readonly next?: string;
  /** Branch only when this variable is set. */
  readonly test?: string;
  readonly actions?: readonly string[];
  /** Stores the challenge, for `[authentication]`. */
  readonly auth?: boolean;
}

export function receiveRequest(pattern: string, options: Receive = {}): Step {
  return receive(`request="${attribute(`^(${pattern})$`)}" regexp_match="true"`, options);
}

/** `pattern` is a regular expression on the status code. */
export function receiveResponse(pattern: string, options: Receive = {}): Step {
  return receive(`response="${attribute(`^(${pattern})$`)}" regexp_match="true"`, options);
}

function receive(what: string, { optional, next, test, actions = [], auth }: Receive): Step {
  const attributes = [
    what,
    ...(optional ? ['optional="true"'] : []),
    ...(auth ? ['auth="true"'] : []),
    ...(next === undefined ? [] : [`next="${next}"`]),
    ...(test === undefined ? [] : [`test="${test}"`]),
  ].join(' ');
  return actions.length === 0 ? `<recv ${attributes}/>` : `<recv ${attributes}><action>${actions.join('')}</action></recv>`;
}

/** Keeps a header of the message just received, or the part of it that `pattern` matches. */
export function keepHeader(header: string, variable: string, pattern = '[^ ].*'): string {
  return `<ereg regexp="${attribute(pattern)}" search_in="hdr" header="${header}:" assign_to="${variable}"/>`;
}

/** Keeps the body of the message just received, all lines of it. */
export function keepBody(variable: string): string {
  return `<ereg regexp=".+" search_in="body" assign_to="${variable}"/>`;
}

export function label(name: string): Step {
  return `<label id="${name}"/>`;
}

/** The whole file. SIPp refuses a variable that is set and never used, unless it is named once more here. */
export function scenario(name: string, variables: readonly string[], steps: readonly Step[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE scenario SYSTEM "sipp.dtd">',
    `<scenario name="${name}">`,
    ...steps,
    ...(variables.length === 0 ? [] : [`<Reference variables="${variables.join(',')}"/>`]),
    '</scenario>',
    '',
  ].join('\n');
}
