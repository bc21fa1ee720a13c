/**
 * The smallest eigenvalue of a symmetric matrix, from below, in doubles. All that is believed of them is IEEE 754: + − × ÷ √ of doubles are off
 * by at most u = 2^−53 of the result, or by 2^−1074 where that is subnormal (mathematics.md 5.2).
 */
import { UNIT } from './exact.ts';
import { ceilOf, floorOf, type Interval } from './interval.ts';

/** u */
export const ROUNDOFF: number = 2 ** -53;
/** Bounds of errors are sums of fewer than 2^26 doubles above 0, and γ_m ≤ mu(1 + 2^−30): these make up for both, and for underflow. */
const MARGIN = 1 + 2 ** -24;
const UNDERFLOW = 2 ** -900;

/** The rows of the lower triangle of a symmetric matrix, and a bound of the norm of what it differs by from these. */
export interface EnclosedMatrix {
  readonly rows: readonly Float64Array[];
  readonly error: number;
}

/** A bound of an error that was computed from doubles above 0, rounded up. */
export function outward(error: number): number {
  return error * MARGIN + UNDERFLOW;
}

/** x + y, rounded up, also where each was rounded to the nearest double. */
export function sumAbove(x: number, y: number): number {
  return (x + y) * (1 + 2 ** -51);
}

/** Σ x_l y_l for l < length: a product meets at most `length` roundings. */
export function sumOfProducts(x: Float64Array, y: Float64Array, length: number): number {
  let sum = 0;
  for (let l = 0; l < length; l++) sum += x[l]! * y[l]!;
  return sum;
}

/** Numbers that are summed at a time. */
const STRIP = 64;

/** Of each of four x the sum with one y, which is read once: large ones come from memory. */
export function fourSumsOfProducts(x: readonly Float64Array[], y: Float64Array, length: number): number[] {
  const [a, b, c, d] = x as [Float64Array, Float64Array, Float64Array, Float64Array];
  const sums = [0, 0, 0, 0];
  for (let l = 0; l < length; ) {
    const end = Math.min(l + STRIP, length);
    let [p, q, r, s] = [0, 0, 0, 0];
    for (; l < end; l++) {
      const factor = y[l]!;
      p += a[l]! * factor;
      q += b[l]! * factor;
      r += c[l]! * factor;
      s += d[l]! * factor;
    }
    sums[0]! += p;
    sums[1]! += q;
    sums[2]! += r;
    sums[3]! += s;
  }
  return sums;
}

/** A product meets its own rounding, at most 63 in its strip, one for that and each strip after it; but no sum of N products has more than N for one. */
export function roundings(length: number): number {
  return Math.min(length, 64 + Math.ceil(length / STRIP));
}

/** A number of x, and how far others may be from it. */
export function doubleOf(x: Interval): { readonly value: number; readonly error: number } {
  const [low, high] = [floorOf(x, UNIT), ceilOf(x, UNIT)];
  const value = Number((low + high) >> 1n) * 2 ** -UNIT;
  return { value, error: outward(Number(high - low) * 2 ** -UNIT + ROUNDOFF * Math.abs(value)) };
}

/**
 * Whether λ_min ≥ claim, in units of 2^−UNIT, follows for every matrix that is enclosed (mathematics.md 5.5): A = sI + LLᵀ + R with any L gives
 * λ_min(A) ≥ s − ‖R‖. Row i of L is found from that of A − sI and the rows above: with x = Σ_{l<j} L_il L_jl in doubles, L_ij is about (A_ij − x)/L_jj, and
 * R_ij about A_ij − x − L_ij L_jj, up to γ_{m+4} Σ_l |L_il L_jl| ≤ γ_{m+4} ‖L_i‖‖L_j‖ and four roundings of its own. The matrix of the numbers
 * ‖L_i‖‖L_j‖ has the norm ‖L‖_F², and a symmetric matrix none beyond its largest sum of absolute values in a row.
 */
export function smallestEigenvalueAtLeast({ rows, error }: EnclosedMatrix, claim: bigint): boolean {
  const size = rows.length;
  const largest = rows.reduce((most, row, i) => Math.max(most, Math.abs(row[i]!)), 1);
  // Producers claim at least N·2⁻⁴⁵·max(1, |A_ii|) less than floating point sees, and what their own matrices are off by; half of the first is for R.
  // An integer is 2^UNIT times s.
  const units = Math.ceil(Number(claim) + (size * 2 ** -46 * largest + error) * 2 ** UNIT);
  const s = units * 2 ** -UNIT;
  // Four rows at a time, with room for four entries in the last ones.
  const factor = rows.map((_, i) => new Float64Array(i - (i % 4) + 4));
  const sums = new Float64Array(size);
  let squares = 0;
  for (let first = 0; first < size; first += 4) {
    const end = Math.min(first + 4, size);
    const four = [0, 1, 2, 3].map((r) => factor[first + r] ?? new Float64Array(first + 4));
    for (let j = 0; j < end; j++) {
      const other = factor[j]!;
      const products = fourSumsOfProducts(four, other, j);
      for (let i = Math.max(first, j); i < end; i++) {
        const left = (i === j ? rows[i]![j]! - s : rows[i]![j]!) - products[i - first]!;
        const entry = i === j ? Math.sqrt(left) : left / other[j]!;
        factor[i]![j] = entry;
        const rest = Math.abs(left - entry * other[j]!);
        sums[i]! += rest;
        if (i !== j) sums[j]! += rest;
        squares += entry * entry;
      }
    }
    if (!(squares < Infinity)) return false;
  }
  const residual = Math.max(...sums) * (1 + 4 * ROUNDOFF) + (roundings(size) + 4) * ROUNDOFF * squares;
  const lost = Math.ceil(sumAbove(outward(residual), error) * 2 ** UNIT);
  return lost < Infinity && BigInt(units) - BigInt(lost) >= claim;
}
