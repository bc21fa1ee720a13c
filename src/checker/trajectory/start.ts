/** The start of a run from its seed, and how far the exactly Gaussian start is from it (docs/trajectories.md 5 and 10.2). */
import { floorRoot } from '../numbers/exact.ts';
import { Rejection } from '../rejection.ts';
import { ceilQuotient, ceilRoot, FRACTION, LOG_BITS, minusLogarithm, ONE } from './fixed.ts';

export interface Stream {
  readonly seed: number;
  readonly k: number;
  readonly n: number;
  readonly run: number;
}

const WORD = (1n << 32n) - 1n;

/** Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011): four words for a counter of four and a key of two. */
export function philox(counter: readonly bigint[], key: readonly bigint[]): bigint[] {
  let [a, b, c, d] = counter as [bigint, bigint, bigint, bigint];
  let [x, y] = key as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p = 0xd2511f53n * a;
    const q = 0xcd9e8d57n * c;
    [a, b, c, d] = [(q >> 32n) ^ b ^ x, q & WORD, (p >> 32n) ^ d ^ y, p & WORD];
    x = (x + 0x9e3779b9n) & WORD;
    y = (y + 0xbb67ae85n) & WORD;
  }
  return [a, b, c, d];
}

/** Bits of a variate of the search, and of one that is known further. */
export const SHORT = 53;
export const LONG = 117;
/** Number of the block where the further bits of the variates of block 0 are: two words at the same place. */
const FURTHER = 1n << 31n;

/**
 * The variates of a stream as integers of so many bits: the upper 27 bits of one word and the upper 26 of the next; for LONG ones the two
 * words FURTHER blocks on follow.
 */
function* uniforms({ seed, k, n, run }: Stream, bits: number): Generator<bigint, never> {
  const key = [BigInt(seed) & WORD, BigInt(seed) >> 32n];
  const wordsOf = (block: bigint): bigint[] =>
    philox([block, BigInt(run) & WORD, BigInt(run) >> 32n, BigInt(k * 65536 + n)], key);
  for (let block = 0n; ; block++) {
    const words = wordsOf(block);
    const further = bits === LONG ? wordsOf(block + FURTHER) : null;
    for (const at of [0, 2]) {
      const short = ((words[at]! >> 5n) << 26n) | (words[at + 1]! >> 6n);
      yield further === null ? short : (short << 64n) | (further[at]! << 32n) | further[at + 1]!;
    }
  }
}

/**
 * W in units, and e_0 ≥ ‖W_0 − W‖ for the Gaussian W_0. W is the polar method at the middle of what the bits leave open: with b of them a pair
 * is (2u − 1) + 2^−b, and moves by at most √2·2^−b. With 2l = R², the squares of the singular values are 2l/s and 2/(ls), 1.01² < 1.03.
 * Pairs with |s − 1| < 2^−40, or s below 2^−39, are not decided.
 */
export function startOf(
  stream: Stream,
  bits: number = SHORT,
): { readonly point: bigint[][]; readonly error: bigint } {
  const { n, k } = stream;
  const source = uniforms(stream, bits);
  const width = BigInt(bits);
  /** Units of 2^−bits of the coordinates of a pair, so of 2^−2bits of its square radius. */
  const square = 2n * width;
  const coordinate = (): bigint => 2n * source.next().value - (1n << width) + 1n;
  const entries: bigint[] = [];
  let squares = 0n;
  while (entries.length < n * k) {
    const [x, y] = [coordinate(), coordinate()];
    const s = x * x + y * y;
    const away = s - (1n << square);
    const near = 1n << (square - 40n);
    if ((away < near && away > -near) || s < 2n * near)
      throw new Rejection('every pair of variates is certainly accepted or certainly not');
    if (away > 0n) continue;
    const l = minusLogarithm(s, square);
    // √(2l/(sk)) in units: the radicand in squares of them.
    const factor = floorRoot(((2n * l) << (2n * FRACTION + square - LOG_BITS)) / (s * BigInt(k)));
    entries.push((x * factor) >> width, (y * factor) >> width);
    const across = ceilQuotient((2n * l) << (FRACTION + square - LOG_BITS), s);
    const along = ceilQuotient(2n << (FRACTION + square + LOG_BITS), l * s);
    squares += across > along ? across : along;
  }
  // (√2·2^−b)²·1.03·Σ/k in squares of units, its root, and 2^−80 for the roundings of W.
  const total = ceilQuotient((103n * squares) << FRACTION, (100n * BigInt(k)) << (square - 1n));
  const point = Array.from({ length: n }, (_, i) => entries.slice(i * k, i * k + k));
  return { point, error: ceilRoot(total) + (ONE >> 80n) };
}
