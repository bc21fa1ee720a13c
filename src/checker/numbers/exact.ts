/** Exact numbers: decimals as scaled integers, and the smallest eigenvalue of a matrix of integers. */

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

/** Rows of decimals as integers in units of 10^−scale; exact where scale ≥ decimalsOf. */
export function integerRows(
  rows: readonly (readonly string[])[],
  scale: number,
): readonly (readonly bigint[])[] {
  return rows.map((row) => row.map((entry) => floorTimes(entry, 1n, scale)));
}

export function dot(x: readonly bigint[], y: readonly bigint[]): bigint {
  let sum = 0n;
  for (let a = 0; a < x.length; a++) {
    if (x[a] !== 0n && y[a] !== 0n) sum += x[a]! * y[a]!;
  }
  return sum;
}

/**
 * Whether λ_min(A + E) ≥ claim follows for every symmetric E with ‖E‖ ≤ error, all in units (mathematics.md 5.5):
 * A = sI + LLᵀ + R with any L gives λ_min(A) ≥ s − ‖R‖ ≥ s − max_i Σ_j |R_ij|. L is an untrusted float64 Cholesky
 * factor rounded to multiples of 2^(−UNIT/2); R is computed exactly.
 */
export function smallestEigenvalueAtLeast(matrix: Triangle, error: bigint, claim: bigint): boolean {
  const largest = matrix.reduce(
    (most, row) => row.reduce((top, entry) => Math.max(top, Math.abs(Number(entry))), most),
    2 ** UNIT,
  );
  if (largest === Infinity) return false;
  // Producers claim at least N·2⁻⁴⁵·max(1, |A_ij|) less than floating point sees; half of that is for R.
  const shift = claim + BigInt(Math.ceil(matrix.length * 2 ** -46 * largest));
  const shifted = matrix.map((row, i) => row.map((entry, j) => (i === j ? entry - shift : entry)));
  const factor = choleskyFactor(shifted);
  return factor !== undefined && shift - largestRowSum(shifted, factor) - error >= claim;
}

/** An approximate Cholesky factor in units of 2^(−UNIT/2), from float64; undefined where a pivot is not positive. */
function choleskyFactor(matrix: Triangle): Triangle | undefined {
  const factor: Float64Array[] = [];
  for (let i = 0; i < matrix.length; i++) {
    const row = Float64Array.from(matrix[i]!, (entry) => Number(entry) * 2 ** -UNIT);
    for (let j = 0; j <= i; j++) {
      const other = j === i ? row : factor[j]!;
      let entry = row[j]!;
      for (let l = 0; l < j; l++) entry -= row[l]! * other[l]!;
      if (j === i && !(entry > 0 && entry < Infinity)) return undefined;
      row[j] = j === i ? Math.sqrt(entry) : entry / other[j]!;
    }
    factor.push(row);
  }
  return factor.map((row) => Array.from(row, (entry) => BigInt(Math.round(entry * 2 ** (UNIT / 2)))));
}

/** Rows multiplied at once: ten times as fast as one by one. */
const PACKED = 16;

/**
 * max_i Σ_j |A − LLᵀ|_ij, exactly. Column k of some rows of L is packed into one integer Σ_s L_sk 2^(ws), so that one
 * multiplication makes the products of all of them. By Cauchy–Schwarz no entry of LLᵀ exceeds the largest squared row norm,
 * which is below 2^(w−1): the entries can be read off the packed sum as signed w-bit numbers.
 */
function largestRowSum(matrix: Triangle, factor: Triangle): bigint {
  const width = Math.max(...factor.map((row) => dot(row, row).toString(2).length + 1));
  const sums = matrix.map(() => 0n);
  for (let first = 0; first < matrix.length; first += PACKED) {
    const rows = factor.slice(first, first + PACKED);
    const columns = Array.from({ length: first + rows.length }, (_, k) =>
      rows.reduceRight((packed, row) => (packed << BigInt(width)) + (row[k] ?? 0n), 0n),
    );
    for (let j = 0; j < columns.length; j++) {
      let products = 0n;
      for (let k = 0; k <= j; k++) products += columns[k]! * factor[j]![k]!;
      for (let i = first; i < columns.length; i++) {
        const product = BigInt.asIntN(width, products);
        products = (products - product) >> BigInt(width);
        const rest = i < j ? 0n : magnitude(matrix[i]![j]! - product);
        sums[i]! += rest;
        if (i > j) sums[j]! += rest;
      }
    }
  }
  return sums.reduce((most, sum) => (sum > most ? sum : most), 0n);
}
