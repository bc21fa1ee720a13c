/** SHA-256 (FIPS 180-4), synchronous, without dependencies, so that browser and Node run the same text. */

const MASK = 0xffffffffn;

/** Integer square root by Newton's method from above. */
function integerRoot(square: bigint): bigint {
  let root = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** Integer cube root by Newton's method from above. */
function integerCubeRoot(cube: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(cube.toString(2).length / 3));
  for (;;) {
    const next = (2n * root + cube / (root * root)) / 3n;
    if (next >= root) return root;
    root = next;
  }
}

function firstPrimes(count: number): bigint[] {
  const primes: bigint[] = [];
  for (let candidate = 2n; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate);
  }
  return primes;
}

interface Constants {
  /** First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
  readonly round: Int32Array;
  /** First 32 bits of the fractional parts of the square roots of the first 8 primes. */
  readonly start: Int32Array;
}

let made: Constants | null = null;

/** Made when the first hash is asked for, which a start without one feels. */
function constants(): Constants {
  if (made !== null) return made;
  const primes = firstPrimes(64);
  made = {
    round: Int32Array.from(primes, (prime) => Number(integerCubeRoot(prime << 96n) & MASK)),
    start: Int32Array.from(primes.slice(0, 8), (prime) => Number(integerRoot(prime << 64n) & MASK)),
  };
  return made;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** What follows the last whole block: the rest of the message, a 1 bit, zeros, and the length in bits as 64 bits. */
function ending(message: Uint8Array): Uint8Array {
  const rest = message.subarray(message.length - (message.length % 64));
  const bytes = new Uint8Array(rest.length + 9 <= 64 ? 64 : 128);
  bytes.set(rest);
  bytes[rest.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(bytes.length - 4, (message.length << 3) >>> 0);
  return bytes;
}

/** Words are signed here: + modulo 2³² and the operations on bits do not tell, and V8 keeps them in registers. */
const w = new Int32Array(64);

/** The state after the block of 64 bytes at a place, in the letters of FIPS 180-4. */
function compress(state: Int32Array, bytes: Uint8Array, block: number, k: Int32Array): void {
  for (let t = 0; t < 16; t++) {
    const at = block + 4 * t;
    w[t] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }
  for (let t = 16; t < 64; t++) {
    const early = w[t - 15]!;
    const late = w[t - 2]!;
    const sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    w[t] = (w[t - 16]! + sigma0 + w[t - 7]! + sigma1) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  // Four rounds at a time: each writes over two words where they stand, and after four the halves change places.
  for (let t = 0; t < 64; t += 4) {
    h = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (g ^ (e & (f ^ g))) + k[t]! + w[t]!) | 0;
    d = (d + h) | 0;
    h = (h + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (c & (a ^ b)))) | 0;
    g =
      (g + (rotate(d, 6) ^ rotate(d, 11) ^ rotate(d, 25)) + (f ^ (d & (e ^ f))) + k[t + 1]! + w[t + 1]!) | 0;
    c = (c + g) | 0;
    g = (g + (rotate(h, 2) ^ rotate(h, 13) ^ rotate(h, 22)) + ((h & a) ^ (b & (h ^ a)))) | 0;
    f =
      (f + (rotate(c, 6) ^ rotate(c, 11) ^ rotate(c, 25)) + (e ^ (c & (d ^ e))) + k[t + 2]! + w[t + 2]!) | 0;
    b = (b + f) | 0;
    f = (f + (rotate(g, 2) ^ rotate(g, 13) ^ rotate(g, 22)) + ((g & h) ^ (a & (g ^ h)))) | 0;
    e =
      (e + (rotate(b, 6) ^ rotate(b, 11) ^ rotate(b, 25)) + (d ^ (b & (c ^ d))) + k[t + 3]! + w[t + 3]!) | 0;
    a = (a + e) | 0;
    e = (e + (rotate(f, 2) ^ rotate(f, 13) ^ rotate(f, 22)) + ((f & g) ^ (h & (f ^ g)))) | 0;
    let word = a;
    a = e;
    e = word;
    word = b;
    b = f;
    f = word;
    word = c;
    c = g;
    g = word;
    word = d;
    d = h;
    h = word;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

/** Lower-case hex SHA-256 of a message. */
export function sha256(message: Uint8Array): string {
  const { round, start } = constants();
  const state = start.slice();
  for (let block = 0; block + 64 <= message.length; block += 64) compress(state, message, block, round);
  const last = ending(message);
  for (let block = 0; block < last.length; block += 64) compress(state, last, block, round);
  let digits = '';
  for (const word of state) digits += (word >>> 0).toString(16).padStart(8, '0');
  return digits;
}

/** The name of a claim: the first 16 hex digits of the sha256 of its certificate. */
export function claimId(hash: string): string {
  return hash.slice(0, 16);
}
