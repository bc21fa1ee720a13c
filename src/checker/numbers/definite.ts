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

/** Numbers that are summed at a time, by four sums side by side, which are four times as fast as one. */
const STRIP = 64;

/** Σ x_l y_l for l < length. It is off by at most γ_m Σ|x_l y_l|, m = roundings(length), and by what underflows. */
export function sumOfProducts(x: Float64Array, y: Float64Array, length: number): number {
  const whole = length - (length % 4);
  let total = 0;
  for (let l = 0; l < whole; ) {
    const end = Math.min(l + STRIP, whole);
    let p = 0;
    let q = 0;
    let r = 0;
    let s = 0;
    for (; l < end; l += 4) {
      p += x[l]! * y[l]!;
      q += x[l + 1]! * y[l + 1]!;
      r += x[l + 2]! * y[l + 2]!;
      s += x[l + 3]! * y[l + 3]!;
    }
    total += p + q + (r + s);
  }
  for (let l = whole; l < length; l++) total += x[l]! * y[l]!;
  return total;
}

/** The same of four x with one y, which is read once: a large y comes from memory. Two sums side by side for each x. */
export function fourSumsOfProducts(
  xs: readonly Float64Array[],
  y: Float64Array,
  length: number,
  sums: Float64Array,
): void {
  const [a, b, c, d] = xs as [Float64Array, Float64Array, Float64Array, Float64Array];
  const whole = length - (length % 2);
  let [ofA, ofB, ofC, ofD] = [0, 0, 0, 0];
  for (let l = 0; l < whole; ) {
    const end = Math.min(l + STRIP, whole);
    let [a0, a1, b0, b1, c0, c1, d0, d1] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (; l < end; l += 2) {
      const even = y[l]!;
      const odd = y[l + 1]!;
      a0 += a[l]! * even;
      a1 += a[l + 1]! * odd;
      b0 += b[l]! * even;
      b1 += b[l + 1]! * odd;
      c0 += c[l]! * even;
      c1 += c[l + 1]! * odd;
      d0 += d[l]! * even;
      d1 += d[l + 1]! * odd;
    }
    ofA += a0 + a1;
    ofB += b0 + b1;
    ofC += c0 + c1;
    ofD += d0 + d1;
  }
  if (whole < length) {
    const last = y[whole]!;
    ofA += a[whole]! * last;
    ofB += b[whole]! * last;
    ofC += c[whole]! * last;
    ofD += d[whole]! * last;
  }
  sums[0] = ofA;
  sums[1] = ofB;
  sums[2] = ofC;
  sums[3] = ofD;
}

/**
 * A product meets its own rounding, 31 in its strip and one for both sums, or 15 and two, then one for its strip and each after it, and one or three for
 * the rest; but no sum of N products has more than N for one.
 */
export function roundings(length: number): number {
  return Math.min(length, 34 + Math.ceil(length / STRIP));
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
  const factor = rows.map((row) => new Float64Array(row.length));
  const sums = new Float64Array(size);
  let squares = 0;
  /** L_ij from x = Σ_{l<j} L_il L_jl. */
  const enter = (i: number, j: number, x: number): void => {
    const pivot = factor[j]![j]!;
    const left = (i === j ? rows[i]![j]! - s : rows[i]![j]!) - x;
    const entry = i === j ? Math.sqrt(left) : left / pivot;
    factor[i]![j] = entry;
    const rest = Math.abs(left - entry * (i === j ? entry : pivot));
    sums[i]! += rest;
    if (i !== j) sums[j]! += rest;
    squares += entry * entry;
  };
  // Four rows at a time, as far as the rows above them go.
  const products = new Float64Array(4);
  for (let first = 0; first < size; first += 4) {
    const four = factor.slice(first, first + 4);
    if (four.length === 4)
      for (let j = 0; j < first; j++) {
        fourSumsOfProducts(four, factor[j]!, j, products);
        for (let r = 0; r < 4; r++) enter(first + r, j, products[r]!);
      }
    for (const [r, own] of four.entries())
      for (let j = four.length === 4 ? first : 0; j <= first + r; j++)
        enter(first + r, j, sumOfProducts(own, factor[j]!, j));
    if (!(squares < Infinity)) return false;
  }
  const residual = Math.max(...sums) * (1 + 4 * ROUNDOFF) + (roundings(size) + 4) * ROUNDOFF * squares;
  const lost = Math.ceil(sumAbove(outward(residual), error) * 2 ** UNIT);
  return lost < Infinity && BigInt(units) - BigInt(lost) >= claim;
}
