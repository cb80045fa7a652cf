import type { Request, Response } from 'express';

import { Refusal } from '../../core/kernel/refusal.js';
import { sendFile } from '../http/file-download.js';

/** A sound that never changes under its id: the PBX need not ask again. */
export const FOR_EVER = 'private, max-age=31536000, immutable';

/** No type of sound: Asterisk would then not look at the ending, and it knows u-law by that alone. */
export const ULAW_TYPE = 'application/octet-stream';

export interface Media {
  /** Null: there is no such sound, or the token was wrong. */
  readonly path: string | null;
  readonly type: string;
  /** As `Cache-Control` says it. */
  readonly caching: string;
}

/** Sends a PBX the sound that it fetches. Throws `unknown-route`, also for a wrong token: whoever tries tokens learns nothing. */
export async function sendMedia(request: Request, response: Response, { path, type, caching }: Media): Promise<void> {
  if (path === null) throw new Refusal('not-found', 'unknown-route', 'There is nothing at this path.');
  await sendFile(request, response, path, { type, headers: { 'Cache-Control': caching } });
}
