import type { Codec } from './sdp.js';

/** ITU-T G.711: logarithmic 8-bit samples to and from 16-bit linear ones. */

function decodeUlaw(byte: number): number {
  const inverted = ~byte & 0xff;
  const magnitude = (((inverted & 0x0f) << 3) + 0x84) << ((inverted & 0x70) >> 4);
  return inverted & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
}

function decodeAlaw(byte: number): number {
  const toggled = byte ^ 0x55;
  const exponent = (toggled & 0x70) >> 4;
  const mantissa = ((toggled & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return toggled & 0x80 ? magnitude : -magnitude;
}

const DECODED: Record<Codec, Int16Array> = {
  PCMU: Int16Array.from({ length: 256 }, (_, byte) => decodeUlaw(byte)),
  PCMA: Int16Array.from({ length: 256 }, (_, byte) => decodeAlaw(byte)),
};

/** The nearest code word for every linear sample, found once from the decoding table: no second set of constants to get wrong. */
function encodingTable(codec: Codec): Uint8Array {
  const words = Array.from(DECODED[codec], (sample, byte) => ({ sample, byte })).sort((a, b) => a.sample - b.sample);
  const table = new Uint8Array(65_536);
  let nearest = 0;
  for (let sample = -32_768; sample < 32_768; sample++) {
    while (nearest + 1 < words.length && Math.abs(words[nearest + 1]!.sample - sample) <= Math.abs(words[nearest]!.sample - sample))
      nearest++;
    table[sample + 32_768] = words[nearest]!.byte;
  }
  return table;
}

const ENCODED: Record<Codec, Uint8Array> = { PCMU: encodingTable('PCMU'), PCMA: encodingTable('PCMA') };

export function encodeG711(codec: Codec, pcm: Int16Array): Uint8Array {
  const table = ENCODED[codec];
  return Uint8Array.from(pcm, (sample) => table[sample + 32_768]!);
}

export function decodeG711(codec: Codec, payload: Uint8Array): Int16Array {
  const table = DECODED[codec];
  return Int16Array.from(payload, (byte) => table[byte]!);
}
