import { gamma, outward } from '../../arithmetic/rounding.ts';
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
  const layers = jacobian.map((row) => layersOf(row, degree));
  const tails = layers.map((row) => tailsOf(row, n, degree));
  const errors = jacobian.map((row) => Float64Array.from(row, (x) => x.radius + unit * x.norm));
  const sizes = jacobian.map((row) => Float64Array.from(row, ({ magnitude }) => magnitude));
  return y.map((row, i) => {
    const sum = new Float64Array(length);
    const rest = new Float64Array(n);
    sum[i] = -1;
    for (let k = 0; k < n; k++) {
      const { c, norm, radius } = row[k]!;
      for (let a = 0; a <= degree; a++) addMultiple(sum, a * n, c[a]!, layers[k]!);
      for (let a = 1; a <= degree; a++) addRow(rest, Math.abs(c[a]!), tails[k]!, (degree + 1 - a) * n);
      addRow(rest, norm, errors[k]!);
      if (radius !== 0) addRow(rest, radius, sizes[k]!);
    }
    return Array.from(rest, (more, j) => {
      let total = more + (i === j ? unit : 0);
      for (let l = j; l < length; l += n) total += Math.abs(sum[l]!);
      return outward(total * (1 + longest));
    });
  });
}

/** Coefficient b of entry j at b·n + j. */
function layersOf(row: readonly TaylorModel[], degree: number): Float64Array {
  const layers = new Float64Array(row.length * (degree + 1));
  for (const [j, { c }] of row.entries())
    for (let b = 0; b <= degree; b++) layers[b * row.length + j] = c[b]!;
  return layers;
}

/** Σ_{b ≥ m} |coefficient b| of entry j at m·n + j. */
function tailsOf(layers: Float64Array, n: number, degree: number): Float64Array {
  const tails = layers.map(Math.abs);
  for (let at = n * degree - 1; at >= 0; at--) tails[at] = tails[at]! + tails[at + n]!;
  return tails;
}

/** sum[from + m] += factor·x[m], as far as the sum goes. */
function addMultiple(sum: Float64Array, from: number, factor: number, x: Float64Array): void {
  if (factor === 0) return;
  const count = sum.length - from;
  for (let m = 0; m < count; m++) sum[from + m] = sum[from + m]! + factor * x[m]!;
}

/** sum[j] += factor·x[at + j] */
export function addRow(sum: Float64Array, factor: number, x: Float64Array, at = 0): void {
  if (factor !== 0) for (let j = 0; j < sum.length; j++) sum[j] = sum[j]! + factor * x[at + j]!;
}
