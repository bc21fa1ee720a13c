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

/** floor(value·factor) of a decimal number, exactly. */
export function floorTimes(decimal: string, factor: bigint): bigint {
  const { digits, exponent } = parsed(decimal);
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent >= 0 ? digits * power * factor : floorDivide(digits * factor, power);
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
  const factor = 10n ** BigInt(scale);
  return rows.map((row) => row.map((entry) => floorTimes(entry, factor)));
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

/** Rows multiplied at once. */
const PACKED = 16;

/**
 * max_i Σ_j |A − LLᵀ|_ij, exactly. Sixteen rows of L are packed into one integer, Σ_s L_(i+s)k·2^(ws), so that one
 * multiplication makes sixteen products. By Cauchy–Schwarz no entry of LLᵀ exceeds the largest squared row norm,
 * which is below 2^(w−1), so that the entries can be read off the packed sum as signed w-bit numbers.
 */
function largestRowSum(matrix: Triangle, factor: Triangle): bigint {
  const size = matrix.length;
  const norms = factor.map((row) => dot(row, row));
  const bits = norms.reduce((most, norm) => Math.max(most, norm.toString(2).length), 0);
  const width = 64 * Math.ceil((bits + 1) / 64);
  const sums = matrix.map(() => 0n);
  for (let first = 0; first < size; first += PACKED) {
    const end = Math.min(first + PACKED, size);
    const columns = Array.from({ length: end }, (_, k) => {
      let column = 0n;
      for (let i = end - 1; i >= first; i--) column = (column << BigInt(width)) + (factor[i]![k] ?? 0n);
      return column;
    });
    for (let j = 0; j < end; j++) {
      const row = factor[j]!;
      let products = 0n;
      for (let k = 0; k <= j; k++) products += columns[k]! * row[k]!;
      for (let i = first; i < end; i++) {
        const product = BigInt.asIntN(width, products);
        products = (products - product) >> BigInt(width);
        if (i < j) continue;
        const rest = magnitude(matrix[i]![j]! - product);
        sums[i]! += rest;
        if (i !== j) sums[j]! += rest;
      }
    }
  }
  return sums.reduce((most, sum) => (sum > most ? sum : most), 0n);
}
