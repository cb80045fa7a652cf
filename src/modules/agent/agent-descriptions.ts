/** What the document says of requests that an agent and a supervisor make alike. */
export const SIGN_IN =
  'A phone with a permanent connection is called first, and the answer comes when it was picked up, 30 s later at the most. ' +
  'Who picks up hears a short tone, and stays connected until the sign-out.';

export const SIGN_IN_REFUSED =
  '`already-signed-in`; `agent-leaving` while the account is being changed or deleted. With a permanent connection also what became of the call to the phone: `phone-not-answered`, `phone-busy`, ' +
  '`phone-refused`, `phone-unreachable`, `phone-failed`, `phone-not-allowed` (the dial policy, or no trunk); `sign-in-under-way` while another ' +
  'sign-in calls the phone; `sign-in-cancelled` by a sign-out.';

export const SIGN_OUT =
  'During an offer it is withdrawn; during a call this is refused. A phone with a permanent connection is hung up; one that is being called ' +
  'for a sign-in stops ringing.';

export const HANG_UP = 'A phone with a permanent connection stays connected: only the call ends.';

export const SIGN_OUT_REFUSED = '`agent-signed-out`, `agent-in-call`';

export const PAUSE_REFUSED = '`agent-signed-out`; `already-paused`: for that reason.';

export const RESUME_REFUSED = '`agent-signed-out`; `not-paused`: nor is a pause pending.';

export const WRAP_UP_REFUSED = '`not-in-wrap-up`';

export const HANG_UP_REFUSED = '`no-call`';

const CONSULTED_ONLY = '`consulted-only`: the caller is of the agent who asks you about them.';

export const RECORDING_REFUSED = `\`no-call\`; ${CONSULTED_ONLY}`;

export const HOLD_REFUSED = `\`no-call\`, \`already-held\`, \`consulting\`; ${CONSULTED_ONLY}`;

export const UNHOLD_REFUSED = `\`no-call\`, \`not-held\`; \`held-on-phone\`: only its own key takes the caller back; ${CONSULTED_ONLY}`;

export const TRANSFER_REFUSED =
  '`no-call`, `consulting`; `agent-signed-out`: the colleague is; `nobody-signed-in`: nobody who serves the queue is; ' + CONSULTED_ONLY;

export const CONSULTATION_REFUSED = `\`no-call\`, \`no-consultation\`; ${CONSULTED_ONLY}`;

export const CALL_UNREACHABLE = '`pbx-unavailable`: the conversation goes on.';
