/**
 * The programs cannot be had on this machine; the message is one sentence for the person at the terminal, and says what to do instead.
 * `cause` keeps what the package tools said.
 */
export class TreeUnavailable extends Error {
  override readonly name = 'TreeUnavailable';

  constructor(reason: string, cause?: unknown) {
    super(
      `${reason} Instead, use an Asterisk of your own (set ARI_URL, ARI_USER and ARI_PASSWORD; see docs/own-asterisk.md) or start everything with "docker compose up".`,
      { cause },
    );
  }
}
