import { lambdaMinLowerByCholesky } from '../arithmetic/definite.ts';
import { DenseKernel } from '../arithmetic/dense-kernel.ts';
import type { EnclosedMatrix } from '../arithmetic/enclosed.ts';
import { approximately } from '../arithmetic/exact.ts';
import { outward, ROUNDOFF } from '../arithmetic/rounding.ts';
import { dot, normalise, randomVectors } from '../numerics/vectors.ts';
import { normError } from './shadow.ts';

/** ‖y_i‖ lies between `low` and `high`. */
export interface NormBounds {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** From norms as the kernel computes them. */
export function normBounds(norms: Float64Array, k: number): NormBounds {
  // One u for the product.
  const error = normError(k) + ROUNDOFF;
  return { low: norms.map((x) => x * (1 - 2 * error)), high: norms.map((x) => x * (1 + 2 * error)) };
}

/**
 * The Lipschitz constant of the Hessian on B(Y, R), from above (mathematics.md 3.2), for k targets of length 1; infinite
 * where the ball may reach a zero neuron. Differences are of doubles: each costs one u, and nothing else cancels. With `sharp` each
 * neuron enters L₂ with the smaller of its two values (mathematics.md 3.6).
 */
export function lipschitzUpper(
  { low, high }: NormBounds,
  k: number,
  radius: number,
  sharp?: Float64Array,
): number {
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
    const plain = ((3 * Math.sqrt(3)) / (4 * Math.PI)) * (others / (inner * inner));
    own = Math.max(own, sharp === undefined ? plain : Math.min(plain, sharp[i]!));
  }
  return outward(Math.sqrt(pair * pair + own * own));
}

/** Smallest unit of the lower bounds on eigenvalues that are written down: 2^−20. */
export const SHIFT_UNIT: number = 2 ** -20;

/**
 * Is λ_max ≤ bound? By a Cholesky factorisation of bound·I less the matrix. Asked with half a SHIFT_UNIT to spare, so that another
 * program, whose point differs a little, can prove it too.
 */
export function isBelow(matrix: EnclosedMatrix, bound: number): boolean {
  const negated = { ...matrix, mid: matrix.mid.map((x) => -x) };
  const lower = lambdaMinLowerByCholesky(negated, SHIFT_UNIT + matrix.errorUpper - bound);
  // The double nearest to the bound is off by far less than the other half.
  return lower !== null && approximately(lower) >= SHIFT_UNIT / 2 - bound;
}

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
