import type { Ball } from '../arithmetic/ball.ts';
import { eigenpairs, type FloatRows } from './float-linear-proposal.ts';
import type { IsotypicBlock } from './isotypic.ts';

/** A ball's midpoint as a double. */
export function nearest(x: Ball): number {
  return Number(x.mid) * 2 ** -x.bits;
}

/** Untrusted: eigenvalues, ascending, of the Hessian on a component: those of C⁻¹BC⁻ᵀ/2π, CCᵀ the Gram matrix. */
export function approximateEigenvalues({ entries, gram }: IsotypicBlock<Ball>): number[] {
  const size = entries.length;
  // Scaled to a unit diagonal first: entries of the Gram matrix differ by powers of k.
  const scales = gram.map((row, i) => 1 / Math.sqrt(nearest(row[i]!)));
  const scaled = (matrix: readonly (readonly Ball[])[]): number[][] =>
    matrix.map((row, i) => row.map((x, j) => nearest(x) * scales[i]! * scales[j]!));
  const factor = scaled(gram);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = factor[i]![j]!;
      for (let c = 0; c < j; c++) sum -= factor[i]![c]! * factor[j]![c]!;
      factor[i]![j] = i === j ? Math.sqrt(sum) : sum / factor[j]![j]!;
    }
  const solved = (matrix: FloatRows): number[][] => {
    const x = matrix.map((row) => [...row]);
    for (let i = 0; i < size; i++)
      for (let c = 0; c < size; c++) {
        let sum = x[i]![c]!;
        for (let j = 0; j < i; j++) sum -= factor[i]![j]! * x[j]![c]!;
        x[i]![c] = sum / factor[i]![i]!;
      }
    return x;
  };
  const transposed = (matrix: FloatRows): number[][] => matrix.map((_, i) => matrix.map((row) => row[i]!));
  const relative = solved(transposed(solved(scaled(entries))));
  return eigenpairs(relative).values.map((x) => x / (2 * Math.PI));
}
