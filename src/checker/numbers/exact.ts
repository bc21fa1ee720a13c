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

/** A decimal number as digits·10^exponent. */
export function parsed(decimal: string): { digits: bigint; exponent: number } {
  const [mantissa = '', power = '0'] = decimal.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** floor(value·factor·10^places) of a decimal number, exactly. */
export function floorTimes(decimal: string, factor: bigint, places = 0): bigint {
  const { digits, exponent } = parsed(decimal);
  const power = 10n ** BigInt(Math.abs(exponent + places));
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
    return digits % 5n ** BigInt(Math.max(-exponent, 0)) === 0n;
  });
  return { twos, fives: dyadic ? 0 : twos };
}

/** Rows of decimals as integers in a unit, or in units of 10^−unit; exact where all are multiples of it. */
export function integerRows(
  rows: readonly (readonly string[])[],
  unit: Unit | number,
): readonly (readonly bigint[])[] {
  const { twos, fives } = typeof unit === 'number' ? { twos: unit, fives: unit } : unit;
  const factor = 2n ** BigInt(twos) * 5n ** BigInt(fives);
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
 * with any L gives λ_min(A) ≥ s − ‖R‖ ≥ s − max_i Σ_j |R_ij|. In units of 2^t, A − sI = H + 2^−2g·K up to two of 2^(t−2g) an entry, and a
 * Cholesky factor in floating point, of which nothing is known, is rounded to L = P + 2^−g·M; all these are integers in doubles. So
 *   2^2g·R = 2^g(2^g(H − PPᵀ) − (PMᵀ + MPᵀ)) + K − MMᵀ.
 * Sums of products are exact: rows of P have norms below 2^26.5, |M_ij| ≤ 2^(g−1) and 4^g·N ≤ 2^53, so that no partial sum is beyond 2^53
 * (Cauchy–Schwarz). So are the differences if the last one is below 2^53: they are integers, and one beyond 2^53 leaves all after it there.
 */
export function smallestEigenvalueAtLeast(matrix: Triangle, error: bigint, claim: bigint): boolean {
  const size = matrix.length;
  const largest = matrix.reduce((most, row, i) => Math.max(most, Math.abs(Number(row[i]!))), 2 ** UNIT);
  // Producers claim at least N·2⁻⁴⁵·max(1, |A_ii|) less than floating point sees; half of that is for R.
  const room = size * 2 ** -46 * largest;
  const t = Math.ceil(Math.log2(largest + Math.abs(Number(claim)))) - 52;
  if (t === Infinity) return false;
  const shift = claim + BigInt(Math.ceil(room));
  const g = Math.floor(26.5 - Math.log2(size) / 2);
  const unit = BigInt(t);
  const [factor, P, M]: [Float64Array[], Float64Array[], Float64Array[]] = [[], [], []];
  const sums = new Float64Array(size);
  let most = 0;
  for (let i = 0; i < size; i++) {
    const [h, k, row] = [new Float64Array(i + 1), new Float64Array(i + 1), new Float64Array(i + 1)];
    const [p, m] = [new Float64Array(i + 1), new Float64Array(i + 1)];
    factor.push(row);
    P.push(p);
    M.push(m);
    for (let j = 0; j <= i; j++) {
      const entry = i === j ? matrix[i]![j]! - shift : matrix[i]![j]!;
      h[j] = Number(entry >> unit);
      k[j] = Math.floor(Number(BigInt.asUintN(t, entry)) * 2 ** (2 * g - t));
      const other = factor[j]!;
      let pivot = h[j]! + k[j]! * 4 ** -g;
      for (let l = 0; l < j; l++) pivot -= row[l]! * other[l]!;
      if (j === i && !(pivot > 0)) return false;
      row[j] = j === i ? Math.sqrt(pivot) : pivot / other[j]!;
      p[j] = Math.round(row[j]!);
      m[j] = Math.round((row[j]! - p[j]!) * 2 ** g);
    }
    for (let j = 0; j <= i; j++) {
      const q = P[j]!;
      const n = M[j]!;
      let x = 0;
      let y = 0;
      let z = 0;
      for (let l = 0; l <= j; l++) {
        x += p[l]! * q[l]!;
        y += p[l]! * n[l]! + m[l]! * q[l]!;
        z += m[l]! * n[l]!;
      }
      const rest = Math.abs(((h[j]! - x) * 2 ** g - y) * 2 ** g + (k[j]! - z));
      most = Math.max(most, rest, Math.abs(h[j]!), j === i ? x : 0);
      sums[i]! += rest;
      if (i !== j) sums[j]! += rest;
    }
  }
  if (!(most < 2 ** 53)) return false;
  // A sum of N doubles above 0 has a relative error below N·2^−52.
  const residual = Math.ceil(Math.max(...sums) * (1 + size * 2 ** -50)) + 2 * size;
  return shift - (BigInt(residual) << BigInt(t - 2 * g)) - error >= claim;
}
