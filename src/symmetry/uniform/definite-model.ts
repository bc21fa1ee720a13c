import { outward } from '../../arithmetic/rounding.ts';
import { cholesky, type FloatMatrix, triangularInverse } from '../../numerics/matrix.ts';
import { evenWidth } from './kernel-matrices.ts';
import { kernel, room } from './model-kernel.ts';
import { type TaylorModel, UNIT } from './taylor.ts';

/**
 * 1 minus a bound of the spectral radius below; where it is positive, the symmetric matrix B(t) is positive definite
 * for every real |t| ≤ 1. NaN or −∞ when there is no bound. Both triangles are read: each has to enclose the matrix
 * (mathematics.md 11.7).
 *
 * With any real matrix C: |C B(t) Cᵀ − I| ≤ E entrywise, where
 *   E = |C B_0 Cᵀ − I| + Σ_{i≥1} |C B_i Cᵀ| + |C| ρ |Cᵀ|,
 * and ‖CBCᵀ − I‖₂ ≤ (Perron root of E) ≤ max_i (Ex)_i/x_i for every x > 0. Below 1, CBCᵀ is positive definite, hence C
 * is invertible and B positive definite. C is a rounded inverse Cholesky factor of B_0.
 * Rounding: an entry of a product of three matrices of size n is a sum of n² products of three factors, found with at
 * most 2n + 4 roundings each: off by less than (2n + 4)·2u·(|C||B_i||Cᵀ|).
 */
export function definiteMargin(b: readonly (readonly TaylorModel[])[]): number {
  const n = b.length;
  const width = evenWidth(n);
  const size = n * width;
  const order = b[0]![0]!.c.length - 1;
  const entry = (k: number, i: number, j: number): number => (b[i]![j]!.c[k]! + b[j]![i]!.c[k]!) / 2;
  const factor = cholesky(b.map((row, i) => row.map((_, j) => entry(0, i, j))));
  if (factor === null) return Number.NEGATIVE_INFINITY;
  const lists = room({ c: size, transposed: size, middle: size, left: size, product: size });
  const { c, transposed, middle, product } = lists;
  for (const [i, row] of triangularInverse(factor).entries()) c.set(row, i * width);
  const bound = b.map(() => new Array<number>(n).fill(0));
  /** Adds |C times the middle times Cᵀ − unit·I|. */
  const add = (unit: number): void => {
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) transposed[j * width + i] = c[i * width + j]!;
    const { multiply } = kernel();
    multiply(lists.left.byteOffset, c.byteOffset, middle.byteOffset, n, width);
    multiply(product.byteOffset, lists.left.byteOffset, transposed.byteOffset, n, width);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        bound[i]![j]! += Math.abs(i === j ? product[i * width + j]! - unit : product[i * width + j]!);
  };
  for (let k = 0; k <= order; k++) {
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) middle[i * width + j] = entry(k, i, j);
    add(k === 0 ? 1 : 0);
  }
  // Radii, and what the layers and products of C B_k Cᵀ were rounded by (the mean of two triangles by u of each).
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const [x, mirror] = [b[i]![j]!, b[j]![i]!];
      middle[i * width + j] = outward(
        (x.radius + mirror.radius) / 2 + (2 * n + 8) * UNIT * (x.norm + mirror.norm),
      );
    }
  for (let at = 0; at < size; at++) c[at] = Math.abs(c[at]!);
  add(0);
  for (let i = 0; i < n; i++) bound[i]![i]! += 4 * UNIT;
  return 1 - perronUpper(bound);
}

/** An upper bound of the spectral radius of a matrix of numbers ≥ 0, which may be rounded down as a radius may. */
export function perronUpper(matrix: FloatMatrix): number {
  const n = matrix.length;
  let x: number[] = new Array<number>(n).fill(1);
  let best = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 40; step++) {
    const y = matrix.map((row) => row.reduce((sum, entry, j) => sum + entry * x[j]!, 0));
    let ratio = 0;
    let largest = 0;
    for (let i = 0; i < n; i++) {
      const quotient = outward(outward(y[i]!) / x[i]!);
      if (Number.isNaN(quotient)) return quotient;
      if (quotient > ratio) ratio = quotient;
      if (y[i]! > largest) largest = y[i]!;
    }
    if (ratio < best) best = ratio;
    if (!(largest > 0)) return best;
    // Kept away from 0: any positive vector gives a bound.
    x = y.map((entry) => entry / largest + 1e-9);
  }
  return best;
}
