import { createHmac, timingSafeEqual } from 'node:crypto';

import type { SecretBox } from '../secrets/secret-box.js';

const TOKEN_BYTES = 24;

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
    const given = Buffer.from(token, 'base64url');
    return given.length === TOKEN_BYTES && timingSafeEqual(given, this.token(audioId)) ? audioId : null;
  }

  private token(audioId: string): Buffer {
    return createHmac('sha256', this.key).update(audioId).digest().subarray(0, TOKEN_BYTES);
  }
}
