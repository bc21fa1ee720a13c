import { lambdaMinLowerByCholesky } from '../arithmetic/definite.ts';
import { DenseKernel } from '../arithmetic/dense-kernel.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import { approximately } from '../arithmetic/exact.ts';
import { outward, ROUNDOFF } from '../arithmetic/rounding.ts';
import { BoundedField, type BoundedVector } from '../landscape/bounded-field.ts';
import { hessian } from '../landscape/hessian.ts';
import type { Point } from '../landscape/problem.ts';
import { dot, normalise, randomVectors } from '../numerics/vectors.ts';
import { type MeasuredPoint, normError } from './shadow.ts';

/** π as a double, and a bound on its distance: it is the double nearest to π. */
const PI = { value: Math.PI, error: 2 * ROUNDOFF };

/** ‖y_i‖ lies between `low` and `high`. */
export interface NormBounds {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export function normBounds({ norms }: MeasuredPoint, k: number): NormBounds {
  // One u for the product.
  const error = normError(k) + ROUNDOFF;
  return { low: norms.map((x) => x * (1 - 2 * error)), high: norms.map((x) => x * (1 + 2 * error)) };
}

/**
 * The plain Lipschitz constant of the Hessian on B(Y, R), from above (mathematics.md 3.2), for k targets of length 1; infinite
 * where the ball may reach a zero neuron. Differences are of doubles: each costs one u, and nothing else cancels.
 */
export function lipschitzUpper({ low, high }: NormBounds, k: number, radius: number): number {
  const n = low.length;
  let least = Number.POSITIVE_INFINITY;
  let total = k;
  for (let i = 0; i < n; i++) {
    least = Math.min(least, low[i]! - radius);
    total += high[i]! + radius;
  }
  if (!(least > 1e-6)) return Number.POSITIVE_INFINITY;
  const pair = ((3 / Math.PI) * Math.sqrt(n - 1)) / least;
  let own = 0;
  for (let i = 0; i < n; i++) {
    // total without neuron i, from above: low ≤ high.
    const others = total - (low[i]! + radius) + 4 * n * ROUNDOFF * total;
    const inner = low[i]! - radius;
    own = Math.max(own, ((3 * Math.sqrt(3)) / (4 * Math.PI)) * (others / (inner * inner)));
  }
  return outward(Math.sqrt(pair * pair + own * own));
}

/**
 * Λ ≥ λ_max(H(Y)): the largest row sum of bounds on blocks, ½ + Σ R_ij/(π‖y_i‖²) on the diagonal (targets enter with −h1 ⪯ 0)
 * and (π − θ + sin θ)/2π beside it (mathematics.md 1.5 and 1.7).
 */
export function lambdaMaxUpper({ pairs, squares }: MeasuredPoint, { low }: NormBounds, k: number): number {
  const n = low.length;
  const factor = 1 + 4 * normError(k);
  let worst = 0;
  for (let i = 0; i < n; i++) {
    let row = 0.5;
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const { area, supplement } = pairs.neurons[i]![j]!;
      const most = area.value + area.error;
      const sine = most / (low[i]! * low[j]!);
      row += (most * factor) / (Math.PI * squares[i]!);
      row += (supplement.value + supplement.error + sine) / (2 * Math.PI);
    }
    worst = Math.max(worst, row);
  }
  return outward(worst);
}

/** The Hessian at a measured point, with a bound on its error. */
export function hessianAt(weights: Float64Array, measured: MeasuredPoint, k: number): EnclosedMatrix {
  const field = new BoundedField(PI);
  const { squares } = measured;
  const { high } = normBounds(measured, k);
  const error = normError(k);
  const neurons: BoundedVector[] = Array.from(squares, (_, i) => ({
    doubles: weights.slice(i * k, i * k + k),
    normUpper: high[i]!,
    errorUpper: 0,
  }));
  const point: Point<{ value: number; error: number }, BoundedVector> = {
    d: k,
    neurons,
    targets: basisOf(k),
    neuronNormsSquared: Array.from(squares, (value) => ({ value, error: outward(value * error) })),
    targetNormsSquared: Array.from({ length: k }, () => ({ value: 1, error: 0 })),
    orthonormalTargets: true,
  };
  return field.enclosed(hessian(field, point, measured.pairs));
}

let basis: readonly BoundedVector[] = [];

function basisOf(k: number): readonly BoundedVector[] {
  if (basis.length !== k)
    basis = Array.from({ length: k }, (_, j) => {
      const doubles = new Float64Array(k);
      doubles[j] = 1;
      return { doubles, normUpper: 1, errorUpper: 0 };
    });
  return basis;
}

/** Smallest unit of the lower bounds on eigenvalues that are written down: 2^−20. */
export const SHIFT_UNIT: number = 2 ** -20;

/** Inverse iterations for the first matrix, and for one whose neighbour is known. */
const FIRST = 40;
const NEXT = 3;
/** How far below the last eigenvalue the shift of the iteration is. */
const GAP = 0.02;

/**
 * Finds and proves lower bounds on λ_min of the Hessians of one descent, one after the other: inverse iteration, never trusted,
 * goes on from the last eigenvector; one Cholesky factorisation proves. Bounds are multiples of SHIFT_UNIT, between one and two
 * units below what is proved, so that another program, whose points differ a little, can prove them too.
 */
export class EigenvalueTrail {
  private guess = -1;
  private vector: Float64Array | null = null;

  /** λ ≤ λ_min, at most about `slack` below; null if nothing was proved. */
  lower(matrix: EnclosedMatrix, slack: number): number | null {
    const kernel = DenseKernel.ofSize(matrix.size);
    let shift = this.guess - GAP;
    for (let step = 2 * GAP; !kernel.factor(matrix.mid, shift); step *= 2) {
      if (!(shift > -1e6)) return null;
      shift -= step;
    }
    this.iterate(kernel, shift);
    // From far below it converges slowly.
    const closer = this.guess - GAP;
    if (closer - shift > 2 * GAP && kernel.factor(matrix.mid, closer)) this.iterate(kernel, closer);
    for (let margin = slack; margin < 1e3; margin *= 4) {
      const bound = lambdaMinLowerByCholesky(matrix, this.guess - margin);
      if (bound === null) continue;
      // The double nearest to the bound is off by far less than the unit that is taken off.
      return (Math.floor(approximately(bound) / SHIFT_UNIT) - 1) * SHIFT_UNIT;
    }
    return null;
  }

  private iterate(kernel: DenseKernel, shift: number): void {
    const known = this.vector?.length === kernel.size;
    const x = known ? this.vector! : randomVectors(kernel.size, 1)[0]!;
    for (let i = known ? NEXT : FIRST; i > 0; i--) {
      normalise(x);
      const from = x.slice();
      kernel.solve(x);
      // The Rayleigh quotient of the inverse.
      this.guess = shift + 1 / dot(from, x);
    }
    this.vector = x;
  }
}
