/** A zero of equations within a box, for every t in [−1, 1] (mathematics.md 10.3 and 11.6). */
import { confirm, Rejection } from '../rejection.ts';
import { approximate, BITS, magnitude, ONE, Series, sumOfProducts } from './series.ts';

/** Units of the preconditioner, and of the Jacobian while it is multiplied: 2^−COARSE. */
const COARSE = 48n;

/**
 * Throws unless |Y G| + |I − Y J| r < r for a preconditioner Y(t) made here, G the equations at the centre, J their
 * Jacobian over the box of the radii. Norms of enclosures bound every t in [−1, 1]. The matrix norm weighted by r is
 * below 1 then, so that Y and J are invertible and the zero is unique in the box. The radii are up to a unit too small.
 */
export function contracts(
  jacobian: readonly (readonly Series[])[],
  residual: readonly Series[],
  radii: readonly bigint[],
): void {
  const Y = preconditioner(jacobian);
  const order = residual[0]!.order;
  const norms = defectNorms(Y, jacobian);
  Y.forEach((row, i) => {
    const fine = row.map(
      (c) =>
        new Series(
          order,
          c.map((entry) => entry << (BITS - COARSE)),
          0n,
        ),
    );
    let image = sumOfProducts(fine.map((entry, l) => [entry, residual[l]!] as const)).norm() * ONE;
    radii.forEach((radius, j) => {
      image += norms[i]![j]! * (radius + 1n);
    });
    confirm(image < radii[i]! * ONE, `the box is mapped into itself, in unknown ${i}`);
  });
}

/**
 * Upper bounds in units of |I − Y J| on [−1, 1]. The polynomials of J are rounded to multiples of 2^−COARSE, by at most
 * half of it a coefficient, which goes to their radii. Σ_l Y_il J_lj is then computed exactly: a polynomial Σ c_k tᵏ is
 * packed into the integer Σ c_k 2^(wk), with w so large that 2|coefficient| < 2^w for every coefficient of the sum; so
 * the coefficients can be read off as signed w-bit numbers.
 */
function defectNorms(
  Y: readonly (readonly (readonly bigint[])[])[],
  jacobian: readonly (readonly Series[])[],
): readonly (readonly bigint[])[] {
  const shift = BITS - COARSE;
  const rounded = jacobian.map((row) =>
    row.map((entry) => ({
      coefficients: entry.coefficients.map((c) => (c + (1n << (shift - 1n))) >> shift),
      radius: (entry.radius >> shift) + 1n + BigInt(entry.coefficients.length),
    })),
  );
  const size = (c: readonly bigint[]) => c.reduce((sum, entry) => sum + magnitude(entry), 0n);
  const sizes = Y.map((row) => row.map(size));
  const largest = (rows: readonly (readonly bigint[])[]) =>
    rows.reduce((most, row) => row.reduce((top, entry) => (entry > top ? entry : top), most), 0n);
  const bound =
    BigInt(Y.length) * largest(sizes) * largest(rounded.map((row) => row.map((x) => size(x.coefficients)))) +
    ONE;
  const width = bound.toString(2).length + 2;
  const pack = (c: readonly bigint[]) => c.reduceRight((sum, entry) => (sum << BigInt(width)) + entry, 0n);
  const right = rounded.map((row) => row.map((entry) => pack(entry.coefficients)));
  return Y.map((row, i) => {
    const left = row.map(pack);
    return row.map((_, j) => {
      let packed = i === j ? -ONE : 0n;
      let norm = 0n;
      left.forEach((entry, l) => {
        packed += entry * right[l]![j]!;
        norm += sizes[i]![l]! * rounded[l]![j]!.radius;
      });
      while (packed !== 0n) {
        const coefficient = BigInt.asIntN(width, packed);
        norm += magnitude(coefficient);
        packed = (packed - coefficient) >> BigInt(width);
      }
      return norm;
    });
  });
}

/**
 * Untrusted: Y(t) near J(t)⁻¹ as a polynomial: Y_0 = J_0⁻¹, Y_k = −Y_0 Σ_{i ≥ 1} J_i Y_{k−i}, in floating point,
 * rounded to multiples of 2^−COARSE.
 */
function preconditioner(
  jacobian: readonly (readonly Series[])[],
): readonly (readonly (readonly bigint[])[])[] {
  const size = jacobian.length;
  const order = jacobian[0]![0]!.order;
  const coefficients = Array.from({ length: order + 1 }, (_, k) =>
    jacobian.map((row) => row.map((entry) => approximate(entry.coefficients[k] ?? 0n))),
  );
  const first = inverted(coefficients[0]!);
  const inverse = [first];
  for (let k = 1; k <= order; k++) {
    const sum = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    for (let i = 1; i <= k; i++) addProduct(sum, coefficients[i]!, inverse[k - i]!, -1);
    const next = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    addProduct(next, first, sum, 1);
    inverse.push(next);
  }
  return first.map((row, i) => row.map((_, j) => inverse.map((matrix) => coarse(matrix[i]![j]!))));
}

/** A double in units of 2^−COARSE. */
function coarse(value: number): bigint {
  if (!(Math.abs(value) < 2 ** 200)) throw new Rejection('the Jacobian is invertible');
  return BigInt(Math.round(value * 2 ** Number(COARSE)));
}

/** sum += factor·A·B */
function addProduct(
  sum: number[][],
  A: readonly (readonly number[])[],
  B: readonly (readonly number[])[],
  factor: number,
): void {
  A.forEach((row, i) => {
    const target = sum[i]!;
    row.forEach((entry, l) => {
      if (entry === 0) return;
      const other = B[l]!;
      for (let j = 0; j < target.length; j++) target[j]! += factor * entry * other[j]!;
    });
  });
}

/** Gauss–Jordan elimination with row pivots. */
function inverted(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let p = 0; p < size; p++) {
    let best = p;
    for (let i = p + 1; i < size; i++) {
      if (Math.abs(rows[i]![p]!) > Math.abs(rows[best]![p]!)) best = i;
    }
    [rows[p], rows[best]] = [rows[best]!, rows[p]!];
    const pivot = rows[p]!.map((entry) => entry / rows[p]![p]!);
    rows[p] = pivot;
    for (let i = 0; i < size; i++) {
      const factor = rows[i]![p]!;
      if (i !== p && factor !== 0) rows[i] = rows[i]!.map((entry, j) => entry - factor * pivot[j]!);
    }
  }
  return rows.map((row) => row.slice(size));
}
