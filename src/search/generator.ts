/**
 * Random numbers for search. The stream of a run is a function of (seed, k, n, run number) alone, so a run is the same
 * whichever process does it, in whatever order.
 *
 * Bits come from Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011), a
 * bijection of 128-bit counters for each 64-bit key. The key is the seed; the counter holds the number of the block, the
 * run and (k, n), so different runs never share a block.
 */

import { logarithm } from '../arithmetic/logarithm.ts';

/** Which stream: every field an integer, 0 ≤ seed, run < 2^53, 1 ≤ k, n < 2^16. */
export interface StreamId {
  readonly seed: number;
  readonly k: number;
  readonly n: number;
  readonly run: number;
}

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** High 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function highProduct(a: number, b: number): number {
  const a1 = a >>> 16;
  const a0 = a & 0xffff;
  const b1 = b >>> 16;
  const b0 = b & 0xffff;
  const low = a0 * b0;
  const middle = a1 * b0 + (low >>> 16);
  const cross = a0 * b1 + (middle & 0xffff);
  return (a1 * b1 + Math.floor(middle / 65536) + Math.floor(cross / 65536)) >>> 0;
}

/** Philox4x32-10: four words of output for four words of counter and two of key, all unsigned 32-bit. */
export function philox(counter: Uint32Array, key: Uint32Array, output: Uint32Array): void {
  let c0 = counter[0]!;
  let c1 = counter[1]!;
  let c2 = counter[2]!;
  let c3 = counter[3]!;
  let k0 = key[0]!;
  let k1 = key[1]!;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highProduct(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const high1 = highProduct(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  output[0] = c0;
  output[1] = c1;
  output[2] = c2;
  output[3] = c3;
}

/** A stream of uniform and normal variates; nothing in it depends on the platform's elementary functions. */
export interface Generator {
  /** Uniform on the 2^53 multiples of 2^−53 in [0, 1): the next two words of the stream. */
  uniform(): number;
  /** Standard normal, by Marsaglia's polar method; both variates of a pair are used, in order. */
  normal(): number;
}

function requireInteger(name: string, value: number, least: number, bound: number): void {
  if (!Number.isSafeInteger(value) || value < least || value >= bound)
    throw new RangeError(`${name} must be an integer from ${least} to ${bound - 1}, not ${value}`);
}

/** The generator of one run. */
export function generatorOf(stream: StreamId): Generator {
  requireInteger('seed', stream.seed, 0, 2 ** 53);
  requireInteger('run', stream.run, 0, 2 ** 53);
  requireInteger('k', stream.k, 1, 2 ** 16);
  requireInteger('n', stream.n, 1, 2 ** 16);
  const key = new Uint32Array([stream.seed, Math.floor(stream.seed / 2 ** 32)]);
  const counter = new Uint32Array([
    0,
    stream.run,
    Math.floor(stream.run / 2 ** 32),
    stream.k * 65536 + stream.n,
  ]);
  const words = new Uint32Array(4);
  let used = 4;
  let spare: number | null = null;

  function uniform(): number {
    if (used === 4) {
      philox(counter, key, words);
      counter[0]! += 1;
      if (counter[0] === 0) throw new RangeError('stream exhausted after 2^33 variates');
      used = 0;
    }
    const high = words[used]! >>> 5;
    const low = words[used + 1]! >>> 6;
    used += 2;
    return (high * 67108864 + low) / 9007199254740992;
  }

  function normal(): number {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const s = x * x + y * y;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * logarithm(s)) / s);
      spare = y * factor;
      return x * factor;
    }
  }

  return { uniform, normal };
}

/** The published start: n x k entries (row = neuron) drawn in row order from N(0, 1/k) (footnote 1 of the paper). */
export function randomStart(stream: StreamId): Float64Array {
  const generator = generatorOf(stream);
  const scale = Math.sqrt(1 / stream.k);
  return Float64Array.from({ length: stream.n * stream.k }, () => generator.normal() * scale);
}
