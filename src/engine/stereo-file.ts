import { createHash } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FetchedRecording } from '../core/ports/telephony.js';

const HEADER_BYTES = 44;
const SAMPLE_RATE = 8_000;
const SAMPLE_BYTES = 2;
const FRAME_BYTES = 2 * SAMPLE_BYTES;
/** Four seconds of one side: a long recording is never in memory, and calls are served between two pieces. */
const PIECE_SAMPLES = 32_768;

/** One side of a conversation: samples of a mono file, then silence without end. */
class Side {
  private constructor(
    private readonly file: FileHandle | null,
    readonly samples: number,
  ) {}

  /** Null: this side was never recorded. */
  static async open(path: string | null): Promise<Side> {
    if (path === null) return new Side(null, 0);
    const file = await open(path, 'r');
    const { size } = await file.stat();
    return new Side(file, Math.max(0, Math.floor((size - HEADER_BYTES) / SAMPLE_BYTES)));
  }

  async read(from: number, count: number): Promise<Int16Array> {
    const samples = new Int16Array(count);
    const wanted = Math.min(count, this.samples - from) * SAMPLE_BYTES;
    for (let filled = 0; this.file !== null && filled < wanted;) {
      const at = HEADER_BYTES + from * SAMPLE_BYTES + filled;
      const { bytesRead } = await this.file.read(new Uint8Array(samples.buffer), filled, wanted - filled, at);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return samples;
  }

  async close(): Promise<void> {
    await this.file?.close();
  }
}

/**
 * Writes two mono recordings (WAV, 16 bits, 8 kHz) as the channels of one, so that the path has all of it or nothing: into a file beside
 * it, to the disk, then renamed. The shorter side is followed by silence. Throws the fault of the disk.
 */
export async function writeStereo(left: string | null, right: string | null, path: string): Promise<FetchedRecording> {
  const partial = `${path}.part`;
  const sides: Side[] = [];
  try {
    for (const side of [left, right]) sides.push(await Side.open(side));
    const file = await open(partial, 'w', 0o600);
    const written = await interleave(sides, file).finally(() => file.close());
    await rename(partial, path);
    await syncDirectory(dirname(path));
    return written;
  } finally {
    for (const side of sides) await side.close();
    await rm(partial, { force: true });
  }
}

/** What is known of a file that an earlier run wrote; null when there is none. */
export async function describeStereo(path: string): Promise<FetchedRecording | null> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
  // The stream closes the file.
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of file.createReadStream()) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex'), seconds: Math.max(0, bytes - HEADER_BYTES) / (SAMPLE_RATE * FRAME_BYTES) };
}

async function interleave([left, right]: readonly Side[], file: FileHandle): Promise<FetchedRecording> {
  const frames = Math.max(left?.samples ?? 0, right?.samples ?? 0);
  const hash = createHash('sha256');
  const write = async (part: Uint8Array): Promise<void> => {
    hash.update(part);
    await file.writeFile(part);
  };
  await write(header(frames));
  for (let from = 0; from < frames; from += PIECE_SAMPLES) {
    const count = Math.min(PIECE_SAMPLES, frames - from);
    const [one, other] = [await left?.read(from, count), await right?.read(from, count)];
    const piece = new Int16Array(2 * count);
    for (let index = 0; index < count; index += 1) {
      piece[2 * index] = one?.[index] ?? 0;
      piece[2 * index + 1] = other?.[index] ?? 0;
    }
    await write(new Uint8Array(piece.buffer));
  }
  await file.sync();
  return { bytes: HEADER_BYTES + frames * FRAME_BYTES, sha256: hash.digest('hex'), seconds: frames / SAMPLE_RATE };
}

function header(frames: number): Buffer {
  const bytes = frames * FRAME_BYTES;
  const head = Buffer.alloc(HEADER_BYTES);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(SAMPLE_RATE, 24);
  head.writeUInt32LE(SAMPLE_RATE * FRAME_BYTES, 28);
  head.writeUInt16LE(FRAME_BYTES, 32);
  head.writeUInt16LE(8 * SAMPLE_BYTES, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(bytes, 40);
  return head;
}

/** A new name is safe only when its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  await directory.sync().finally(() => directory.close());
}
