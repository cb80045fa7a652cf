import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { randomKey, secretFile } from './secret-file.js';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Keeps secrets that must be read again (SIP passwords, stored answers) encrypted at rest, and makes the keys that sign tokens. One
 * master key in DATA_DIR, mode 600; a copy of the database alone tells nothing.
 */
export class SecretBox {
  private readonly masterKey: Buffer;

  constructor(masterKeyHex: string) {
    if (!/^[0-9a-f]{64}$/.test(masterKeyHex)) throw new Error('the master key must be 64 hexadecimal digits: restore it from a backup');
    this.masterKey = Buffer.from(masterKeyHex, 'hex');
  }

  static in(dataDirectory: string): SecretBox {
    return new SecretBox(secretFile(join(dataDirectory, 'master-key'), randomKey));
  }

  /** A key for one purpose; knowing it tells nothing about the others. */
  keyFor(purpose: string): Buffer {
    return createHmac('sha256', this.masterKey).update(purpose).digest();
  }

  /** `purpose` is bound to the text: a secret moved to another column does not open there. */
  close(text: string, purpose: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keyFor(`box:${purpose}`), iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** Throws when the text was closed with another key or changed since. */
  open(closed: string, purpose: string): string {
    const bytes = Buffer.from(closed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.keyFor(`box:${purpose}`), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  }
}
