import { type FlateError, Inflate, inflateSync } from 'fflate';

/** A piece of this size inflates to 4 MiB at most (deflate shrinks no more than 1032-fold). */
const CHUNK = 2 ** 12;
/** Pieces of a beginning: one does for most. Where a fault is near, short ones tell what stands before it. */
const PREFIX = 512;
const SHORT = 32;
const ADLER_MODULUS = 65521;
/** Longest run of bytes whose sums stay below 2^32 (RFC 1950, as in zlib). */
const ADLER_RUN = 5552;

/**
 * Where the streams write, one after the other. Of itself a stream takes 160 kB for every piece, and fresh pages of memory cost more
 * than what is inflated into them. What comes out, and what is kept for the next piece, is copied out of here.
 */
const window = new Uint8Array(2 ** 18);

function push(stream: Inflate, piece: Uint8Array, last = false): void {
  // A private field; were it another one, all would be as without this.
  const before: Uint8Array | undefined = stream['o'];
  if (before !== undefined && before.length <= window.length) {
    window.set(before);
    stream['o'] = window;
  }
  stream.push(piece, last);
}

/**
 * What a short deflate stream holds, where it is whole and its contents smaller than the window: a stream in pieces has 32 kB of its
 * own, which take longer to get than most arrays to inflate, and gives the same. `broken` where fflate says so, which has read what
 * it would have read as a single last piece. Null says nothing: the pieces decide.
 */
function inflatedAtOnce(data: Uint8Array): Uint8Array | 'broken' | null {
  if (data.length === 0 || data.length > CHUNK) return null;
  try {
    const found = inflateSync(data, { out: window });
    // A full window has lost what came after.
    return found.length < window.length ? found.slice() : null;
  } catch (error) {
    // Errors of others are about the window.
    return typeof (error as Partial<FlateError>).code === 'number' ? 'broken' : null;
  }
}

let crcTable: Uint32Array | null = null;

/**
 * Inflates a raw deflate stream (RFC 1951) to at most `limit` bytes, or returns null when it is broken, cut off or
 * longer. It is fed in small pieces, so that a bomb is noticed after one piece and memory follows what really comes
 * out, never what a header declares.
 */
export function inflateRaw(data: Uint8Array, limit: number): Uint8Array | null {
  const whole = inflatedAtOnce(data);
  if (whole !== null) return whole === 'broken' || whole.length > limit ? null : whole;
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((piece) => {
    length += piece.length;
    pieces.push(piece);
  });
  try {
    for (let at = 0; at < data.length; at += CHUNK) {
      push(stream, data.subarray(at, at + CHUNK), at + CHUNK >= data.length);
      if (length > limit) return null;
    }
  } catch {
    return null;
  }
  return join(pieces, length);
}

/** The first bytes of a raw deflate stream, at least `wanted` of them unless it ends or breaks before. */
export function inflatePrefix(data: Uint8Array, wanted: number): Uint8Array {
  const whole = data.length <= PREFIX ? inflatedAtOnce(data) : null;
  if (whole !== null && whole !== 'broken') return whole;
  const { found, broken } = prefixByPieces(data, wanted, PREFIX);
  // What came out before a fault is enough to describe the element; reading all of it reports the fault.
  return broken ? prefixByPieces(data, wanted, SHORT).found : found;
}

function prefixByPieces(
  data: Uint8Array,
  wanted: number,
  size: number,
): { readonly found: Uint8Array; readonly broken: boolean } {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((piece) => {
    length += piece.length;
    pieces.push(piece);
  });
  let broken = false;
  try {
    for (let at = 0; at < data.length && length < wanted; at += size)
      push(stream, data.subarray(at, at + size));
  } catch {
    broken = true;
  }
  return { found: join(pieces, length), broken };
}

/** The raw deflate stream inside a zlib stream (RFC 1950), or null when its header is wrong. */
export function zlibBody(data: Uint8Array): Uint8Array | null {
  if (data.length < 6) return null;
  const [method, flags] = [data[0]!, data[1]!];
  const valid = (method & 15) === 8 && (method * 256 + flags) % 31 === 0 && (flags & 0x20) === 0;
  return valid ? data.subarray(2, -4) : null;
}

/** Inflates a zlib stream to at most `limit` bytes and verifies its checksum; null when anything is wrong. */
export function inflateZlib(data: Uint8Array, limit: number): Uint8Array | null {
  const body = zlibBody(data);
  const result = body === null ? null : inflateRaw(body, limit);
  if (result === null) return null;
  const stored = new DataView(data.buffer, data.byteOffset + data.length - 4, 4).getUint32(0);
  return adler32(result) === stored ? result : null;
}

/** The checksum of RFC 1950. */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let from = 0; from < bytes.length; from += ADLER_RUN) {
    const to = Math.min(from + ADLER_RUN, bytes.length);
    for (let i = from; i < to; i += 1) {
      a += bytes[i]!;
      b += a;
    }
    a %= ADLER_MODULUS;
    b %= ADLER_MODULUS;
  }
  return b * 65536 + a;
}

/** The checksum of zip archives (CRC-32, reflected polynomial EDB88320); `before` is that of the bytes before these. */
export function crc32(bytes: Uint8Array, before = 0): number {
  crcTable ??= Uint32Array.from({ length: 256 }, (_, i) => {
    let value = i;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ crcTable[(crc ^ byte) & 255]!;
  return (crc ^ 0xffffffff) >>> 0;
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
