import { gamma, outward } from '../../arithmetic/rounding.ts';
import { evenWidth, layers } from './kernel-matrices.ts';
import { kernel, room } from './model-kernel.ts';
import type { TaylorModel } from './taylor.ts';

/**
 * Upper bounds of ‖δ_ij − Σ_k Y_ik J_kj‖, row by row, for matrices of models of degree p. The product is made of layers of
 * doubles, with one bound of all roundings (mathematics.md 11.6):
 *
 *     ‖(I − YJ)_ij‖ ≤ Σ_{l≤p} |fl(δ − Σ_k Σ_{a+b=l} Y_a J_b)_ij| + Σ_k Σ_{a+b>p} |Y_a||J_b|
 *                     + Σ_k (‖Y_ik‖(ρ_kj + γ‖J_kj‖) + r_ik(‖J_kj‖ + ρ_kj)) + γ,
 *
 * r and ρ the radii of Y and J. A coefficient is a sum of at most N(p + 1) rounded products and δ, so that it is off by at
 * most γ = γ_{N(p+1)+1} times the sum of their sizes; over all l these sizes are at most ‖Y_ik‖‖J_kj‖.
 */
export function deviations(
  y: readonly (readonly TaylorModel[])[],
  jacobian: readonly (readonly TaylorModel[])[],
): number[][] {
  const n = jacobian.length;
  const degree = jacobian[0]![0]!.c.length - 1;
  const length = n * (degree + 1);
  const unit = gamma(length + 1);
  // A sum of at most `longest` numbers ≥ 0, one after the other, falls short by a factor of less than 1 + γ.
  const longest = gamma(2 * length);
  const width = evenWidth(n);
  const row = width * (degree + 1);
  const [all, square] = [n * row, n * width];
  const lists = room({
    ...{ y: all, norms: square, radii: square, j: all, tails: all, errors: square, sizes: square },
    ...{ sum: row, rest: width },
  });
  layers(y, lists.y);
  layers(jacobian, lists.j);
  entries(y, lists.norms, ({ norm }) => norm);
  entries(y, lists.radii, ({ radius }) => radius);
  entries(jacobian, lists.errors, (x) => x.radius + unit * x.norm);
  entries(jacobian, lists.sizes, ({ magnitude }) => magnitude);
  // Σ_{b ≥ m} |coefficient b| of an entry in the place of its coefficient m.
  for (let k = 0; k < n; k++)
    for (let at = (k + 1) * row - 1; at >= k * row; at--)
      lists.tails[at] = Math.abs(lists.j[at]!) + (at + width < (k + 1) * row ? lists.tails[at + width]! : 0);
  const { deviationRow } = kernel();
  return y.map((_, i) => {
    deviationRow(
      lists.rest.byteOffset,
      i,
      lists.y.byteOffset,
      lists.norms.byteOffset,
      lists.radii.byteOffset,
      lists.j.byteOffset,
      lists.tails.byteOffset,
      lists.errors.byteOffset,
      lists.sizes.byteOffset,
      lists.sum.byteOffset,
      n,
      degree,
      width,
    );
    return Array.from({ length: n }, (_, j) => {
      let total = lists.rest[j]! + (i === j ? unit : 0);
      for (let l = j; l < row; l += width) total += Math.abs(lists.sum[l]!);
      return outward(total * (1 + longest));
    });
  });
}

function entries(
  matrix: readonly (readonly TaylorModel[])[],
  to: Float64Array,
  value: (x: TaylorModel) => number,
): void {
  const width = evenWidth(matrix.length);
  for (let i = 0; i < matrix.length; i++)
    for (let j = 0; j < matrix.length; j++) to[i * width + j] = value(matrix[i]![j]!);
}
