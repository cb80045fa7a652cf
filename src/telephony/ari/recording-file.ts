import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FetchedRecording } from '../../core/ports/telephony.js';

const HEADER_BYTES = 44;
const BYTES_PER_SECOND = 16_000;
const RIFF_LENGTH_AT = 4;
const DATA_LENGTH_AT = 40;

/**
 * Writes a WAV of 16-bit samples at 8 kHz, as Asterisk records them, so that the path has all of it or nothing: into a file beside it, to
 * the disk, then renamed. The lengths in the header are those of what came: a PBX that died left zeros there. Null when there is no sound.
 * Throws the fault of the disk, or of `content`.
 */
export async function writeRecordingFile(path: string, content: AsyncIterable<Buffer>): Promise<FetchedRecording | null> {
  const partial = `${path}.part`;
  const file = await open(partial, 'w', 0o600);
  try {
    const bytes = await copy(content, file).finally(() => file.close());
    if (bytes <= HEADER_BYTES) return null;
    const sha256 = await sha256Of(partial);
    await rename(partial, path);
    await syncDirectory(dirname(path));
    return { bytes, sha256, seconds: (bytes - HEADER_BYTES) / BYTES_PER_SECOND };
  } finally {
    await rm(partial, { force: true });
  }
}

async function copy(content: AsyncIterable<Buffer>, file: FileHandle): Promise<number> {
  let bytes = 0;
  for await (const chunk of content) {
    await file.write(chunk);
    bytes += chunk.length;
  }
  if (bytes <= HEADER_BYTES) return bytes;
  await writeLength(file, RIFF_LENGTH_AT, bytes - 8);
  await writeLength(file, DATA_LENGTH_AT, bytes - HEADER_BYTES);
  await file.sync();
  return bytes;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function writeLength(file: FileHandle, at: number, length: number): Promise<void> {
  const field = Buffer.alloc(4);
  field.writeUInt32LE(length);
  await file.write(field, 0, 4, at);
}

/** A new name is safe only when its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  await directory.sync().finally(() => directory.close());
}
