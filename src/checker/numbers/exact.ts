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
 * with any L gives λ_min(A) ≥ s − ‖R‖ ≥ s − max_i Σ_j |R_ij|. In units of 2^t, which no entry exceeds 2^52 of, A − sI = H + 4^−g·K up to two
 * of 2^(t−2g) an entry, and L = P + 2^−g·M is a Cholesky factor in floating point, rounded; H, K, P and M are integers in doubles. Then
 *   4^g·R = 2^g(2^g(H − PPᵀ) − (PMᵀ + MPᵀ)) + K − MMᵀ.
 * Sums of products are exact: rows of P have norms below 2^26.5, |M_ij| ≤ 2^(g−1) and 4^g·N ≤ 2^53, so that no partial sum is beyond
 * 2^53 (Cauchy–Schwarz). So are the differences if the last is below 2^53: they are integers, and one beyond 2^53 leaves all after it there.
 */
export function smallestEigenvalueAtLeast(matrix: Triangle, error: bigint, claim: bigint): boolean {
  const size = matrix.length;
  const largest = matrix.reduce((most, row, i) => Math.max(most, Math.abs(Number(row[i]!))), 2 ** UNIT);
  const t = Math.ceil(Math.log2(largest + Math.abs(Number(claim)))) - 52;
  if (t === Infinity) return false;
  // Producers claim at least N·2⁻⁴⁵·max(1, |A_ii|) less than floating point sees; half of that is for R.
  const shift = claim + BigInt(Math.ceil(size * 2 ** -46 * largest));
  const g = Math.floor(26.5 - Math.log2(size) / 2);
  const parts = new Float64Array(size * (size + 1));
  const sums = new Float64Array(size);
  for (const [i, row] of matrix.entries())
    if (!(addRow(row.with(i, row[i]! - shift), t, g, parts, sums) < 2 ** 53)) return false;
  // A sum of N doubles above 0 has a relative error below N·2^−52.
  const residual = Math.ceil(Math.max(...sums) * (1 + size * 2 ** -50)) + 2 * size;
  return shift - (BigInt(residual) << BigInt(t - 2 * g)) - error >= claim;
}

/**
 * Finds a row of L from that of A − sI and the rows above it, P and M in turn, and adds the absolute values of that of 4^g·R to the sums of
 * rows. Returns the largest number that has to be below 2^53, NaN where a pivot is not positive.
 */
function addRow(
  row: readonly bigint[],
  t: number,
  g: number,
  parts: Float64Array,
  sums: Float64Array,
): number {
  const [unit, two, a] = [BigInt(t), 2 ** g, row.length * (row.length - 1)];
  let most = 0;
  let squares = 0;
  for (let j = 0; j < row.length; j++) {
    const h = Number(row[j]! >> unit);
    const k = Math.floor(Number(BigInt.asUintN(t, row[j]!)) * 2 ** (2 * g - t));
    const b = j * (j + 1);
    const end = 2 * j;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let l = 0; l < end; l += 2) {
      const p = parts[a + l]!;
      const m = parts[a + l + 1]!;
      x += p * parts[b + l]!;
      y += p * parts[b + l + 1]! + m * parts[b + l]!;
      z += m * parts[b + l + 1]!;
    }
    const left = (((h - x) * two - y) * two + (k - z)) / two ** 2;
    const value = a === b ? Math.sqrt(left) : left / (parts[b + end]! + parts[b + end + 1]! / two);
    const p = Math.round(value);
    const m = Math.round((value - p) * two);
    parts[a + end] = p;
    parts[a + end + 1] = m;
    x += p * parts[b + end]!;
    y += p * parts[b + end + 1]! + m * parts[b + end]!;
    z += m * parts[b + end + 1]!;
    squares += p * p;
    const rest = Math.abs(((h - x) * two - y) * two + (k - z));
    most = Math.max(most, rest, Math.abs(h), squares);
    sums[row.length - 1]! += rest;
    if (a !== b) sums[j]! += rest;
  }
  return most;
}
