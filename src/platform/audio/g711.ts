/** μ-law bytes of 16-bit linear samples, as ITU-T G.711 defines them: 14 bits used, sign, 3-bit exponent, 4-bit mantissa, all bits inverted. */
export function toUlaw(samples: Int16Array): Uint8Array<ArrayBuffer> {
  return encoded(samples, ulawByte);
}

/** A-law bytes of 16-bit linear samples, as ITU-T G.711 defines them: 13 bits used, even bits inverted. */
export function toAlaw(samples: Int16Array): Uint8Array<ArrayBuffer> {
  return encoded(samples, alawByte);
}

/** The linear sample in the middle of the interval that a μ-law byte stands for. */
export function fromUlaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + ULAW_BIAS) << ((bits >> 4) & 7)) - ULAW_BIAS;
  return bits & 0x80 ? -magnitude : magnitude;
}

/** The linear sample in the middle of the interval that an A-law byte stands for. */
export function fromAlaw(byte: number): number {
  const bits = byte ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

/** A loop, because `Uint8Array.from` takes ten times as long, and half an hour of sound has 14 million samples. */
function encoded(samples: Int16Array, byteOf: (sample: number) => number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(samples.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = byteOf(samples[index] ?? 0);
  return bytes;
}

// The bias makes every segment start at a power of two; the clip keeps the biased value within 15 bits.
const ULAW_BIAS = 0x84;
const ULAW_CLIP = 32_635;

function ulawByte(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), ULAW_CLIP) + ULAW_BIAS;
  const exponent = 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

function alawByte(sample: number): number {
  // -1 stands for the first negative interval, as in the recommendation's table: there is no negative zero to encode.
  const magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 32_767);
  const exponent = Math.max(0, 24 - Math.clz32(magnitude));
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (exponent << 4) | mantissa) ^ 0x55;
}
