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

/** The generator of one run with the standard basis as targets. */
export function generatorOf(stream: StreamId): Generator {
  requireInteger('seed', stream.seed, 0, 2 ** 53);
  requireInteger('run', stream.run, 0, 2 ** 53);
  requireInteger('k', stream.k, 1, 2 ** 16);
  requireInteger('n', stream.n, 1, 2 ** 16);
  return generatorAt(...wordsOf(stream));
}

/** Key and the upper three words of the counter. */
const wordsOf = ({ seed, run, k, n }: StreamId): [number[], number[]] => [
  halves(seed),
  [...halves(run), k * 65536 + n],
];

/** Number of the block where the further bits of the variates of block 0 are. */
const FURTHER_BLOCK = 2 ** 31;

/**
 * The uniform variates of generatorOf with 64 bits more each, as integers in units of 2^−117: those bits are two words at the same
 * place FURTHER_BLOCK blocks on, which a start of fewer than 2^31 entries never reaches.
 */
export function preciseVariates(stream: StreamId): () => bigint {
  const { uniform } = generatorOf(stream);
  const further = wordPairs(...wordsOf(stream), FURTHER_BLOCK);
  return () => {
    const { words, at } = further();
    const bits = (BigInt(words[at]!) << 32n) + BigInt(words[at + 1]!);
    return (BigInt(uniform() * 2 ** 53) << 64n) + bits;
  };
}

/** Which stream of a sample; every field an integer, 0 ≤ seed < 2^53, 1 ≤ k < 2^16, 0 ≤ sample, start < 2^32. */
export interface SampleStreamId {
  readonly seed: number;
  /** The dimension of the targets, 1 ≤ d < 2^53; 0 for starts from given points. */
  readonly d: number;
  readonly k: number;
  /** 1 ≤ n < 2^16 for a start, 0 for the targets themselves. */
  readonly n: number;
  readonly sample: number;
  readonly start: number;
}

/**
 * The generator of a sample's targets (n = 0, start = 0), or of one start. The key is the first half of the block with the
 * seed as its key and (d, 0, 0) as its counter, which no run uses: k ≥ 1. So rows of different d have streams of their own, and
 * more samples or starts change none of those before.
 */
export function sampleGenerator({ seed, d, k, n, sample, start }: SampleStreamId): Generator {
  requireInteger('seed', seed, 0, 2 ** 53);
  requireInteger('d', d, 0, 2 ** 53);
  requireInteger('k', k, 1, 2 ** 16);
  requireInteger('n', n, 0, 2 ** 16);
  requireInteger('sample', sample, 0, 2 ** 32);
  requireInteger('start', start, 0, 2 ** 32);
  const words = new Uint32Array(4);
  philox(new Uint32Array([...halves(d), 0, 0]), new Uint32Array(halves(seed)), words);
  return generatorAt([words[0]!, words[1]!], [start, sample, k * 65536 + n]);
}

/** The low and the high 32 bits of an integer from 0 to 2^53 − 1. */
const halves = (x: number): [number, number] => [x % 2 ** 32, Math.floor(x / 2 ** 32)];

/** Two words of a stream: at `at` and the next place. */
interface WordPair {
  readonly words: Uint32Array;
  at: number;
}

/** The words of the stream with a key and the upper three words of the counter, two at a time, from block `first` on. */
function wordPairs(keyWords: readonly number[], upper: readonly number[], first = 0): () => WordPair {
  const key = new Uint32Array(keyWords);
  const counter = new Uint32Array([first, ...upper]);
  const pair: WordPair = { words: new Uint32Array(4), at: 2 };
  return () => {
    if (pair.at === 0) {
      pair.at = 2;
      return pair;
    }
    philox(counter, key, pair.words);
    counter[0]! += 1;
    if (counter[0] === 0) throw new RangeError('stream exhausted after 2^33 variates');
    pair.at = 0;
    return pair;
  };
}

/** The generator on the stream with a key and the upper three words of the counter. */
function generatorAt(keyWords: readonly number[], upper: readonly number[]): Generator {
  const next = wordPairs(keyWords, upper);
  let spare: number | null = null;

  function uniform(): number {
    const { words, at } = next();
    const high = words[at]! >>> 5;
    const low = words[at + 1]! >>> 6;
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

/**
 * The norm of a standard normal vector of R^degrees, degrees ≥ 1. For two and more, √(2G) with G from the gamma distribution
 * of shape degrees/2 by Marsaglia and Tsang's method (2000): v = (1 + cx)³ with a normal x, accepted with probability
 * exp(x²/2 + D(1 − v + ln v)). With t = cx, c² = 1/(9D), the exponent is D(3 ln(1 + t) − 3t + 3t²/2 − t³), of which a series
 * from t⁴ on remains, so that nothing cancels however large D is.
 */
export function chi(degrees: number, { normal, uniform }: Generator): number {
  if (degrees === 1) return Math.abs(normal());
  const shape = degrees / 2 - 1 / 3;
  const c = 1 / Math.sqrt(9 * shape);
  for (;;) {
    const t = c * normal();
    if (t <= -1) continue;
    const u = uniform();
    if (u > 0 && logarithm(u) > 3 * shape * logarithmTail(t)) continue;
    return (1 + t) * Math.sqrt(2 * shape * (1 + t));
  }
}

/** ln(1 + t) − t + t²/2 − t³/3; for |t| < 1/8 by its series, whose tail after t^19 is below 2·10⁻¹⁸ of its first term. */
function logarithmTail(t: number): number {
  if (Math.abs(t) >= 0.125) return logarithm(1 + t) - t + (t * t) / 2 - (t * t * t) / 3;
  let sum = 0;
  for (let m = 19; m >= 4; m--) sum = (m % 2 === 0 ? -1 / m : 1 / m) + sum * t;
  return sum * t * t * t * t;
}

/** Where random vectors live: `span` coordinates for the span of the targets, and as many more of R^d as vectors need. */
export interface ReducedSpace {
  readonly d: number;
  readonly span: number;
}

/** The coordinates that n random vectors need beside those of the span: a basis is chosen along with them. */
export const outsideWidth = (n: number, { d, span }: ReducedSpace): number => Math.min(n, d - span);

/**
 * n standard normal vectors of R^d in reduced coordinates: their Gram matrix, together with `span` fixed orthonormal directions, has
 * exactly its distribution (Bartlett: coordinates beyond the span along the vectors themselves, orthonormalised in order). Row
 * by row the coordinates of the span, then normals, then for i < d − span a chi variate of d − span − i degrees of freedom.
 */
export function reducedNormals(n: number, space: ReducedSpace, generator: Generator): Float64Array {
  const { d, span } = space;
  const width = span + outsideWidth(n, space);
  const rows = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const line = i * width;
    for (let c = 0; c < width && c < span + i; c++) rows[line + c] = generator.normal();
    if (span + i < width) rows[line + span + i] = chi(d - span - i, generator);
  }
  return rows;
}
