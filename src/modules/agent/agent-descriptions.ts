/** What the document says of requests that an agent and a supervisor make alike. */
export const SIGN_IN =
  'A phone with a permanent connection is called first, and the answer comes when it was picked up, 30 s later at the most. ' +
  'Who picks up hears a short tone, and stays connected until the sign-out.';

export const SIGN_IN_REFUSED =
  '`already-signed-in`. With a permanent connection also what became of the call to the phone: `phone-not-answered`, `phone-busy`, ' +
  '`phone-refused`, `phone-unreachable`, `phone-failed`, `phone-not-allowed` (the dial policy, or no trunk); `sign-in-under-way` while another ' +
  'sign-in calls the phone; `sign-in-cancelled` by a sign-out.';

export const SIGN_OUT =
  'During an offer it is withdrawn; during a call this is refused. A phone with a permanent connection is hung up; one that is being called ' +
  'for a sign-in stops ringing.';

export const HANG_UP = 'A phone with a permanent connection stays connected: only the call ends.';
