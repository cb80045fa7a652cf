/** The PBX understood and said no, or answered what is not ARI. Says which request, and everything that came back. */
export class AriFault extends Error {
  override readonly name = 'AriFault';

  constructor(
    readonly method: string,
    /** Path and query, as sent. */
    readonly path: string,
    /** HTTP status; 0 when the answer was not to be understood at all. */
    readonly status: number,
    readonly body: string,
  ) {
    super(`${method} ${path} answered ${String(status)}: ${body.slice(0, 500)}`);
  }
}

/**
 * Whether the answer means that the channel, bridge or playback is no longer there, or no longer ours. Asterisk says it in several ways:
 * 404 for an id in the path, 400 "Channel not found" for one in the body, 409 for a channel or bridge that left Stasis, 412 for a channel
 * that is no longer up, 422 for one that is not in this bridge or this application.
 */
export function meansGone(error: unknown): error is AriFault {
  if (!(error instanceof AriFault)) return false;
  if (error.status === 400) return /not found/i.test(error.body);
  return [404, 409, 412, 422].includes(error.status);
}
