/** Exact numbers: decimals as scaled integers, roots, and the smallest eigenvalue of a matrix of integers. */

/** Matrices are integers in units of 2^−UNIT, the lower triangle of a symmetric matrix, row by row. */
export const UNIT = 112;
export type Triangle = readonly (readonly bigint[])[];

/** floor(a/b) for b > 0; the division of BigInt truncates. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

export function magnitude(a: bigint): bigint {
  return a < 0n ? -a : a;
}

const FIVES: bigint[] = [];

/** 5^n */
export function fives(n: number): bigint {
  FIVES[n] ??= 5n ** BigInt(n);
  return FIVES[n];
}

/** A decimal number as digits·10^exponent. */
export function parsed(decimal: string): { digits: bigint; exponent: number } {
  const [mantissa = '', power = '0'] = decimal.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** floor(value·factor·10^places) of a decimal number, exactly. */
export function floorTimes(decimal: string, factor: bigint, places = 0): bigint {
  const { digits, exponent } = parsed(decimal);
  const power = fives(Math.abs(exponent + places)) << BigInt(Math.abs(exponent + places));
  return exponent + places >= 0 ? digits * power * factor : floorDivide(digits * factor, power);
}

/** ⌈value·2^UNIT⌉ of a decimal number, exactly. */
export function unitsAbove(decimal: string): bigint {
  return -floorTimes(decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`, 1n << BigInt(UNIT));
}

/** Digits after the point that write every number of these exactly. */
export function decimalsOf(numbers: readonly string[]): number {
  return numbers.reduce((most, number) => Math.max(most, -parsed(number).exponent), 0);
}

/** A unit of length 2^−twos·5^−fives. */
export interface Unit {
  readonly twos: number;
  readonly fives: number;
}

/** One that all of these are multiples of: a power of two where that does, since doubles are short then, else of ten. */
export function unitOf(numbers: readonly string[]): Unit {
  const twos = decimalsOf(numbers);
  const dyadic = numbers.every((number) => {
    const { digits, exponent } = parsed(number);
    return digits % fives(Math.max(-exponent, 0)) === 0n;
  });
  return { twos, fives: dyadic ? 0 : twos };
}

export function unitsInOne(unit: Unit): bigint {
  return fives(unit.fives) << BigInt(unit.twos);
}

/** Rows of decimals as integers in a unit, or in units of 10^−unit; exact where all are multiples of it. */
export function integerRows(
  rows: readonly (readonly string[])[],
  unit: Unit | number,
): readonly (readonly bigint[])[] {
  const factor = unitsInOne(typeof unit === 'number' ? { twos: unit, fives: unit } : unit);
  return rows.map((row) => row.map((entry) => floorTimes(entry, factor)));
}

export function dot(x: readonly bigint[], y: readonly bigint[]): bigint {
  let sum = 0n;
  for (let a = 0; a < x.length; a++) {
    if (x[a] !== 0n && y[a] !== 0n) sum += x[a]! * y[a]!;
  }
  return sum;
}

/** log₂|x| to about 14 digits, for very long integers to a few bits: a guess at sizes. */
export function bitsOf(x: bigint): number {
  const size = Math.abs(Number(x));
  return size < Infinity ? Math.log2(size) : 4 * x.toString(16).length;
}

/** ⌊√x⌋ for x ≥ 0: Newton's iteration from above decreases until it is there; the first guess is from the upper hundred bits. */
export function floorRoot(x: bigint): bigint {
  if (x < 2n) return x;
  const half = BigInt(Math.max(0, Math.floor((bitsOf(x) - 100) / 2)));
  let root = (BigInt(Math.ceil(Math.sqrt(Number(x >> (2n * half))))) + 1n) << half;
  for (;;) {
    const next = (root + x / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * Whether λ_min(A + E) ≥ claim follows for every symmetric E with ‖E‖ ≤ error, all in units (mathematics.md 5.5): A = sI + LLᵀ + R
 * with any L gives λ_min(A) ≥ s − ‖R‖ ≥ s − max_i Σ_j |R_ij|. L is a Cholesky factor in floating point, of which nothing is
 * known, in units in which A has entries below 2^52. With L = P + Q, P integers and |Q_ij| ≤ ½,
 *   R = (A − sI − PPᵀ) − (PQᵀ + QLᵀ).
 * The sums of PPᵀ are integers, exact in doubles if rows of P have norms below 2^26.5: no partial sum reaches 2^53 (Cauchy–Schwarz).
 * Those of the second term have 2N products with absolute values of at most 2^26.5·√N in all: in doubles they are right to 2^−53·(N + 4) of that.
 */
export function smallestEigenvalueAtLeast(matrix: Triangle, error: bigint, claim: bigint): boolean {
  const size = matrix.length;
  const largest = matrix.reduce((most, row, i) => Math.max(most, Math.abs(Number(row[i]!))), 2 ** UNIT);
  // Producers claim at least N·2⁻⁴⁵·max(1, |A_ii|) less than floating point sees; half of that is for R.
  const room = size * 2 ** -46 * largest;
  const t = Math.ceil(Math.log2(largest + Math.abs(Number(claim)))) - 52;
  if (t === Infinity) return false;
  const shift = claim + BigInt(Math.ceil(room));
  // Lower triangles, row after row; of P and Q entry by entry.
  const factor = new Float64Array((size * (size + 1)) / 2);
  const parts = new Float64Array(size * (size + 1));
  const [whole, rest, sums] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  let most = 0;
  for (let i = 0; i < size; i++) {
    most = Math.max(most, splitRow(matrix[i]!.with(i, matrix[i]![i]! - shift), t, whole, rest));
    if (!factorRow(factor, i, whole, rest)) return false;
    most = Math.max(most, splitFactor(factor, parts, i));
    addResiduals(sums, whole, rest, parts, i);
  }
  if (!(most < 2 ** 53)) return false;
  // A sum of N doubles above 0, and the last two differences in each, have relative errors below (N + 4)·2^−53.
  const residual = Math.max(...sums) * (1 + size * 2 ** -50) + size * (size + 4) * Math.sqrt(size) * 2 ** -26;
  return shift - (BigInt(Math.ceil(residual)) << BigInt(t)) - error >= claim;
}

/** Integers in units of 2^t, the floor and what is above it; returns the largest size of a floor. */
function splitRow(row: readonly bigint[], t: number, whole: Float64Array, rest: Float64Array): number {
  const unit = BigInt(t);
  let most = 0;
  for (let j = 0; j < row.length; j++) {
    whole[j] = Number(row[j]! >> unit);
    rest[j] = Number(BigInt.asUintN(t, row[j]!)) * 2 ** -t;
    most = Math.max(most, Math.abs(whole[j]!));
  }
  return most;
}

/** P and Q from row i of L; returns ‖P_i‖². */
function splitFactor(factor: Float64Array, parts: Float64Array, i: number): number {
  let squares = 0;
  for (let at = (i * (i + 1)) / 2; at < ((i + 1) * (i + 2)) / 2; at++) {
    const whole = Math.round(factor[at]!);
    parts[2 * at] = whole;
    parts[2 * at + 1] = factor[at]! - whole;
    squares += whole * whole;
  }
  return squares;
}

/** Row i of a Cholesky factor, from that of the matrix and the rows above, with any rounding; false if the pivot is not above 0. */
function factorRow(factor: Float64Array, i: number, whole: Float64Array, rest: Float64Array): boolean {
  const row = (i * (i + 1)) / 2;
  for (let j = 0; j <= i; j++) {
    const other = (j * (j + 1)) / 2;
    let even = whole[j]! + rest[j]!;
    let odd = 0;
    for (let l = j % 2; l < j; l += 2) {
      even -= factor[row + l]! * factor[other + l]!;
      odd -= factor[row + l + 1]! * factor[other + l + 1]!;
    }
    if (j % 2 === 1) even -= factor[row]! * factor[other]!;
    factor[row + j] = j === i ? Math.sqrt(even + odd) : (even + odd) / factor[other + j]!;
  }
  return factor[row + i]! > 0;
}

/** Adds the absolute values of row i of R, from that of A − sI in two parts, to the sums of rows. */
function addResiduals(
  sums: Float64Array,
  whole: Float64Array,
  rest: Float64Array,
  parts: Float64Array,
  i: number,
): void {
  const a = i * (i + 1);
  for (let j = 0; j <= i; j++) {
    const b = j * (j + 1);
    let x = 0;
    let y = 0;
    for (let l = 0; l <= 2 * j; l += 2) {
      const p = parts[b + l]!;
      const q = parts[b + l + 1]!;
      x += parts[a + l]! * p;
      y += parts[a + l]! * q + parts[a + l + 1]! * (p + q);
    }
    const size = Math.abs(whole[j]! - x - y + rest[j]!);
    sums[i]! += size;
    if (i !== j) sums[j]! += size;
  }
}
