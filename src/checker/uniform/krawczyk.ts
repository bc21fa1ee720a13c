/** A zero of equations within a box, for every t in [−1, 1] (mathematics.md 10.3 and 11.6). */
import { confirm, Rejection } from '../rejection.ts';
import { defectNorms } from './layers.ts';
import { approximate, BITS, ONE, Series, sumOfProducts } from './series.ts';

/** Units of the preconditioner: 2^−COARSE. */
const COARSE = 48;

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
    const exact = row.map((c) => new Series(order, c.map(units), 0n));
    let image = sumOfProducts(exact.map((entry, l) => [entry, residual[l]!] as const)).norm() * ONE;
    radii.forEach((radius, j) => {
      image += units(norms[i]![j]!) * (radius + 1n);
    });
    confirm(image < radii[i]! * ONE, `the box is mapped into itself, in unknown ${i}`);
  });
}

/** A double in units, rounded up; exactly if it is a multiple of 2^−COARSE. */
function units(x: number): bigint {
  confirm(Number.isFinite(x), 'the products of the proof have a bound');
  return BigInt(Math.ceil(x * 2 ** Number(BITS)));
}

/**
 * Untrusted: Y(t) near J(t)⁻¹ as a polynomial: Y_0 = J_0⁻¹, Y_k = −Y_0 Σ_{i ≥ 1} J_i Y_{k−i}, in floating point,
 * rounded to multiples of 2^−COARSE.
 */
function preconditioner(
  jacobian: readonly (readonly Series[])[],
): readonly (readonly (readonly number[])[])[] {
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

/** A multiple of 2^−COARSE. */
function coarse(value: number): number {
  if (!(Math.abs(value) < 2 ** 200)) throw new Rejection('the Jacobian is invertible');
  return Math.round(value * 2 ** COARSE) / 2 ** COARSE;
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
