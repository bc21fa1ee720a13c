/**
 * Integers in units of 2^−112 (docs/trajectories.md 10): roots, arctangents, logarithms, and one step of gradient descent. Shared with
 * nothing: the engine's step is in doubles, its angle another formula.
 */
import { dot, floorRoot } from '../numbers/exact.ts';

export const FRACTION = 112n;
export const ONE: bigint = 1n << FRACTION;

export type Point = readonly (readonly bigint[])[];

/** ⌈√x⌉ */
export function ceilRoot(x: bigint): bigint {
  const root = floorRoot(x);
  return root * root === x ? root : root + 1n;
}

/** ⌈a/b⌉ for a ≥ 0, b > 0 */
export function ceilQuotient(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

const STEPS = 64n;
/** Bits of the constants beyond the unit. */
const GUARD = 48n;

/** atan(1/q) or artanh(1/q) for a rational q = den/num ≥ 2, off by less than 200 units of 2^−(FRACTION + GUARD): one a term and a power. */
function series(num: bigint, den: bigint, sign: 1n | -1n): bigint {
  let power = (num << (FRACTION + GUARD)) / den;
  let sum = 0n;
  let flip = 1n;
  for (let odd = 1n; power > 0n; odd += 2n) {
    sum += (flip * power) / odd;
    power = (power * num * num) / (den * den);
    flip *= sign;
  }
  return sum;
}

/** atan(j/64), j = 0 … 64, and from it π: atan(j/64) − atan((j−1)/64) = atan(64/(4096 + j(j−1))); off by less than 2^15 fine units, so by one unit. */
const ARCTANGENTS: readonly bigint[] = (() => {
  const fine = [0n];
  for (let j = 1n; j <= STEPS; j++)
    fine.push(fine.at(-1)! + series(STEPS, STEPS * STEPS + j * (j - 1n), -1n));
  return fine.map((x) => x >> GUARD);
})();
/** Off by at most five units. */
const PI: bigint = 4n * ARCTANGENTS.at(-1)!;
/** 1/(2i + 1) */
const ODD: readonly bigint[] = Array.from({ length: 9 }, (_, i) => ONE / BigInt(2 * i + 1));

/**
 * atan t for 0 ≤ t ≤ 1 + 2^−60, off by less than 64 units: with j the integer nearest to 64t and v = (64t − j)/(64 + jt), |v| ≤ 1/128,
 * atan t = atan(j/64) + atan v. Nine terms leave v^19 < 2^−133; each loses at most two units.
 */
export function arctangent(t: bigint): bigint {
  const nearest = (t * STEPS + (ONE >> 1n)) >> FRACTION;
  const j = nearest > STEPS ? STEPS : nearest;
  const v = ((t * STEPS - (j << FRACTION)) << FRACTION) / ((STEPS << FRACTION) + j * t);
  const y = (v * v) >> FRACTION;
  let sum = ODD.at(-1)!;
  for (let i = ODD.length - 2; i >= 0; i--) sum = ODD[i]! - ((y * sum) >> FRACTION);
  return ARCTANGENTS[Number(j)]! + ((v * sum) >> FRACTION);
}

/** π − θ for z = w·v, area = R, lengths = ‖w‖‖v‖: tan of half the angle to the nearer end of the line of v is R/(‖w‖‖v‖ + |z|). */
function supplement(area: bigint, z: bigint, lengths: bigint): bigint {
  const angle = 2n * arctangent((area << FRACTION) / (lengths + (z < 0n ? -z : z)));
  return z < 0n ? angle : PI - angle;
}

/** Norms, from below and less than a unit off, of points for which the bound on a step is proved: null for others. */
export function normsOf(point: Point): readonly bigint[] | null {
  const norms = point.map((row) => floorRoot(dot(row, row)));
  return norms.every((x) => x >= LEAST_NORM && x < MOST_NORM) ? norms : null;
}

const LEAST_NORM = ONE >> 6n;
const MOST_NORM = ONE << 3n;
/** Most neurons and targets together. */
export const MOST_VECTORS = 128;
/** ‖X' − (X − η∇F(X))‖ ≤ 2^−80 for X' = stepFrom(X) (docs/trajectories.md 10.1). */
export const STEP_ERROR: bigint = 1n << (FRACTION - 80n);

/**
 * Neuron i and neuron j < i, or target j − n: R, w·v and ‖w‖‖v‖, and π − θ, in units; off by less than 1, 1, 19 (18 of the product)
 * and 2^19 of them (docs/trajectories.md 10.1).
 */
export interface Pair {
  readonly i: number;
  readonly j: number;
  readonly area: bigint;
  readonly inner: bigint;
  readonly lengths: bigint;
  readonly supplement: bigint;
}

/**
 * X − η∇F(X) for the targets e_1 … e_k and η = numerator/denominator ≤ 1, up to STEP_ERROR; null where a norm is out of range. `take`
 * is called with every pair.
 */
export function stepFrom(
  point: Point,
  numerator: bigint,
  denominator: bigint,
  take?: (pair: Pair) => void,
): bigint[][] | null {
  const norms = normsOf(point);
  if (norms === null) return null;
  const squares = point.map((row) => dot(row, row));
  const areas = point.map(() => 0n);
  const sums = point.map((row) => row.map(() => 0n));
  const add = (i: number, s: bigint, row: readonly bigint[]): void => {
    const sum = sums[i]!;
    for (let a = 0; a < row.length; a++) sum[a]! += s * row[a]!;
  };
  point.forEach((w, i) => {
    for (let j = 0; j < i; j++) {
      const z = dot(w, point[j]!);
      const area = floorRoot((squares[i]! * squares[j]! - z * z) >> (2n * FRACTION));
      const [inner, lengths] = [z >> FRACTION, (norms[i]! * norms[j]!) >> FRACTION];
      const s = supplement(area, inner, lengths);
      take?.({ i, j, area, inner, lengths, supplement: s });
      areas[i]! += area;
      areas[j]! += area;
      add(i, s, point[j]!);
      add(j, s, w);
    }
    w.forEach((z, a) => {
      const area = floorRoot(squares[i]! - z * z);
      const s = supplement(area, z, norms[i]!);
      take?.({ i, j: point.length + a, area, inner: z, lengths: norms[i]!, supplement: s });
      areas[i]! -= area;
      sums[i]![a]! -= s << FRACTION;
    });
  });
  const scale = 2n * PI * denominator;
  return point.map((w, i) => {
    const c = PI + (areas[i]! << (2n * FRACTION)) / squares[i]!;
    return w.map((x, a) => x - ((sums[i]![a]! + c * x) * numerator) / scale);
  });
}

/** Bits of logarithms. */
export const LOG_BITS: bigint = FRACTION + GUARD;

/** −ln(x/2^bits) for 0 < x < 2^bits, off by less than 2^20 units of 2^−LOG_BITS: x = m·2^−e·2^bits with ¾ ≤ m < 1½, ln m = 2 artanh((m − 1)/(m + 1)). */
export function minusLogarithm(x: bigint, bits: bigint): bigint {
  let m = x;
  let e = 0n;
  for (; 4n * m < 3n << bits; e++) m <<= 1n;
  const one = 1n << bits;
  const rest = m < one ? -series(one - m, one + m, 1n) : series(m - one, m + one, 1n);
  return e * LOG_TWO - 2n * rest;
}

/** ln 2 = 2 artanh(1/3) */
const LOG_TWO: bigint = 2n * series(1n, 3n, 1n);
