import { createHmac, timingSafeEqual } from 'node:crypto';

import type { SecretBox } from '../secrets/secret-box.js';

const TOKEN_BYTES = 24;
/** So that a sound's token is no message's, and no spoken text's. */
const VOICEMAIL = 'voicemail/';
const SPEECH = 'speech/';

/**
 * Where a PBX fetches a sound from us without signing in: the path holds a token that only the owner of our master key can make, one for
 * each sound. It stays the same for ever, because the PBX keeps what it fetched under its address.
 */
export class MediaAddress {
  private constructor(private readonly key: Buffer) {}

  static of(secrets: SecretBox): MediaAddress {
    return new MediaAddress(secrets.keyFor('media-address'));
  }

  /** Below our address, `/media/audio/<token>/<id>.ulaw`: Asterisk tells the format by the ending. */
  pathOf(audioId: string): string {
    return `/media/audio/${this.token(audioId).toString('base64url')}/${audioId}.ulaw`;
  }

  /** The sound that a path leads to; null when the token is not its own. */
  soundAt(token: string, file: string): string | null {
    const audioId = file.replace(/\.ulaw$/, '');
    return this.fits(token, audioId) ? audioId : null;
  }

  /** The same for a message: `/media/voicemails/<token>/<id>.wav`. */
  pathOfVoicemail(voicemailId: string): string {
    return `/media/voicemails/${this.token(VOICEMAIL + voicemailId).toString('base64url')}/${voicemailId}.wav`;
  }

  /** The message that a path leads to; null when the token is not its own. */
  voicemailAt(token: string, file: string): string | null {
    const voicemailId = file.replace(/\.wav$/, '');
    return this.fits(token, VOICEMAIL + voicemailId) ? voicemailId : null;
  }

  /** The same for a text that was spoken: `/media/speech/<token>/<id>.ulaw`. */
  pathOfSpeech(speechId: string): string {
    return `/media/speech/${this.token(SPEECH + speechId).toString('base64url')}/${speechId}.ulaw`;
  }

  /** The spoken text that a path leads to; null when the token is not its own. */
  speechAt(token: string, file: string): string | null {
    const speechId = file.replace(/\.ulaw$/, '');
    return this.fits(token, SPEECH + speechId) ? speechId : null;
  }

  private fits(token: string, what: string): boolean {
    const given = Buffer.from(token, 'base64url');
    return given.length === TOKEN_BYTES && timingSafeEqual(given, this.token(what));
  }

  private token(what: string): Buffer {
    return createHmac('sha256', this.key).update(what).digest().subarray(0, TOKEN_BYTES);
  }
}
