/** The start of a run from its seed, and how far the exactly Gaussian start is from it (docs/trajectories.md 5 and 10.2). */
import { Rejection } from '../rejection.ts';
import { ceilQuotient, ceilRoot, FRACTION, floorRoot, LOG_BITS, minusLogarithm, ONE } from './fixed.ts';

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

/** The 53-bit integers of a stream: the upper 27 bits of one word and the upper 26 of the next. */
function* uniforms({ seed, k, n, run }: Stream): Generator<bigint, never> {
  const key = [BigInt(seed) & WORD, BigInt(seed) >> 32n];
  for (let block = 0n; ; block++) {
    const words = philox([block, BigInt(run) & WORD, BigInt(run) >> 32n, BigInt(k * 65536 + n)], key);
    for (const at of [0, 2]) yield ((words[at]! >> 5n) << 26n) | (words[at + 1]! >> 6n);
  }
}

/** Units of 2^−53 of the coordinates of a pair, so of 2^−106 of its square radius. */
const SQUARE_BITS = 106n;
/** |s − 1| and s below which a pair is not decided: 2^−40 and a little more than 10^−12. */
const NEAR_ONE = 1n << (SQUARE_BITS - 40n);
const NEAR_ZERO = 1n << (SQUARE_BITS - 39n);

/**
 * W in units, and e_0 ≥ ‖W_0 − W‖ for the Gaussian W_0. W is the polar method at the middle of what the 53 bits leave open, V = ½: a pair
 * is (2u − 1) + 2^−53, and moves by at most √2·2^−53. With 2l = R², the squares of the singular values are 2l/s and 2/(ls), 1.01² < 1.03.
 */
export function startOf(stream: Stream): { readonly point: bigint[][]; readonly error: bigint } {
  const { n, k } = stream;
  const source = uniforms(stream);
  const coordinate = (): bigint => 2n * source.next().value - (1n << 53n) + 1n;
  const entries: bigint[] = [];
  let squares = 0n;
  while (entries.length < n * k) {
    const [x, y] = [coordinate(), coordinate()];
    const s = x * x + y * y;
    const away = s - (1n << SQUARE_BITS);
    if ((away < NEAR_ONE && away > -NEAR_ONE) || s < NEAR_ZERO)
      throw new Rejection('every pair of variates is certainly accepted or certainly not');
    if (away > 0n) continue;
    const l = minusLogarithm(s, SQUARE_BITS);
    // √(2l/(sk)) in units: the radicand in squares of them.
    const factor = floorRoot(((2n * l) << (2n * FRACTION + SQUARE_BITS - LOG_BITS)) / (s * BigInt(k)));
    entries.push((x * factor) >> 53n, (y * factor) >> 53n);
    const across = ceilQuotient((2n * l) << (FRACTION + SQUARE_BITS - LOG_BITS), s);
    const along = ceilQuotient(2n << (FRACTION + SQUARE_BITS + LOG_BITS), l * s);
    squares += across > along ? across : along;
  }
  // (√2·2^−53)²·1.03·Σ/k, its root, and 2^−80 for the roundings of W.
  const total = ceilQuotient(103n * squares, (100n * BigInt(k)) << 105n);
  const point = Array.from({ length: n }, (_, i) => entries.slice(i * k, i * k + k));
  return { point, error: ceilRoot(total * ONE) + (ONE >> 80n) };
}
